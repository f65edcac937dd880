import { createKeys, type MessageKeys } from '../../nodes/LiveVoxSms/actions/sms/messageKeys';
import type { ValidItem } from '../../nodes/LiveVoxSms/actions/sms/validateItems';
import type { LedgerData } from '../../nodes/LiveVoxSms/delivery/journal';

const REQUEST = { from: '53063', to: '4155550123', body: { message: 'Your payment is due' } };
const CHECK: ValidItem = {
	item: 3,
	request: REQUEST,
	onceKey: 'appointment of Ms Doe',
	isDryRun: false,
	content: undefined,
};

const withText = (message: string): ValidItem => ({
	...CHECK,
	request: { ...REQUEST, body: { message } },
});
const OTHER_TEXT = withText('It is late');
const OTHER_NUMBER = { ...CHECK, request: { ...REQUEST, to: '4155550124' } };

interface Place {
	lineage?: string[];
	run?: string;
	node?: string;
	isTool?: boolean;
	ledger?: LedgerData;
}

/** The keys of the messages of one run of the node. */
function keysOf(checks: ValidItem[], place: Place = {}): MessageKeys[] {
	const { lineage = ['1000000'], run = '0', node = 'node-1', isTool = false, ledger } = place;
	const data = ledger ? { liveVoxLedger: ledger } : {};
	return checks.map(
		createKeys(node, {
			run,
			data,
			isTool,
			lineage: { keys: lineage, noted: [], caller: undefined, isRetry: false },
		}),
	);
}

const keyOf = (check: ValidItem, place?: Place) => keysOf([check], place)[0]!;

const sorted = (keys: MessageKeys[]) => keys.map(({ messageKey }) => messageKey).sort();

const claimsOf = (keys: MessageKeys[]) => keys.map(({ claimKeys }) => claimKeys[0]);

describe('a retry', () => {
	const checks = [CHECK, OTHER_TEXT, CHECK, OTHER_NUMBER];

	test('finds the same keys', () => {
		expect(keysOf(checks)).toEqual(keysOf(checks));
	});

	test('also where it gets the items in another order', () => {
		const [same, reversed] = [keysOf(checks), keysOf([...checks].reverse())];
		expect(sorted(reversed)).toEqual(sorted(same));
		expect(claimsOf(reversed).sort()).toEqual(claimsOf(same).sort());
	});

	// After a crash n8n 2.41 begins to count the runs at 1.
	test('also where n8n counts the runs of the node again', () => {
		expect(keyOf(CHECK, { run: '1' })).toEqual(keyOf(CHECK));
	});
});

test('neither the number, nor the text, nor the own key is in them', () => {
	const stored = JSON.stringify(keyOf(CHECK));
	for (const personal of ['4155550123', '5550123', 'payment', 'appointment', 'Doe']) {
		for (const encoding of ['utf8', 'hex', 'base64url'] as const) {
			expect(stored).not.toContain(Buffer.from(personal).toString(encoding));
		}
	}
});

test.each<[string, ValidItem, ValidItem]>([
	['another text', CHECK, OTHER_TEXT],
	['another number', CHECK, OTHER_NUMBER],
	['the same once more', CHECK, CHECK],
])('in one run is apart: %s', (_, one, other) => {
	const [first, second] = keysOf([one, other]);
	expect(first?.messageKey).not.toBe(second?.messageKey);
	expect(first?.claimKeys[0]).not.toBe(second?.claimKeys[0]);
});

describe('a claim', () => {
	test('is made under each key of the lineage, in its order', () => {
		const [one, other] = ['moment', 'trigger'].map((key) => keyOf(CHECK, { lineage: [key] }));
		expect(keyOf(CHECK, { lineage: ['moment', 'trigger'] }).claimKeys).toEqual([
			...one!.claimKeys,
			...other!.claimKeys,
		]);
	});

	test('of another execution is another', () => {
		expect(keyOf(CHECK, { lineage: ['1000001'] }).claimKeys).not.toEqual(keyOf(CHECK).claimKeys);
	});
});

