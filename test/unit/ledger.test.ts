import { Ledger, type LedgerData } from '../../nodes/LiveVoxSms/delivery/ledger';

const ID = 51644325690;

test('knows nothing of a message that was not begun', () => {
	const ledger = new Ledger({}, 0);
	expect(ledger.find(0, 'aaaa')).toBeUndefined();
});

describe('the last that happened to a message counts', () => {
	type Step = 'accepted' | 'unknown' | 'refused';
	const STATES = { accepted: { id: ID }, unknown: 'unknown', refused: undefined } as const;

	function ledgerAfter(steps: Step[]): Ledger {
		const ledger = new Ledger({}, 0);
		for (const step of steps) {
			if (step === 'accepted') ledger.recordAccepted(3, 'aaaa', ID);
			else if (step === 'unknown') ledger.recordUnknown(3, 'aaaa');
			else ledger.recordRefused(3);
		}
		return ledger;
	}

	test.each<[Step[]]>([
		[['accepted']],
		[['unknown']],
		[['refused']],
		[['unknown', 'accepted']],
		[['unknown', 'refused']],
		[['refused', 'accepted']],
		[['refused', 'unknown']],
		[['refused', 'refused']],
		[['unknown', 'unknown']],
		[['refused', 'unknown', 'accepted']],
	])('%j', (steps) => {
		const state = STATES[steps.at(-1)!];
		expect(ledgerAfter(steps).find(3, 'aaaa')).toEqual(state);
	});

	test.each([ID, '51644325690', 0, ''])('an id is kept as it is: %p', (id) => {
		const ledger = new Ledger({}, 0);
		ledger.recordAccepted(3, 'aaaa', id);
		expect(ledger.find(3, 'aaaa')).toEqual({ id });
	});
});

describe('a message is known by', () => {
	const data: LedgerData = {};
	const ledger = new Ledger(data, 2);
	ledger.recordAccepted(3, 'aaaa', ID);

	test.each<[string, number, number, string]>([
		['another item', 2, 4, 'aaaa'],
		['another body', 2, 3, 'bbbb'],
		['another run of the node', 1, 3, 'aaaa'],
	])('not %s', (_, runIndex, item, hash) => {
		expect(new Ledger(data, runIndex).find(item, hash)).toBeUndefined();
	});

	test('its run, item and body', () => {
		expect(new Ledger(data, 2).find(3, 'aaaa')).toEqual({ id: ID });
	});
});

test('what n8n stores is plain and short', () => {
	const data: LedgerData = {};
	const ledger = new Ledger(data, 0);
	ledger.recordAccepted(0, 'aaaa', ID);
	ledger.recordUnknown(1, 'bbbb');
	ledger.recordUnknown(2, 'cccc');
	ledger.recordRefused(2);

	expect(data).toStrictEqual({ 0: { 0: ['aaaa', ID], 1: ['bbbb'] } });
	const restored = new Ledger(JSON.parse(JSON.stringify(data)) as LedgerData, 0);
	expect(restored.find(0, 'aaaa')).toEqual({ id: ID });
	expect(restored.find(1, 'bbbb')).toBe('unknown');
});

test('a run adds to what is there', () => {
	const data: LedgerData = { 0: { 0: ['aaaa', ID] } };
	new Ledger(data, 0).recordUnknown(1, 'bbbb');
	new Ledger(data, 1).recordUnknown(0, 'cccc');
	expect(data).toEqual({ 0: { 0: ['aaaa', ID], 1: ['bbbb'] }, 1: { 0: ['cccc'] } });
});
