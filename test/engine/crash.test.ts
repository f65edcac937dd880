import type { IDataObject } from 'n8n-workflow';

import { notAttempted, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { STORES_MOMENT } from './engine';
import { failureOf, recipients, sendMessage, Harness, type NodeRun } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ITEMS = recipients(60);
const numbers = ITEMS.map(({ to }) => String(to));

const twice = () => harness.reached.filter((to, index) => harness.reached.indexOf(to) !== index);
const unknownIn = ({ items }: NodeRun) =>
	items.filter((item) => item.json.error && failureOf(item).outcome === 'unknown');

/** Stops a run after that many messages, as a crash would: nothing of its context is kept. */
async function stoppedAfter(messages: number): Promise<NodeRun> {
	return await harness.stoppedAfter(messages, sendMessage, ITEMS);
}

describe('an execution that is started over after a crash', () => {
	test('sends nobody twice, reports what was started as unknown, and sends the rest', async () => {
		const stopped = await stoppedAfter(25);
		const before = harness.reached.length;
		expect(before).toBeLessThan(numbers.length);

		const again = await harness.startOver(stopped, sendMessage, ITEMS, CONTINUE);
		expect(twice()).toEqual([]);
		const unknown = unknownIn(again);
		expect(unknown.length).toBeGreaterThanOrEqual(before);
		for (const item of unknown) expect(failureOf(item).message).toBe(toWords(notAttempted.earlierAttempt).message);
		const sentNow = again.items.filter(({ json }) => json.status === 'accepted');
		expect(sentNow.length + unknown.length).toBe(numbers.length);
		expect(harness.reached.length).toBe(before + sentNow.length);
	});

	test('sends nobody twice where the items come in another order', async () => {
		const stopped = await stoppedAfter(25);
		await harness.startOver(stopped, sendMessage, [...ITEMS].reverse(), CONTINUE);
		expect(twice()).toEqual([]);
	});

	test('is not held up by the claims of another execution', async () => {
		await harness.run(sendMessage, ITEMS.slice(0, 20));
		const { items } = await harness.run(sendMessage, ITEMS.slice(0, 20));
		expect(items.every(({ json }) => json.status === 'accepted')).toBe(true);
		expect(harness.reached).toHaveLength(40);
	});

	test('sends what LiveVox had rejected', async () => {
		harness.livevox.faults.add({ route: 'send', on: (n) => n <= 20, kind: 'status', status: 409 });
		const rejected = await harness.run(sendMessage, ITEMS.slice(0, 20), CONTINUE);
		expect(harness.reached).toEqual([]);
		await harness.startOver(rejected, sendMessage, ITEMS.slice(0, 20), CONTINUE);
		expect([...harness.reached].sort()).toEqual(numbers.slice(0, 20).sort());
	});

	test('sends all again where the claims are gone too', async () => {
		const first = await harness.run(sendMessage, ITEMS.slice(0, 5));
		harness.engine.deduplicator.clear();
		await harness.startOver(first, sendMessage, ITEMS.slice(0, 5));
		expect(harness.reached).toHaveLength(10);
	});

	test('sends nothing while the claims cannot be read, and the rest once they can', async () => {
		const first = await harness.run(sendMessage, ITEMS.slice(0, 5));
		harness.engine.deduplicator.rejection = new Error('The database is away');
		const blind = await harness.startOver(first, sendMessage, ITEMS.slice(0, 10));
		expect(blind.error?.message).toBe(toWords(notAttempted.earlierUnverified).message);
		expect(blind.hints.join()).not.toContain("wasn't protected");
		const still = await harness.retry(blind, sendMessage, ITEMS.slice(0, 10));
		expect(still.error?.message).toBe(blind.error?.message);
		expect(harness.reached).toHaveLength(5);

		harness.engine.deduplicator.rejection = undefined;
		const seeing = await harness.retry(still, sendMessage, ITEMS.slice(0, 10), CONTINUE);
		expect(unknownIn(seeing)).toHaveLength(5);
		expect(twice()).toEqual([]);
		expect(harness.reached).toHaveLength(10);
	});

	test('can be told to send what is unknown again', async () => {
		const first = await harness.run(sendMessage, ITEMS.slice(0, 5));
		const resend = { ...sendMessage, options: { resendUnknown: true } };
		await harness.startOver(first, resend, ITEMS.slice(0, 5));
		expect(harness.reached).toHaveLength(10);
	});
});

describe('a store that cannot keep claims', () => {
	test('holds up no run, and a hint says what is not covered', async () => {
		harness.engine.deduplicator.rejection = new Error('The database is read-only');
		const { items, hints } = await harness.run(sendMessage, ITEMS.slice(0, 20));
		expect(items).toHaveLength(20);
		expect(harness.reached).toHaveLength(20);
		expect(hints.join()).toContain("wasn't protected against a crash");
		expect(hints.join()).toContain('The database is read-only');
	});
});

test('the claims of a node are bounded in number, and a run drops none of its own', async () => {
	await harness.run(sendMessage, ITEMS.slice(0, 1));
	harness.engine.deduplicator.crowd(6_000);
	await harness.run(sendMessage, ITEMS);
	const [row = '[]'] = harness.engine.deduplicator.rows.values();
	// Without the moment, each message has two keys.
	expect(JSON.parse(row)).toHaveLength(5_000 + (STORES_MOMENT ? 1 : 2) * ITEMS.length);
});

test('executions that begin in the same millisecond with the same messages each send their own', async () => {
	const runs = [1, 2, 3, 4, 5].map(async () => await harness.run(sendMessage, ITEMS.slice(0, 10)));
	for (const { items } of await Promise.all(runs)) {
		expect(items.map(({ json }) => json.status)).toEqual(Array(10).fill('accepted'));
	}
	expect(harness.reached).toHaveLength(50);
});

describe('a job that n8n’s queue gives to two workers', () => {
	const inTheMiddle = async (parameters: IDataObject) => {
		harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 20 });
		const first = harness.start(parameters, ITEMS, {}, '4711');
		await harness.livevox.record.waitFor('send', 15);
		const second = await harness.result(harness.start(parameters, ITEMS, CONTINUE, '4711'));
		return { first: await harness.result(first), second };
	};

	test.each([
		['without a key', sendMessage],
		['with a Send Once Key', { ...sendMessage, options: { sendOnceKey: '={{ $json.to }}' } }],
	])('the second run sends nothing and says why: %s', async (_, parameters) => {
		const { first, second } = await inTheMiddle(parameters);
		expect(first.items).toHaveLength(ITEMS.length);
		expect(new Set(harness.reached).size).toBe(harness.reached.length);
		expect(harness.reached).toHaveLength(ITEMS.length);
		for (const item of second.items) {
			expect(failureOf(item)).toMatchObject({ outcome: 'unknown' });
			expect(failureOf(item).message).toBe(toWords(notAttempted.duplicateExecution).message);
		}
	});

	test('a retry of the second run sends nothing either', async () => {
		const { second } = await inTheMiddle(sendMessage);
		await harness.retry(second, sendMessage, ITEMS, CONTINUE);
		expect(harness.reached).toHaveLength(ITEMS.length);
	});
});
