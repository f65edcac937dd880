import {
	allRowsOf,
	crash,
	lostOf,
	node,
	repeats,
	RETRIES,
	retryAs,
	to,
	verdictsOf,
	versions,
	worldIn,
} from './harness';
import { liveVox, SENDING, series, smsSend } from '../queue/workflow';
import { recipients } from '../queue/world';
import type { WorkflowFile } from '../../n8n/owner';

const SECOND = 'Send the second text';

/** Two texts to each recipient, by one node after the other. */
const twoInSeries = (path: string): WorkflowFile =>
	series(path, [
		liveVox(SENDING, smsSend()),
		liveVox(
			SECOND,
			smsSend({
				to: "={{ $('Recipients').item.json.to }}",
				message: "=Second: {{ $('Recipients').item.json.text }}",
			}),
		),
	]);

const LATER = 'Wait for LiveVox';

/** Rounds of 10 recipients. In each, the node that sends is followed by one that asks LiveVox for its codes. */
function loop(path: string): WorkflowFile {
	const file = series(path, [
		node('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize: 10, options: {} }),
	]);
	return {
		...file,
		nodes: [
			...file.nodes,
			liveVox(SENDING, smsSend()),
			liveVox(LATER, { resource: 'code', operation: 'list', returnAll: false, limit: 1 }),
		],
		connections: {
			...file.connections,
			Loop: { main: [[], [to(SENDING)]] },
			[SENDING]: { main: [[to(LATER)]] },
			[LATER]: { main: [[to('Loop')]] },
		},
	};
}

describe.each(versions)('n8n %s, without saved progress, is killed', (version) => {
	const world = worldIn(version);

	it.each(RETRIES)('while it sends; Retry with %s: nobody twice, nobody lost', async (_, saved) => {
		const people = recipients(100);
		const published = await world().publish();
		const id = await published.call(people);
		await world().askedFor(40, people);
		await crash(world());
		const before = world().reached.length;
		const again = await retryAs(world(), id, saved);
		expect(repeats(world())).toEqual([]);
		const rows = allRowsOf(again, SENDING);
		expect(rows).toHaveLength(people.length);
		expect(lostOf(world(), people, rows)).toEqual([]);
		expect(verdictsOf(again, SENDING).accepted).toBe(world().reached.length - before);
	});

	it.each(RETRIES)('while a later node runs; Retry with %s: nobody twice', async (_, saved) => {
		world().livevox.faults.add({ route: 'codes', kind: 'neverAnswers', carriedOut: false, on: 1 });
		const people = recipients(40);
		const published = await world().publish({ hasLaterNode: true });
		const id = await published.call(people);
		await world().livevox.record.waitFor('codes', 1);
		expect(world().reached).toHaveLength(40);
		await crash(world());
		const again = await retryAs(world(), id, saved);
		expect(repeats(world())).toEqual([]);
		expect(verdictsOf(again, SENDING)).toMatchObject({ accepted: 0, rejected: 0 });
		expect(again.status).toBe('success');
		expect(world().livevox.record.count('codes')).toBe(2);
	});

	it.each(RETRIES)('in the second of two nodes that send; Retry with %s', async (_, saved) => {
		const people = recipients(40);
		const published = await world().publish(twoInSeries);
		const id = await published.call(people);
		await world().askedFor(60, people);
		await crash(world());
		const again = await retryAs(world(), id, saved);
		expect(repeats(world())).toEqual([]);
		expect(verdictsOf(again, SENDING)).toMatchObject({ accepted: 0, rejected: 0 });
		const second = world().livevox.record.sent.filter(({ message }) =>
			message?.startsWith('Second'),
		);
		const { unknown } = verdictsOf(again, SECOND);
		expect(second.length + unknown).toBeGreaterThanOrEqual(people.length);
	});

	it.each(RETRIES)('in round 3 of 4 of a loop, sending; Retry with %s', async (_, saved) => {
		const people = recipients(40);
		const published = await world().publish(loop);
		const id = await published.call(people);
		await world().askedFor(25, people);
		await crash(world());
		const again = await retryAs(world(), id, saved);
		expect(repeats(world())).toEqual([]);
		expect(again.status).toBe('success');
		expect(lostOf(world(), people, allRowsOf(again, SENDING))).toEqual([]);
	});

	it.each(RETRIES)('in round 3 of 4 of a loop, after it; Retry with %s', async (_, saved) => {
		world().livevox.faults.add({ route: 'codes', kind: 'neverAnswers', carriedOut: false, on: 3 });
		const people = recipients(40);
		const published = await world().publish(loop);
		const id = await published.call(people);
		await world().livevox.record.waitFor('codes', 3);
		expect(world().reached).toHaveLength(30);
		await crash(world());
		const again = await retryAs(world(), id, saved);
		expect(repeats(world())).toEqual([]);
		expect(lostOf(world(), people, allRowsOf(again, SENDING))).toEqual([]);
	});

	it('twice: the Retry is killed too, and retried', async () => {
		const people = recipients(60);
		const published = await world().publish();
		const id = await published.call(people);
		await world().askedFor(20, people);
		await crash(world());
		const asked = world().livevox.record.count('send');
		const again = world().n8n.owner.post(`/executions/${id}/retry`, { loadWorkflow: false });
		again.catch(() => undefined);
		await world().livevox.record.waitFor('send', asked + 5);
		await crash(world());
		const third = await retryAs(world(), id, false);
		expect(repeats(world())).toEqual([]);
		expect(allRowsOf(third, SENDING)).toHaveLength(people.length);
	});
});