describe('in a loop, copies of a message count on', () => {
	const [first, second, third] = keysOf([CHECK, CHECK, CHECK]);
	const ledgerOf = (...started: Array<MessageKeys | undefined>) =>
		Object.fromEntries(started.map((keys) => [keys!.messageKey, null]));

	test.each<[string, LedgerData, MessageKeys | undefined]>([
		['from one in another run', { 0: ledgerOf(first) }, second],
		['from two in another run', { 0: ledgerOf(first, second) }, third],
		['from one in each of two runs', { 0: ledgerOf(first), 1: ledgerOf(first) }, third],
		// LiveVox rejected the first, which the ledger does not keep.
		['from the last one that was started', { 0: ledgerOf(second) }, third],
		['not from another message', { 0: ledgerOf(keyOf(OTHER_TEXT)) }, first],
		['not from this run itself, which may be a second try', { 2: ledgerOf(first) }, first],
	])('%s', (_, ledger, expected) => {
		const keys = keyOf(CHECK, { run: '2', ledger });
		expect(keys.claimKeys).toEqual(expected?.claimKeys);
		expect(keys.messageKey).toBe(first?.messageKey);
	});
});

// Their hashes begin alike: the second would count as sent with the id of the first, and never go out.
test('each of many messages has a messageKey of its own', () => {
	const codeFor = (code: number): ValidItem => ({
		...CHECK,
		request: { ...REQUEST, body: { message: `Your code is ${code}` }, serviceId: 100915 },
	});
	const [one, other] = keysOf([codeFor(104_350), codeFor(271_771)]);
	expect(one?.messageKey).not.toBe(other?.messageKey);
});

describe('an own key', () => {
	test.each<[string, ValidItem, Place, boolean]>([
		['another execution', CHECK, { lineage: ['2000000'], run: '5' }, true],
		['another text', OTHER_TEXT, {}, true],
		['another key', { ...CHECK, onceKey: 'another' }, {}, false],
		['another node', CHECK, { node: 'node-2' }, false],
	])('is the same in %s: %p', (_, check, place, isSame) => {
		expect(keyOf(check, place).onceKey === keyOf(CHECK).onceKey).toBe(isSame);
	});

	test('is missing where none is set', () => {
		expect(keyOf({ ...CHECK, onceKey: undefined }).onceKey).toBeUndefined();
	});
});

describe("calls of an agent's tool", () => {
	const toolKeyOf = (check: ValidItem, ledger?: LedgerData) =>
		keyOf(check, { isTool: true, run: 'tool', ...(ledger && { ledger }) });

	test('share one run: the same message again is the same, whatever ran before', () => {
		const first = toolKeyOf(CHECK);
		expect(toolKeyOf(CHECK, { tool: { [first.messageKey]: 7 }, 0: { [first.messageKey]: 8 } })).toEqual(first);
	});

	test.each<[string, string, string, boolean]>([
		['a blank at the end', 'We open at 9.', 'We open at 9. ', true],
		['a stop at the end', 'We open at 9', 'We open at 9.', true],
		['two blanks for one', 'We open at 9.', 'We  open at 9.', true],
		['a line break for a blank', 'We open at 9.', 'We open\nat 9.', true],
		['another mark at the end', 'We open at 9!', 'We open at 9.', true],
		['several marks at the end', 'We open at 9', 'We open at 9 ?!…', true],
		['an accent written in two', 'Caf\u00e9', 'Cafe\u0301', true],
		['another word', 'We open at 9.', 'We close at 9.', false],
		['another number', 'We open at 9.', 'We open at 10.', false],
		['a mark in the middle', 'Open, at 9', 'Open at 9', false],
		['other capitals', 'We open at 9.', 'WE OPEN AT 9.', false],
		['only marks: another one', '!', '?', false],
		['only marks: one more', '?', '??', false],
		['only marks: a blank', '?', ' ? ', true],
	])('that differ in %s', (_, one, other, isSame) => {
		const [first, second] = [one, other].map((text) => toolKeyOf(withText(text)));
		expect(first?.messageKey === second?.messageKey).toBe(isSame);
		expect(first?.claimKeys[0] === second?.claimKeys[0]).toBe(isSame);
	});

	test('of a workflow are apart by a blank', () => {
		expect(keyOf(withText('We open at 9. ')).messageKey).not.toBe(keyOf(withText('We open at 9.')).messageKey);
	});

	test('by template are known by it', () => {
		const byTemplate = (templateId: number): ValidItem => ({
			...CHECK,
			request: { ...REQUEST, body: { templateId } } as unknown as ValidItem['request'],
		});
		expect(toolKeyOf(byTemplate(1))).toEqual(toolKeyOf(byTemplate(1)));
		expect(toolKeyOf(byTemplate(1)).messageKey).not.toBe(toolKeyOf(byTemplate(2)).messageKey);
	});
});
