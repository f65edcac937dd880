import { sleep, type IDataObject } from 'n8n-workflow';

import { skipReasons } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { failureOf, recipients, sendMessage, Harness, type NodeRun } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const once: IDataObject = { ...sendMessage, options: { sendOnceKey: '={{ $json.key }}' } };
const ITEMS = recipients(20).map((item, i) => ({ ...item, key: `appointment-${i}` }));

test('a second execution with the same keys sends nothing and says so for each item', async () => {
	await harness.run(once, ITEMS);
	const { items, hints } = await harness.run(once, ITEMS);
	expect(harness.reached).toHaveLength(20);
	expect(items).toHaveLength(20);
	for (const { json } of items) {
		expect(json).toMatchObject({ status: 'skipped', reason: skipReasons.sent });
	}
	expect(hints.join()).toContain('20 skipped');
});

test('a second execution with half of the keys new sends that half', async () => {
	await harness.run(once, ITEMS);
	const half = ITEMS.map((item, i) => (i % 2 ? item : { ...item, key: `new-${i}` }));
	const { items } = await harness.run(once, half);
	expect(items.map(({ json }) => json.status)).toEqual(ITEMS.map((_, i) => (i % 2 ? 'skipped' : 'accepted')));
	expect(harness.reached).toHaveLength(30);
});

test('a key whose message LiveVox rejected is free again', async () => {
	harness.livevox.faults.add({ route: 'send', on: 3, kind: 'status', status: 409 });
	await harness.run(once, ITEMS, CONTINUE);
	expect(harness.reached).toHaveLength(19);
	const { items } = await harness.run(once, ITEMS, CONTINUE);
	expect(items.filter(({ json }) => json.status === 'accepted')).toHaveLength(1);
	expect(new Set(harness.reached).size).toBe(20);
	expect(harness.reached).toHaveLength(20);
});

test('a key whose message is unknown is skipped, and the reason says so', async () => {
	harness.livevox.faults.add({ route: 'send', on: 3, kind: 'resetAfter' });
	await harness.run(once, ITEMS, CONTINUE);
	const { items } = await harness.run(once, ITEMS, CONTINUE);
	const unknown = items.filter(({ json }) => json.reason === skipReasons.unknown);
	expect(unknown).toHaveLength(1);
	expect(harness.reached).toHaveLength(20);
});

test('after a stop in the middle another execution sends the rest, and nobody twice', async () => {
	harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 20 });
	const many = recipients(120).map((item, i) => ({ ...item, key: `k${i}` }));
	const tenAtATime: IDataObject = { ...sendMessage, options: { sendOnceKey: '={{ $json.key }}', maxConcurrency: 10 } };
	const execution = harness.start(tenAtATime, many, CONTINUE);
	await harness.livevox.record.waitFor('send', 25);
	execution.stop();
	await execution.finished;

	const { items } = await harness.run(once, many, CONTINUE);
	const skipped = items.filter(({ json }) => json.status === 'skipped');
	const sent = items.filter(({ json }) => json.status === 'accepted');
	expect(skipped.length + sent.length).toBe(120);
	expect(new Set(harness.reached).size).toBe(harness.reached.length);
	const unknown = skipped.filter(({ json }) => json.reason === skipReasons.unknown);
	// Ten under way, five waiting for their turn, and at most 25 claimed, on a machine that is slow: five as a rule.
	expect(unknown.length).toBeLessThanOrEqual(40);
});

test('the same key twice in one run is sent once', async () => {
	const repeated = ITEMS.slice(0, 3).map((item) => ({ ...item, key: 'same' }));
	const { items } = await harness.run(once, repeated);
	expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'skipped', 'skipped']);
	expect(items[1]?.json.reason).toBe(skipReasons.repeated);
	expect(harness.reached).toHaveLength(1);
});

test.each(['""', 'null', '$json.nothing', '{}'])('an empty key (%s) is rejected', async (key) => {
	const empty = { ...sendMessage, options: { sendOnceKey: `={{ ${key} }}` } };
	const { items } = await harness.run(empty, ITEMS.slice(0, 1), CONTINUE);
	expect(failureOf(items[0]).message).toMatch(/^'Send Once Key' is/);
	expect(harness.reached).toEqual([]);
});

test('without the option two executions are independent', async () => {
	await harness.run(sendMessage, ITEMS);
	await harness.run(sendMessage, ITEMS);
	expect(harness.reached).toHaveLength(40);
});

test('where the store rejects, nothing is sent: nobody could tell what was', async () => {
	harness.engine.deduplicator.rejection = new Error('The database is read-only');
	const { items } = await harness.run(once, ITEMS, CONTINUE);
	expect(harness.reached).toEqual([]);
	for (const item of items) {
		expect(failureOf(item)).toMatchObject({ outcome: 'rejected' });
		expect(failureOf(item).message).toContain('Send Once Key');
	}
});

describe('executions at the same time in one process send for each key once', () => {
	const keyed = (count: number) => recipients(count).map((item, i) => ({ ...item, key: `appointment-${i}` }));

	/** Each skipped item says why, and nothing is rejected. */
	function expectAllOnce(runs: NodeRun[], count: number): void {
		const numbers = recipients(count).map(({ to }) => String(to));
		expect([...harness.reached].sort()).toEqual([...numbers].sort());
		const items = runs.flatMap((run) => run.items);
		expect(items.filter(({ json }) => json.status === 'accepted')).toHaveLength(numbers.length);
		const others = items.filter(({ json }) => json.status !== 'accepted');
		for (const { json } of others) expect(json).toMatchObject({ status: 'skipped', reason: skipReasons.sent });
	}

	test.each([
		[3, 80],
		[5, 100],
	])('%i with the same %i keys', async (executions, keys) => {
		harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 10 });
		const items = keyed(keys);
		const started = Array.from({ length: executions }, () => harness.start(once, items, CONTINUE));
		const runs = await Promise.all(started.map(async (execution) => await harness.result(execution)));
		expectAllOnce(runs, items.length);
		expect(runs.flatMap((run) => run.items)).toHaveLength(executions * keys);
	});

	test('10 with a key each, one shortly after the other, and all of them again', async () => {
		const items = keyed(10);
		const started = [];
		for (const item of items) {
			started.push(harness.start(once, [item], CONTINUE));
			await sleep(10);
		}
		const runs = await Promise.all(started.map(async (execution) => await harness.result(execution)));
		runs.push(await harness.run(once, items, CONTINUE));
		expectAllOnce(runs, items.length);
	});

	test('one that is stopped leaves the rest to the other one', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 20 });
		const items = keyed(60);
		const first = harness.start(once, items, CONTINUE);
		await harness.livevox.record.waitFor('send', 5);
		const second = harness.start(once, items, CONTINUE);
		first.stop();
		await first.finished;
		await harness.result(second);
		expect(new Set(harness.reached).size).toBe(60);
		expect(harness.reached).toHaveLength(60);
	});
});
