import type { IExecuteFunctions } from 'n8n-workflow';

import type { GoodItem } from '../../nodes/LiveVoxSms/actions/sms/check';
import { keysIn, type MessageKeys } from '../../nodes/LiveVoxSms/actions/sms/memory';

const REQUEST = { from: '53063', to: '4155550123', body: { message: 'Your payment is due' } };
const CHECK: GoodItem = {
	item: 3,
	request: REQUEST,
	onceKey: 'appointment of Ms Doe',
	isDryRun: false,
	content: undefined,
};

const OTHER_TEXT = { ...CHECK, request: { ...REQUEST, body: { message: 'It is late' } } };
const OTHER_NUMBER = { ...CHECK, request: { ...REQUEST, to: '4155550124' } };

interface Place {
	startedAt?: number;
	run?: number;
	node?: string;
	isTool?: boolean;
}

/** The keys of the messages of one run of the node, in an execution that began then. */
function keysOf(checks: GoodItem[], place: Place = {}): MessageKeys[] {
	const { startedAt = 1_000_000, run = 0, node = 'node-1', isTool = false } = place;
	const context = {
		getExecutionContext: () => ({ establishedAt: startedAt }),
		evaluateExpression: () => run,
		getNode: () => ({ id: node, type: `n8n-nodes-livevox.liveVoxSms${isTool ? 'Tool' : ''}` }),
	};
	return checks.map(keysIn(context as unknown as IExecuteFunctions));
}

const keyOf = (check: GoodItem, place?: Place) => keysOf([check], place)[0]!;

const sorted = (keys: MessageKeys[]) => keys.map(({ slot }) => slot).sort();

describe('a retry', () => {
	const checks = [CHECK, OTHER_TEXT, CHECK, OTHER_NUMBER];

	test('finds the same keys', () => {
		expect(keysOf(checks)).toEqual(keysOf(checks));
	});

	test('also where it gets the items in another order', () => {
		const [same, reversed] = [keysOf(checks), keysOf([...checks].reverse())];
		expect(sorted(reversed)).toEqual(sorted(same));
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

test.each<[string, GoodItem, GoodItem]>([
	['another text', CHECK, OTHER_TEXT],
	['another number', CHECK, OTHER_NUMBER],
	['the same once more', CHECK, CHECK],
])('in one run is apart: %s', (_, one, other) => {
	const [first, second] = keysOf([one, other]);
	expect(first?.slot).not.toBe(second?.slot);
	expect(first?.claimKey).not.toBe(second?.claimKey);
});

test.each<[string, Place]>([
	['another run of the node', { run: 1 }],
	['another execution', { startedAt: 1_000_001 }],
])('%s claims for itself', (_, place) => {
	expect(keyOf(CHECK, place).claimKey).not.toBe(keyOf(CHECK).claimKey);
});

// Their hashes begin alike: the second would count as sent with the id of the first, and never go out.
test('each of many messages has a slot of its own', () => {
	const codeFor = (code: number): GoodItem => ({
		...CHECK,
		request: { ...REQUEST, body: { message: `Your code is ${code}` }, serviceId: 100915 },
	});
	const [one, other] = keysOf([codeFor(104_350), codeFor(271_771)]);
	expect(one?.slot).not.toBe(other?.slot);
});

describe('an own key', () => {
	test.each<[string, GoodItem, Place, boolean]>([
		['another execution', CHECK, { startedAt: 2_000_000, run: 5 }, true],
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

test("an agent's calls share one run: the same message again is the same", () => {
	const [first, again] = [0, 4].map((run) => keyOf(CHECK, { isTool: true, run }));
	expect(again).toEqual(first);
	expect(keyOf(OTHER_TEXT, { isTool: true }).slot).not.toBe(first?.slot);
});
