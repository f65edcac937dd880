/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setTimeout as sleep } from 'node:timers/promises';

import { Cluster } from '../../n8n/queue/cluster';
import { version } from './version';
import { errorOf, recipients, retry, told, Harness, type Recipient } from './harness';
import { SEND_ONCE } from './workflow';

const MESSAGES = 400;
const BEFORE = 100;

const env = {
	// n8n adds up outages of Redis that are less than 30 s apart, and ends itself after 10 s of them.
	QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
	// How soon the death of a worker shows: by default after a minute or two.
	QUEUE_WORKER_LOCK_DURATION: '10000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

let harness: Harness<Cluster>;
beforeAll(async () => (harness = await Harness.around(Cluster.start({ version, workers: 2, env }))));
afterAll(async () => await harness?.close());
beforeEach(() => harness.forget());

/** Begins executions without and with keys, and waits until they are in the middle. */
async function begin() {
	const began = [{}, { options: SEND_ONCE }].map(async (sending) => {
		const to = recipients(MESSAGES);
		const published = await harness.publish(sending);
		const id = await published.call(to);
		await harness.askedFor(BEFORE, to);
		return { to, id };
	});
	return await Promise.all(began);
}

/** Waits until they have ended, as if nothing had been. */
async function expectAllSent(began: Array<{ to: Recipient[]; id: string }>) {
	for (const { to, id } of began) {
		const execution = await harness.n8n.owner.executionEnded(id);
		expect(told(execution, to).accepted).toHaveLength(MESSAGES);
	}
	expect(harness.reached).toHaveLength(began.length * MESSAGES);
	expect(harness.twice).toBe(0);
}

describe('the main process', () => {
	it.each(['stop', 'kill'] as const)('restarts (%s) in the middle: the workers go on', async (how) => {
		const began = await begin();
		await harness.n8n.main[how]();
		await harness.n8n.main.start();
		await expectAllSent(began);
	});
});

describe('a worker', () => {
	it('dies for good: n8n keeps nothing that Retry could go on with', async () => {
		const to = recipients(MESSAGES);
		const published = await harness.publish();
		const id = await published.call(to);
		await harness.askedFor(BEFORE, to);
		await harness.n8n.workersOf(id)[0]!.kill();
		const before = harness.reached.length;
		await harness.n8n.addWorker();
		const failed = await harness.n8n.owner.executionEnded(id);
		expect(failed.status).toBe('error');
		expect(errorOf(failed)).toMatch(/^This execution failed to be processed too many times/);
		expect(errorOf(await retry(harness.n8n, id))).toBe(errorOf(failed));
		expect(harness.reached).toHaveLength(before);
	});
});

describe('Redis', () => {
	it.each(['stop', 'kill'] as const)('restarts (%s) in the middle: the workers go on', async (how) => {
		const began = await begin();
		await harness.n8n.redis.service[how]();
		await harness.n8n.redis.service.start();
		await expectAllSent(began);
	});

	it('comes back with a job that a worker has started: the second run sends nothing', async () => {
		// Time enough for the second run to begin before the first has ended.
		harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 250 });
		const { redis, workers } = harness.n8n;
		await Promise.all(workers.map(async (worker) => await worker.stop()));
		const to = recipients(MESSAGES);
		const published = await harness.publish();
		const id = await published.call(to);
		await redis.save();
		await Promise.all(workers.map(async (worker) => await worker.start()));
		await harness.askedFor(BEFORE, to);
		await redis.service.kill();
		await redis.service.start();
		await harness.askedFor(MESSAGES, to);
		await harness.n8n.owner.executionEnded(id);
		expect(harness.n8n.workersOf(id)).toHaveLength(2);
		expect(harness.twice).toBe(0);
		expect(harness.reached).toHaveLength(MESSAGES);
	});
});

describe('Postgres', () => {
	it('does not answer for 10 s: the runs wait and go on', async () => {
		const began = await begin();
		await harness.n8n.postgres.freeze(10);
		await harness.n8n.ready();
		await expectAllSent(began);
	});

	it('is away for 10 s: the runs wait and go on', async () => {
		const began = await begin();
		await harness.n8n.postgres.service.stop();
		await sleep(10_000);
		await harness.n8n.postgres.service.start();
		await harness.n8n.ready();
		await expectAllSent(began);
	});
});
