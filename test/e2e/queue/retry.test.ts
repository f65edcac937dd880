import { Cluster } from '../../n8n/queue/cluster';
import { version, isOld } from './version';
import { recipients, retry, told, Harness, type Recipient } from './harness';
import { SEND_ONCE } from './workflow';

const MESSAGES = 200;
const BEFORE = 60;

let harness: Harness<Cluster>;
beforeAll(async () => (harness = await Harness.around(Cluster.start({ version, workers: 1 }))));
afterAll(async () => await harness?.close());
beforeEach(() => harness.forget());

/** Begins an execution of each kind, and waits until they are in the middle. */
async function begin() {
	// Slow enough to be met in the middle.
	const options = { maxConcurrency: 10 };
	const kinds = {
		progress: { options, settings: { saveExecutionProgress: true } },
		key: { options: { ...options, ...SEND_ONCE } },
		plain: { options },
	};
	const began = Object.entries(kinds).map(async ([kind, sending]) => {
		const to = recipients(MESSAGES);
		const published = await harness.publish(sending);
		const id = await published.call(to);
		await harness.askedFor(BEFORE, to);
		return [kind, { to, id, published }] as const;
	});
	const all = await Promise.all(began);
	return Object.fromEntries(all) as Record<keyof typeof kinds, (typeof all)[number][1]>;
}

/** Of these recipients, the numbers that LiveVox has sent to. */
const reachedOf = (to: Recipient[]) => {
	const numbers = new Set(to.map((recipient) => recipient.to));
	return harness.reached.filter((number) => numbers.has(number));
};

const twiceOf = (to: Recipient[]) => reachedOf(to).length - new Set(reachedOf(to)).size;

describe.each([
	['the main process and its worker are', () => [harness.n8n.main, harness.n8n.workers[0]!]],
	['a worker alone is', () => [harness.n8n.workers[0]!]],
])('%s killed and start again', (_, processes) => {
	it('leaves crashed executions, whose Retry repeats none, with progress saved, a key, or neither', async () => {
		const { progress, key, plain } = await begin();
		await Promise.all(processes().map(async (each) => await each.kill()));
		for (const each of processes()) await each.start();

		for (const { id, to } of [progress, key]) {
			expect((await harness.n8n.owner.executionEnded(id)).status).toBe('crashed');
			const before = reachedOf(to);
			const again = told(await retry(harness.n8n, id), to);
			expect(twiceOf(to)).toBe(0);
			expect([...again.unknown, ...again.sentBefore]).toEqual(expect.arrayContaining(before));
			expect(reachedOf(to).slice(before.length).sort()).toEqual(again.accepted.sort());
			expect(again.accepted.length + again.unknown.length + again.sentBefore.length).toBe(MESSAGES);
		}
		await harness.n8n.owner.executionEnded(plain.id);
		await retry(harness.n8n, plain.id);
		expect(twiceOf(plain.to)).toBe(0);
	});
});

describe('a person presses Stop', () => {
	/** What a worker says when it has saved what it keeps of a stopped execution. */
	const saved = isOld ? 'Worker finished' : 'Worker errored while running';

	it('has Retry end as a success that sends nothing; the same call with the keys sends the rest', async () => {
		const { progress, key, plain } = await begin();
		for (const { id } of [progress, key, plain]) {
			await harness.n8n.owner.post(`/executions/${id}/stop`, {});
			await harness.n8n.workers[0]!.printed(`${saved} execution ${id} `);
		}
		const before = harness.reached.length;
		for (const { id } of [progress, key, plain]) {
			expect((await harness.n8n.owner.executionEnded(id)).status).toBe('canceled');
			expect((await retry(harness.n8n, id)).status).toBe('success');
		}
		expect(harness.reached).toHaveLength(before);

		const again = told(await key.published.run(key.to), key.to);
		expect(again.accepted.length + again.unknown.length + again.sentBefore.length).toBe(MESSAGES);
		expect(again.accepted.length).toBeGreaterThan(0);
		expect(harness.twice).toBe(0);
	});
});
