import { Ledger, type LedgerData } from '../../nodes/LiveVoxSms/delivery/journal';

const ID = 51644325690;

test('knows nothing of a message that was not started', () => {
	const ledger = new Ledger({}, '0');
	expect(ledger.find('a')).toBeUndefined();
});

describe('the last that happened to a message counts', () => {
	test('unknown, and then accepted by a resend', () => {
		const ledger = new Ledger({}, '0');
		ledger.record('a', null);
		expect(ledger.find('a')).toBeNull();
		ledger.record('a', ID);
		expect(ledger.find('a')).toBe(ID);
	});

	test.each([ID, '51644325690', 0, ''])('an id is kept as it is: %p', (id) => {
		const ledger = new Ledger({}, '0');
		ledger.record('a', id);
		expect(ledger.find('a')).toBe(id);
	});
});

describe('a message is known by', () => {
	const data: LedgerData = {};
	const ledger = new Ledger(data, '2');
	ledger.record('a', ID);

	test.each<[string, string, string]>([
		['another message key', '2', 'b'],
		['another run of the node', '1', 'a'],
	])('not %s', (_, run, messageKey) => {
		expect(new Ledger(data, run).find(messageKey)).toBeUndefined();
	});

	test('its run and message key', () => {
		expect(new Ledger(data, '2').find('a')).toBe(ID);
	});
});

test('what n8n stores is plain and short', () => {
	const data: LedgerData = {};
	const ledger = new Ledger(data, '0');
	ledger.record('a', ID);
	ledger.record('b', null);

	expect(data).toStrictEqual({ 0: { a: ID, b: null } });
	const restored = new Ledger(JSON.parse(JSON.stringify(data)) as LedgerData, '0');
	expect(restored.find('a')).toBe(ID);
	expect(restored.find('b')).toBeNull();
});

test('a run adds to what is there', () => {
	const data: LedgerData = { 0: { a: ID } };
	new Ledger(data, '0').record('b', null);
	new Ledger(data, '1').record('a', null);
	expect(data).toEqual({ 0: { a: ID, b: null }, 1: { a: null } });
});

describe('a message that a run has started', () => {
	const fixture = () => {
		const data: LedgerData = {};
		const [one, other] = [new Ledger(data, 'tool'), new Ledger(data, 'tool')];
		one.start('a');
		return { data, one, other };
	};

	test('is unknown and pending to others, also when they record the same', () => {
		const { one, other } = fixture();
		expect([other.find('a'), other.isPending('a')]).toEqual([null, true]);
		other.record('a', null);
		other.forgetRest();
		expect([one.find('a'), one.isPending('a')]).toEqual([null, true]);
	});

	test.each([ID, null])('is pending no more once that run has recorded it: %p', (id) => {
		const { one, other } = fixture();
		one.record('a', id);
		expect([other.find('a'), other.isPending('a')]).toEqual([id, false]);
		one.forgetRest();
		expect(other.find('a')).toBe(id);
	});

	test('is forgotten if it ends without a record', () => {
		const { data, one, other } = fixture();
		one.forgetRest();
		expect([other.find('a'), other.isPending('a')]).toEqual([undefined, false]);
		expect(data).toEqual({ tool: {} });
	});

	test('stays unknown if an earlier run left it unknown, and this one ends without a record', () => {
		const { one, other } = fixture();
		one.record('a', null);
		other.start('a');
		other.forgetRest();
		expect([one.find('a'), one.isPending('a')]).toEqual([null, false]);
	});
});
