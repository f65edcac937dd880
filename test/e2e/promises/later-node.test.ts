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
	harnessIn,
} from './harness';
import { liveVox, SENDING, series, smsSend } from '../queue/workflow';
import type { Drawn } from '../queue/published';
import { recipients, type Recipient } from '../queue/harness';
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
	const file = series(path, [node('Loop', 'n8n-nodes-base.splitInBatches', 3, { batchSize: 10, options: {} })]);
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
	const harness = harnessIn(version);

	async function begin(count: number, drawn: Drawn = {}) {
		const people = recipients(count);
		const published = await harness().publish(drawn);
		return { people, id: await published.call(people) };
	}

	/** Two executions that have come so far, one for each kind of Retry. */
	async function beginBoth(count: number, sent: number, drawn?: Drawn) {
		const both = await Promise.all([begin(count, drawn), begin(count, drawn)]);
		await Promise.all(both.map(async ({ people }) => await harness().askedFor(sent, people)));
		return both;
	}

	/** Two that have come to a request for codes that is not answered, one after the other. */
	async function beginBothUntilCodes(nth: number, count: number, drawn: Drawn) {
		const { faults, record } = harness().livevox;
		faults.add({
			route: 'codes',
			kind: 'neverAnswers',
			carriedOut: false,
			on: [nth, 2 * nth],
		});
		const one = await begin(count, drawn);
		await record.waitFor('codes', nth);
		const other = await begin(count, drawn);
		await record.waitFor('codes', 2 * nth);
		return [one, other];
	}

	/** Kills n8n and retries both, each in its way. */
	async function retried(both: Array<{ people: Recipient[]; id: string }>) {
		await crash(harness());
		const ended = [];
		for (const [i, [kind, isSaved]] of RETRIES.entries()) {
			const { people, id } = both[i]!;
			ended.push({ kind, people, again: await retryAs(harness(), id, isSaved) });
		}
		return ended;
	}

	it('while it sends: nobody twice, nobody lost', async () => {
		for (const { people, again } of await retried(await beginBoth(100, 40))) {
			const rows = allRowsOf(again, SENDING);
			expect(rows).toHaveLength(people.length);
			expect(lostOf(harness(), people, rows)).toEqual([]);
		}
		expect(repeats(harness())).toBe(0);
	});

	it('while a later node runs: nobody twice', async () => {
		const both = await beginBothUntilCodes(1, 40, { hasLaterNode: true });
		expect(harness().reached).toHaveLength(80);
		for (const { again } of await retried(both)) {
			expect(verdictsOf(again, SENDING)).toMatchObject({ accepted: 0, rejected: 0 });
			expect(again.status).toBe('success');
		}
		expect(repeats(harness())).toBe(0);
		expect(harness().livevox.record.count('codes')).toBe(4);
	});

	it('in the second of two nodes that send: nobody twice, nobody lost', async () => {
		for (const { people, again } of await retried(await beginBoth(40, 60, twoInSeries))) {
			expect(verdictsOf(again, SENDING)).toMatchObject({ accepted: 0, rejected: 0 });
			const numbers = new Set(people.map(({ to: number }) => number));
			const second = harness().livevox.record.sent.filter(
				({ to: number, message }) => numbers.has(number) && message?.startsWith('Second'),
			);
			const { unknown } = verdictsOf(again, SECOND);
			expect(second.length + unknown).toBeGreaterThanOrEqual(people.length);
		}
		expect(repeats(harness())).toBe(0);
	});

	it('in round 3 of 4 of a loop, sending: nobody twice, nobody lost', async () => {
		for (const { people, again } of await retried(await beginBoth(40, 25, loop))) {
			expect(again.status).toBe('success');
			expect(lostOf(harness(), people, allRowsOf(again, SENDING))).toEqual([]);
		}
		expect(repeats(harness())).toBe(0);
	});

	it('in round 3 of 4 of a loop, in a later node: nobody twice, nobody lost', async () => {
		const both = await beginBothUntilCodes(3, 40, loop);
		for (const { people, again } of await retried(both)) {
			expect(again.status).toBe('success');
			expect(lostOf(harness(), people, allRowsOf(again, SENDING))).toEqual([]);
		}
		expect(repeats(harness())).toBe(0);
	});

	it('a second time, in the Retry: nobody twice, nobody lost', async () => {
		// So many that some are left for the Retry, however late the crash comes.
		const { people, id } = await begin(300);
		await harness().askedFor(20, people);
		await crash(harness());
		const asked = harness().livevox.record.count('send');
		const again = harness().n8n.owner.post(`/executions/${id}/retry`, { loadWorkflow: false });
		again.catch(() => undefined);
		await harness().livevox.record.waitFor('send', asked + 5);
		await crash(harness());
		const third = await retryAs(harness(), id, false);
		const rows = allRowsOf(third, SENDING);
		expect(rows).toHaveLength(people.length);
		expect(lostOf(harness(), people, rows)).toEqual([]);
		expect(repeats(harness())).toBe(0);
	});

	it('while two items have the same text for one person: both get it, once each', async () => {
		const [one] = recipients(1);
		const people = [one!, one!, ...recipients(60)];
		const published = await harness().publish();
		const id = await published.call(people);
		await harness().askedFor(30, people);
		await crash(harness());
		await retryAs(harness(), id, false);
		expect(harness().reached.filter((number) => number === one!.to)).toHaveLength(2);
	});

	it('afterwards the same texts go out in another execution', async () => {
		const { people, id } = await begin(30);
		await harness().askedFor(10, people);
		await crash(harness());
		await retryAs(harness(), id, false);
		const published = await harness().publish();
		await published.run(people);
		const last = harness().reached.slice(-30);
		expect([...last].sort()).toEqual(people.map(({ to: number }) => number).sort());
	});
});
