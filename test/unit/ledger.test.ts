import { Ledger, type LedgerData } from '../../nodes/LiveVoxSms/delivery/ledger';

const ID = 51644325690;

test('knows nothing of a message that was not begun', () => {
	const ledger = new Ledger({}, '0');
	expect(ledger.find('a')).toBeUndefined();
});

describe('the last that happened to a message counts', () => {
	test('unknown, and then accepted by a resend', () => {
		const ledger = new Ledger({}, '0');
		ledger.recordUnknown('a');
		expect(ledger.find('a')).toBe('unknown');
		ledger.recordAccepted('a', ID);
		expect(ledger.find('a')).toEqual({ id: ID });
	});

	test.each([ID, '51644325690', 0, ''])('an id is kept as it is: %p', (id) => {
		const ledger = new Ledger({}, '0');
		ledger.recordAccepted('a', id);
		expect(ledger.find('a')).toEqual({ id });
	});
});

describe('a message is known by', () => {
	const data: LedgerData = {};
	const ledger = new Ledger(data, '2');
	ledger.recordAccepted('a', ID);

	test.each<[string, string, string]>([
		['another slot', '2', 'b'],
		['another run of the node', '1', 'a'],
	])('not %s', (_, run, slot) => {
		expect(new Ledger(data, run).find(slot)).toBeUndefined();
	});

	test('its run and slot', () => {
		expect(new Ledger(data, '2').find('a')).toEqual({ id: ID });
	});
});

test('what n8n stores is plain and short', () => {
	const data: LedgerData = {};
	const ledger = new Ledger(data, '0');
	ledger.recordAccepted('a', ID);
	ledger.recordUnknown('b');

	expect(data).toStrictEqual({ 0: { a: ID, b: null } });
	const restored = new Ledger(JSON.parse(JSON.stringify(data)) as LedgerData, '0');
	expect(restored.find('a')).toEqual({ id: ID });
	expect(restored.find('b')).toBe('unknown');
});

test('a run adds to what is there', () => {
	const data: LedgerData = { 0: { a: ID } };
	new Ledger(data, '0').recordUnknown('b');
	new Ledger(data, '1').recordUnknown('a');
	expect(data).toEqual({ 0: { a: ID, b: null }, 1: { a: null } });
});
