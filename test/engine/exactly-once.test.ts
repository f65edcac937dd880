import type { INode, IRun } from 'n8n-workflow';

import { notAttempted, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { itemsOf, liveVoxNode, plainNode, type WorkflowData } from './engine';
import { failureOf, listCodes, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const NODE = 'LiveVox SMS';
const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];

const twice = () => harness.reached.length - new Set(harness.reached).size;

/** How many items of a run ended so; unknown ones count for those that were sent before. */
const count = (run: IRun, outcome: 'accepted' | 'unknown') =>
	run.data.resultData.runData[NODE]!.flatMap(({ data }) => data?.main?.[0] ?? []).filter(
		(item) => (failureOf(item) ? failureOf(item).outcome : item.json.status) === outcome,
	).length;

/** Items in batches through the node, and a node after it. */
function loop(items: number, batchSize: number): WorkflowData {
	const looping = plainNode('Loop', 'n8n-nodes-base.splitInBatches');
	return {
		nodes: [
			plainNode('Trigger', 'n8n-nodes-base.manualTrigger'),
			{ ...looping, parameters: { batchSize } },
			liveVoxNode({ parameters: sendMessage as INode['parameters'], ...CONTINUE }),
			liveVoxNode({
				id: 'later',
				name: 'Later',
				parameters: listCodes as INode['parameters'],
				executeOnce: true,
			}),
		],
		connections: {
			Trigger: { main: [to('Loop')] },
			Loop: { main: [[], to(NODE)] },
			[NODE]: { main: [to('Later')] },
			Later: { main: [to('Loop')] },
		},
		pinData: { Trigger: recipients(items).map((json) => ({ json })) },
	};
}

/** Runs it until the node after that round waits for an answer, and ends it there. */
async function killedAfter(round: number, workflow: WorkflowData): Promise<IRun> {
	harness.livevox.faults.add({ route: 'codes', on: round, kind: 'neverAnswers', carriedOut: false });
	const execution = harness.engine.execute(workflow);
	await harness.livevox.record.waitFor('codes', round);
	execution.stop();
	await execution.over;
	harness.livevox.faults.clear();
	return await execution.finished;
}

describe('a loop that is killed and retried repeats nobody', () => {
	test.each([1, 2, 3])('while a node after round %i runs', async (round) => {
		const workflow = loop(40, 10);
		const crashed = await killedAfter(round, workflow);
		const before = harness.reached.length;
		expect(before).toBe(10 * round);

		const again = await harness.engine.startOver(workflow, crashed, 'Later').finished;
		expect(twice()).toBe(0);
		expect(count(again, 'unknown')).toBe(before);
		expect(count(again, 'accepted')).toBe(40 - before);
		expect(harness.reached).toHaveLength(40);
	});

	test('where the batches come out in another order', async () => {
		const workflow = loop(40, 10);
		const crashed = await killedAfter(2, workflow);
		workflow.pinData!.Trigger!.reverse();
		await harness.engine.startOver(workflow, crashed, 'Later').finished;
		expect(twice()).toBe(0);
		expect(harness.reached).toHaveLength(40);
	});

	// The node keeps 5,000 claims of other executions: with its own, of all rounds, the row is longer than that.
	test('where other executions have claimed as many messages as the node keeps', async () => {
		const workflow = loop(40, 10);
		harness.livevox.faults.add({ route: 'codes', on: 1, kind: 'latency', ms: 50 });
		const killing = killedAfter(4, workflow);
		await harness.livevox.record.waitFor('codes', 1);
		harness.engine.deduplicator.crowd(4_980);
		const again = await harness.engine.startOver(workflow, await killing, 'Later').finished;
		expect(harness.reached).toHaveLength(40);
		expect(count(again, 'unknown')).toBe(40);
	});
});

test('Retry selected twice at the same time sends the rest once', async () => {
	const items = recipients(60);
	harness.livevox.faults.add({ route: 'send', on: 20, kind: 'status', status: 409 });
	const failed = await harness.run(sendMessage, items);
	harness.livevox.faults.clear();
	harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 20 });
	const retries = await Promise.all([1, 2].map(async () => await harness.retry(failed, sendMessage, items, CONTINUE)));
	expect(twice()).toBe(0);
	expect(harness.reached).toHaveLength(60);
	const told = retries.map(({ items: all }) => all.filter(({ json }) => json.error).length);
	expect(Math.min(...told)).toBe(0);
	expect(Math.max(...told)).toBeGreaterThan(0);
});

test('a later retry of the same execution is told what the earlier one has started', async () => {
	const items = recipients(10);
	const oneByOne = { ...sendMessage, options: { maxConcurrency: 1 } };
	harness.livevox.faults.add({ route: 'send', on: 5, kind: 'status', status: 409 });
	const failed = await harness.run(oneByOne, items);
	harness.livevox.faults.clear();
	await harness.retry(failed, oneByOne, items);
	const last = await harness.retry(failed, oneByOne, items, CONTINUE);
	expect(twice()).toBe(0);
	expect(harness.reached).toHaveLength(10);
	const words = last.items.flatMap((item) => failureOf(item)?.message ?? []);
	expect(words).toHaveLength(6);
	for (const message of words) expect(message).toBe(toWords(notAttempted.earlierAttempt).message);
});

test('a run beside many others of the same node, killed and retried, repeats nobody', async () => {
	const items = recipients(100);
	harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 20 });
	const execution = harness.start(sendMessage, items, CONTINUE);
	const others = Array.from({ length: 20 }, async (_, i) => {
		const other = { to: `41555501${String(i).padStart(2, '0')}` };
		return await harness.run(sendMessage, [other]);
	});
	await Promise.all(others);
	await harness.livevox.record.waitFor('send', 60);
	execution.stop();
	await execution.over;
	const crashed = await harness.result(execution);
	await harness.run(listCodes, [{}]);
	await harness.startOver(crashed, sendMessage, items, CONTINUE);
	expect(twice()).toBe(0);
});

test('a store that was busy at the first call protects the run all the same', async () => {
	const items = recipients(20);
	harness.engine.deduplicator.rejectedCalls = 1;
	const first = await harness.run(sendMessage, items, CONTINUE);
	expect(first.hints.join()).not.toContain("wasn't protected");
	const again = await harness.startOver(first, sendMessage, items, CONTINUE);
	expect(again.items.map((item) => failureOf(item).outcome)).toEqual(Array(20).fill('unknown'));
	expect(twice()).toBe(0);
});

test('items of the same text to the same person are counted, run by run', async () => {
	const workflow = loop(4, 2);
	workflow.pinData!.Trigger = Array.from({ length: 4 }, () => ({ json: recipients(1)[0]! }));
	const run = await harness.engine.execute(workflow).finished;
	expect(harness.reached).toHaveLength(4);
	expect(itemsOf(run, NODE)).toHaveLength(2);
});
