/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';

import { Cluster } from '../../n8n/queue/cluster';
import { version } from './version';
import { recipients, told, Harness, type Published } from './harness';
import { SEND_ONCE } from './workflow';

const ROUNDS = 20;
/** When a round begins, two of them have to run: one to be killed, and one for the call after it. */
const WORKERS = 4;
const MESSAGES = 200;
const MAX_CONCURRENCY = 10;
/** With keys, a batch lasts five times as long as the calls for it (`batchSize.ts`). */
const BATCH = MAX_CONCURRENCY * 8;
/** On a machine that is slow. The next batch is claimed when half as many wait as are on their way. */
const MOST_UNKNOWN = BATCH + 1.5 * MAX_CONCURRENCY;

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** After how many messages, and how many milliseconds after that. */
const moments = fc.sample(
	fc.record({
		messages: fc.integer({ min: 1, max: MESSAGES }),
		ms: fc.integer({ min: 0, max: 60 }),
	}),
	{ seed, numRuns: ROUNDS },
);

interface Round {
	sentBefore: number;
	inFlight: number;
	claimed: number;
	unknown: number;
	unknownNotSent: number;
	sentAfter: number;
}

const rounds: Round[] = [];
const restarts: Array<Promise<void>> = [];
let harness: Harness<Cluster>;
let published: Published;
beforeAll(async () => {
	harness = await Harness.around(Cluster.start({ version, workers: WORKERS }));
	published = await harness.publish({ options: { ...SEND_ONCE, maxConcurrency: MAX_CONCURRENCY } });
});
afterAll(async () => {
	console.log(`Kills of a worker in the middle of ${MESSAGES} messages, SEED=${seed}`);
	console.table(rounds);
	await Promise.allSettled(restarts);
	await harness?.close();
});

test.each(moments)('killed $ms ms after message $messages: nobody twice, nobody lost', async (moment) => {
	harness.forget();
	const to = recipients(MESSAGES);
	const keptBefore = await keptKeys();
	const { restarted, inFlight } = await killDuring(await published.call(to), moment);
	const before = harness.reached;
	const kept = (await keptKeys()) - keptBefore;

	const again = told(await published.run(to), to);
	const claimed = again.sentBefore.length + again.unknown.length;
	rounds.push({
		sentBefore: before.length,
		inFlight,
		claimed,
		unknown: again.unknown.length,
		unknownNotSent: again.unknown.filter((number) => !harness.reached.includes(number)).length,
		sentAfter: again.accepted.length,
	});
	expect(harness.twice).toBe(0);
	expect(again.rejected).toEqual([]);
	expect(harness.reached.slice(before.length).sort()).toEqual(again.accepted.sort());
	expect(before).toEqual(expect.arrayContaining(again.sentBefore));
	const accounted = new Set([...harness.reached, ...again.unknown]);
	expect(to.filter(({ to: number }) => !accounted.has(number))).toEqual([]);
	expect(again.unknown.length).toBeLessThanOrEqual(MOST_UNKNOWN);
	// A key is kept as taken, and once more as open until its message is settled: those alone are unknown.
	// Beside them there may be the mark by which the worker was looking whether another one has overwritten its keys.
	expect([0, 1]).toContain(kept - claimed - again.unknown.length);
	restarts.push(restarted);
	if (restarts.length > WORKERS - 2) await restarts.shift();
});

/** How many keys n8n's database holds for the workflow. */
async function keptKeys(): Promise<number> {
	const [kept] = await harness.n8n.postgres.query(
		"SELECT coalesce(sum(json_array_length((value::json)->'data')), 0) FROM processed_data WHERE context = ''",
	);
	return Number(kept);
}

/** Other workers are free for the next call while it starts again. */
async function killDuring(executionId: string, moment: (typeof moments)[number]) {
	await harness.livevox.record.waitFor('send', moment.messages);
	await sleep(moment.ms);
	const [worker] = harness.n8n.workersOf(executionId);
	const { inFlight } = harness.livevox.record;
	await worker!.kill();
	// What the worker had written before has reached LiveVox once LiveVox answers a later request.
	await fetch(harness.livevox.url);
	return { restarted: worker!.start(), inFlight };
}
