import type { IExecuteFunctions, IRunExecutionData } from 'n8n-workflow';

import { readLineage, type Lineage } from '../../nodes/LiveVoxSms/actions/sms/lineage';

/** What n8n stores of an execution, as far as it matters here. */
interface Stored {
	/** When it began, where n8n has stored that. */
	moment?: number;
	/** What its trigger gave. */
	trigger?: unknown;
	/** How often each node has run; with the node that n8n is to run next. */
	runs?: Record<string, number>;
	next?: string;
	/** By which execution it was called, and when that one began. */
	caller?: [id: string, moment: number];
}

const dataOf = ({ moment, trigger = {}, runs = {}, next = 'Webhook', caller }: Stored) => ({
	resultData: {
		runData: Object.fromEntries(
			Object.entries(runs).map(([name, count]) => [name, Array.from({ length: count }, () => ({}))]),
		),
	},
	executionData: {
		nodeExecutionStack: [{ node: { name: next }, data: { main: [[{ json: trigger }]] } }],
		...(moment !== undefined && { runtimeData: { establishedAt: moment } }),
	},
	...(caller && {
		parentExecution: { executionId: caller[0], executionContext: { establishedAt: caller[1] } },
	}),
});

/** The lineage of execution "1" where these are stored; n8n itself says that it began now. */
async function lineageOf(stored: Record<string, Stored>, now = 999, id: string | null = '1', mode = 'trigger') {
	const context = {
		getMode: () => mode,
		getExecutionContext: () => (id === null ? undefined : { establishedAt: now }),
		getExecutionId: () => id ?? undefined,
		getExecutionDataById: async (wanted: string) => {
			if (!(wanted in stored)) throw new Error('No such execution');
			return dataOf(stored[wanted]!) as unknown as IRunExecutionData;
		},
	};
	return await readLineage(context as unknown as IExecuteFunctions);
}

/** Whether the second finds what the first has claimed. */
const isShared = (first: Lineage, second: Lineage) =>
	[...first.keys, ...first.noted].some((key) => second.keys.includes(key));

const AFTER_CRASH = { Webhook: 1, 'LiveVox SMS': 0 };

describe('an execution and its retry share a key, and another execution does not', () => {
	test('on n8n 2.41, which stores the moment as an execution begins', async () => {
		const first = await lineageOf({ 1: { moment: 5 } }, 5);
		expect(first).toMatchObject({ keys: ['5'], noted: [], isRetry: false });
		expect(isShared(first, await lineageOf({ 1: { moment: 5, runs: AFTER_CRASH } }, 5))).toBe(true);
		expect(isShared(first, await lineageOf({ 1: { moment: 6 } }, 6))).toBe(false);
	});

	test('on n8n 2.8, which does not: after a crash the moment is another one', async () => {
		const trigger = { body: { list: 7 } };
		const first = await lineageOf({ 1: { trigger } }, 5);
		const retried = await lineageOf({ 1: { trigger, runs: AFTER_CRASH } }, 6, '1', 'retry');
		expect(isShared(first, retried)).toBe(true);
		expect(isShared(first, await lineageOf({ 1: { trigger: { body: { list: 8 } } } }, 7))).toBe(false);
	});

	test('on n8n 2.8 an execution with the same trigger is another one, unless it is a retry after a crash', async () => {
		const first = await lineageOf({ 1: {} }, 5);
		expect(isShared(first, await lineageOf({ 1: {} }, 6))).toBe(false);
	});

	test('with progress saved, on either', async () => {
		const stored = { moment: 5, runs: { Webhook: 1 }, next: 'LiveVox SMS' };
		expect(await lineageOf({ 1: stored }, 5)).toMatchObject({ keys: ['5'], isRetry: false });
	});
});

describe('before n8n 1.121, where n8n tells nothing of the kind', () => {
	const oldLineage = async (id: string, mode: 'trigger' | 'retry') =>
		await readLineage({ getExecutionId: () => id, getMode: () => mode } as unknown as IExecuteFunctions);

	test('an execution is known by its ID, which its retries keep with what n8n has stored', async () => {
		const [first, other] = [await oldLineage('1', 'trigger'), await oldLineage('2', 'trigger')];
		expect(first.keys).toEqual(['1']);
		expect(isShared(first, other)).toBe(false);
	});

	test('a retry for which nothing is stored finds the claims of all executions', async () => {
		const retried = await oldLineage('3', 'retry');
		for (const id of ['1', '2']) expect(isShared(await oldLineage(id, 'trigger'), retried)).toBe(true);
	});
});

describe('a sub-workflow is known by the workflow that called it', () => {
	const trigger = { body: 'the same' };
	const called = (moment: number, main: Stored) =>
		lineageOf({ 1: { caller: ['main', moment] }, main: { trigger, ...main } });
	const AFTER_FAILURE = { runs: { Webhook: 1, Call: 0 }, next: 'Call' };

	test.each<[string, [number, Stored], [number, Stored]]>([
		['2.41, after a failure', [5, { moment: 5 }], [5, { moment: 5, ...AFTER_FAILURE }]],
		['2.41, after a crash', [5, { moment: 5 }], [5, { moment: 5, runs: AFTER_CRASH }]],
		['2.8, after a failure', [5, {}], [5, { moment: 5, ...AFTER_FAILURE }]],
		['2.8, after a crash', [5, {}], [6, { runs: AFTER_CRASH }]],
	])('that is retried: n8n %s', async (_, before, after) => {
		const [first, again] = [await called(...before), await called(...after)];
		expect(first.isRetry).toBe(false);
		expect(again.isRetry).toBe(true);
		expect(isShared(first, again)).toBe(true);
	});

	test('with its progress saved, which is no retry', async () => {
		const lineage = await called(5, { moment: 5, runs: { Webhook: 1 }, next: 'Call' });
		expect(lineage).toMatchObject({ keys: ['5'], noted: [], caller: 'main', isRetry: false });
	});

	test('through another one', async () => {
		const stored = (main: Stored) => ({
			1: { caller: ['middle', 70] as [string, number] },
			middle: { caller: ['main', 5] as [string, number] },
			main: { trigger, ...main },
		});
		const first = await lineageOf(stored({ moment: 5 }));
		const again = await lineageOf(stored({ moment: 5, ...AFTER_FAILURE }));
		expect(first).toMatchObject({ keys: ['5'], noted: [], isRetry: false });
		expect(again).toMatchObject({ keys: ['5'], caller: 'main', isRetry: true });
	});

	test('that calls itself for ever, which comes to an end', async () => {
		expect(await lineageOf({ 1: { caller: ['1', 5] } })).toMatchObject({ isRetry: false });
	});
});

test.each<[string, Record<string, Stored>]>([
	['nothing of the execution can be read', {}],
	['nothing of the one that called it can be read', { 1: { caller: ['gone', 999] } }],
])('where %s, n8n’s own moment is all there is', async (_, stored) => {
	expect(await lineageOf(stored)).toMatchObject({
		keys: ['999'],
		caller: undefined,
		isRetry: false,
	});
});

test('a call without an execution looks at nobody else’s', async () => {
	const foreign = { undefined: { trigger: 'foreign' } };
	expect(await lineageOf(foreign, 1, null)).toMatchObject({ keys: ['undefined'], isRetry: false });
});
