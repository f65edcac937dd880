import { accepted, NO_LOGIN, REJECTED, throttled, UNKNOWN, UNREACHABLE, type Attempt } from './attempts';
import { mostInASecond, QueueRun, runQueue, type Server } from './queue-run';
import { VirtualTime } from './virtual-time';

const accepting: Server = ({ job }) => accepted(job);

/** The first answer to each job is another one. */
const first =
	(result: Attempt): Server =>
	(request) =>
		request.attempt === 1 ? result : accepting(request);

/** The answer to one job is always another one. */
const forJob =
	(odd: number, result: Attempt): Server =>
	(request) =>
		request.job === odd ? result : accepting(request);

const all = (jobs: number) => Array.from({ length: jobs }, (_, job) => job);

const tries = ({ requests }: QueueRun, job: number) => requests.filter((request) => request.job === job).length;

/** Messages are kept apart a little, which costs at most one answer's time; so do the two in which it widens to 50. */
function expectFullWidth({ duration }: QueueRun, shortest: number, answers = 1): void {
	expect(duration).toBeGreaterThanOrEqual(shortest);
	expect(duration).toBeLessThanOrEqual(shortest + answers * 50);
}

describe('in parallel', () => {
	test.each([1, 2, 10, 50])('never more than Max Concurrency: %i', async (maxConcurrency) => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: accepting,
			jobs: 200,
			limits: { maxConcurrency },
		});
		expect(run.maxPending).toBe(maxConcurrency);
		expect(run.ended('accepted')).toEqual(all(200));
		expectFullWidth(run, (200 / maxConcurrency) * 50, maxConcurrency > 10 ? 3 : 1);
	});

	test('each job gets its own outcome, whoever is first', async () => {
		const time = new VirtualTime();
		const run = await runQueue({ time, server: accepting, jobs: 30, latency: 50 });
		expect(run.results).toEqual(all(30).map((value) => ({ outcome: 'accepted', value })));
	});

	test('jobs start in their order', async () => {
		const run = await runQueue({ time: new VirtualTime(), server: accepting, jobs: 30 });
		expect(run.requests.map(({ job }) => job)).toEqual(all(30));
	});

	test('no jobs at all', async () => {
		const run = await runQueue({ time: new VirtualTime(), server: accepting, jobs: 0 });
		expect(run.results).toEqual([]);
		expect(run.duration).toBe(0);
	});
});

describe('Messages per Second', () => {
	test.each([
		[1, 20],
		[3, 30],
		[7, 50],
		[25, 100],
		[60, 300],
	])('never more than %i in any second', async (messagesPerSecond, jobs) => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: accepting,
			jobs,
			limits: { messagesPerSecond, maxConcurrency: 50 },
		});
		expect(mostInASecond(run.starts)).toBeLessThanOrEqual(messagesPerSecond);
		// Timers wait whole milliseconds, so that each start may be late by one.
		expect(run.duration).toBeLessThanOrEqual((jobs / messagesPerSecond) * 1000 + jobs * 2 + 50);
	});

	test('repeated ones count as well', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: ({ job, attempt }) => (attempt <= 2 && job % 3 === 0 ? throttled() : accepted(1)),
			jobs: 60,
			limits: { messagesPerSecond: 20, maxConcurrency: 50 },
		});
		expect(run.ended('accepted')).toHaveLength(60);
		expect(mostInASecond(run.starts)).toBeLessThanOrEqual(20);
	});
});

describe('a job is tried again', () => {
	test.each<[string, Attempt]>([
		['throttled', throttled()],
		['throttled, with a wait', throttled(1_000)],
		['LiveVox unreachable', UNREACHABLE],
	])('until it is accepted: %s', async (_, result) => {
		const run = await runQueue({ time: new VirtualTime(), server: first(result), jobs: 12 });
		expect(run.ended('accepted')).toEqual(all(12));
		for (const job of all(12)) expect(tries(run, job)).toBe(2);
	});

	test.each<[string, Attempt]>([
		['rejected', REJECTED],
		['unknown', UNKNOWN],
		['no login', NO_LOGIN],
	])('never: %s', async (_, result) => {
		const run = await runQueue({ time: new VirtualTime(), server: first(result), jobs: 12 });
		expect(run.results).toEqual(all(12).map(() => result));
		expect(run.requests).toHaveLength(12);
	});

	test('after what was asked, by nobody before', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: first(throttled(7_000)),
			jobs: 10,
		});
		const later = run.starts.slice(10);
		expect(Math.min(...later)).toBeGreaterThanOrEqual(7_050);
		expect(run.queue.waited).toBeGreaterThanOrEqual(7_000);
		expect(run.queue.waited).toBeLessThan(7_100);
	});

	test('before anything new', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: first(throttled()),
			jobs: 4,
			limits: { maxConcurrency: 1 },
		});
		expect(run.requests.map(({ job }) => job)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
	});

	test('and then at the rate of what was accepted: what was rejected does not count', async () => {
		const time = new VirtualTime();
		const busyAt = time.now() + 1_000;
		const run = await runQueue({
			time,
			server: ({ job, at }) => {
				if (at >= busyAt && at < busyAt + 100) return throttled(1_000);
				return job % 10 === 0 ? accepted(1) : REJECTED;
			},
			jobs: 400,
		});
		// 20 of the 200 messages of the first second.
		const after = run.starts.filter((at) => at > 1_100);
		expect(mostInASecond(after.filter((at) => at < after[0]! + 1_000))).toBeLessThan(30);
	});

	test('without a wait nothing is said to have been waited', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: accepting,
			jobs: 10,
			limits: { messagesPerSecond: 5 },
		});
		expect(run.queue.waited).toBe(0);
	});
});

describe('Max Rate Limit Wait', () => {
	const limits = { maxRateLimitWait: 10_000 };

	test('is never exceeded if LiveVox goes on throttling', async () => {
		const result = throttled();
		const run = await runQueue({ time: new VirtualTime(), server: () => result, jobs: 30, limits });
		expect(run.results).toEqual(all(30).map(() => result));
		expect(run.duration).toBeLessThanOrEqual(10_000 + 50 + 100);
		expect(run.duration).toBeGreaterThan(4_000);
	});

	test('a Retry-After of an hour: no wait, and the rest without a request', async () => {
		const result = throttled(3_600_000);
		const run = await runQueue({
			time: new VirtualTime(),
			server: () => result,
			jobs: 1000,
			batch: 60,
			limits,
		});
		expect(run.results).toEqual(all(1000).map(() => result));
		expect(run.requests).toHaveLength(10);
		expect(run.duration).toBe(50);
	});

	test('one that asks for just as long is kept', async () => {
		const server = first(throttled(10_000));
		const run = await runQueue({ time: new VirtualTime(), server, jobs: 5, limits });
		expect(run.ended('accepted')).toEqual(all(5));
	});

	test('one that asks for more is not', async () => {
		const server = first(throttled(10_001));
		const run = await runQueue({ time: new VirtualTime(), server, jobs: 5, limits });
		expect(run.ended('rejected')).toEqual(all(5));
		expect(run.duration).toBe(50);
	});

	test('waits add up for as long as nothing else is answered', async () => {
		const server: Server = () => throttled(4_000);
		const run = await runQueue({ time: new VirtualTime(), server, jobs: 1, limits });
		expect(run.starts).toEqual([0, 4_050, 8_100]);
	});

	test('a message that is always throttled among others ends as well', async () => {
		const server: Server = (request) => {
			return request.job === 0 ? throttled() : accepting(request);
		};
		const run = await runQueue({ time: new VirtualTime(), server, jobs: 1_000, limits });
		expect(run.ended('rejected')).toEqual([0]);
		const last = run.requests.filter(({ job }) => job === 0).at(-1)!;
		expect(last.at - run.requests[0]!.at).toBeLessThanOrEqual(10_100);
	});

	// The first is throttled after 30 seconds until second 80, the third after 59 seconds until second 90.
	test('a message whose pause is over is tried, though another one has made that longer', async () => {
		const time = new VirtualTime();
		const run = await runQueue({
			time,
			server: ({ job, attempt }) => {
				if (attempt > 1 || job === 1) return accepted(1);
				return throttled(job === 0 ? 50_000 : 31_000);
			},
			jobs: 3,
			latency: 30_000,
			limits: { maxRateLimitWait: 55_000, messagesPerSecond: 1 / 14.5 },
		});
		expect(run.starts).toEqual([0, 14_500, 29_000, 90_000, 104_500]);
		expect(run.ended('accepted')).toEqual([0, 1, 2]);
		expect(run.queue.waited).toBe(60_000);
	});

	test('0 waits for nothing', async () => {
		const server: Server = () => throttled();
		const limits0 = { maxRateLimitWait: 0 };
		const run = await runQueue({ time: new VirtualTime(), server, jobs: 30, limits: limits0 });
		expect(run.ended('rejected')).toHaveLength(30);
		expect(run.duration).toBe(50);
	});
});

describe('On Error = Stop', () => {
	const limits = { stopAtFailure: true };
	test.each<[string, Attempt]>([
		['rejected', REJECTED],
		['unknown', UNKNOWN],
	])('nothing new starts, those in progress are awaited: %s', async (_, result) => {
		const server = forJob(0, result);
		const run = await runQueue({ time: new VirtualTime(), server, jobs: 100, limits });
		expect(run.requests).toHaveLength(10);
		expect(run.results[0]).toBe(result);
		expect(run.ended('accepted')).toEqual(all(10).slice(1));
		expect(run.unsent).toEqual(all(100).slice(10));
	});

	test('those that were to be tried again are not', async () => {
		const server: Server = ({ job }) => (job === 9 ? REJECTED : throttled());
		const run = await runQueue({ time: new VirtualTime(), server, jobs: 20, limits });
		expect(run.requests).toHaveLength(10);
		expect(run.unsent).toEqual(all(20).filter((job) => job !== 9));
	});

	test('those in progress that LiveVox delays for too long end as throttled', async () => {
		const result = throttled(3_600_000);
		const run = await runQueue({
			time: new VirtualTime(),
			server: () => result,
			jobs: 20,
			limits: { ...limits, maxRateLimitWait: 10_000 },
		});
		expect(run.results.slice(0, 10)).toEqual(all(10).map(() => result));
		expect(run.unsent).toEqual(all(20).slice(10));
	});

	test('being throttled is no failure', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: first(throttled()),
			jobs: 20,
			limits,
		});
		expect(run.ended('accepted')).toEqual(all(20));
	});

	test('with On Error = Continue the others go on', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: forJob(0, REJECTED),
			jobs: 100,
		});
		expect(run.ended('accepted')).toHaveLength(99);
	});
});

describe('a stop', () => {
	test('lets nothing start, and those in progress end', async () => {
		const time = new VirtualTime();
		const run = new QueueRun({ time, server: accepting, jobs: 100 });
		void time.sleep(120).then(() => (time.isStopped = true));
		await run.toEnd();
		expect(Math.max(...run.starts)).toBeLessThanOrEqual(120);
		const started = run.requests.length;
		expect(started).toBeGreaterThan(10);
		expect(run.ended('accepted')).toEqual(all(started));
		expect(run.unsent).toEqual(all(100).slice(started));
	});

	test.each([
		['a wait that LiveVox asked for', throttled(200_000), {}],
		['the spacing of Messages per Second', accepted(1), { messagesPerSecond: 0.01 }],
	])('ends within 100 ms: %s', async (_, result, limits) => {
		const time = new VirtualTime();
		const run = new QueueRun({ time, server: () => result, jobs: 30, limits });
		void time.sleep(10_000).then(() => (time.isStopped = true));
		await run.toEnd();
		expect(run.duration).toBeLessThanOrEqual(10_100);
		expect(run.unsent.at(-1)).toBe(29);
	});

	test('before the start: nothing is sent', async () => {
		const time = new VirtualTime();
		time.isStopped = true;
		const run = await new QueueRun({ time, server: accepting, jobs: 30 }).toEnd();
		expect(run.requests).toEqual([]);
	});

	test('while a batch is being claimed: it is not started', async () => {
		const time = new VirtualTime();
		const run = new QueueRun({ time, server: accepting, jobs: 30, batchTakes: 500 });
		void time.sleep(100).then(() => (time.isStopped = true));
		await run.toEnd();
		expect(run.requests).toEqual([]);
		expect(run.results).toEqual([]);
		expect(run.unsent).toEqual(all(30));
	});
});

describe('Resend Unknown', () => {
	const limits = { resendUnknown: true };

	test('tries again', async () => {
		const run = await runQueue({ time: new VirtualTime(), server: first(UNKNOWN), jobs: 12, limits });
		expect(run.ended('accepted')).toEqual(all(12));
	});

	test('at most twice', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: forJob(3, UNKNOWN),
			jobs: 12,
			limits,
		});
		expect(tries(run, 3)).toBe(3);
		expect(run.results[3]).toBe(UNKNOWN);
		expect(run.ended('accepted')).toHaveLength(11);
	});

	test('slows nothing down for long: a broken connection says nothing of a rate', async () => {
		const server: Server = ({ attempt }) => (attempt < 3 ? UNKNOWN : accepted(1));
		const run = await runQueue({
			time: new VirtualTime(),
			server,
			jobs: 100,
			limits: { ...limits, maxConcurrency: 1 },
		});
		expect(run.ended('accepted')).toEqual(all(100));
		expect(run.duration).toBeLessThan(100 * (3 * 50 + 2 * 100 + 50));
	});

	test('being throttled in between does not count', async () => {
		const server: Server = ({ attempt }) => (attempt === 6 ? accepted(1) : attempt % 2 === 0 ? throttled() : UNKNOWN);
		const run = await runQueue({ time: new VirtualTime(), server, jobs: 1, limits });
		expect(run.requests).toHaveLength(5);
		expect(run.ended('unknown')).toEqual([0]);
	});

	test('the pause before the next try is none that Max Rate Limit Wait counts', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: forJob(0, UNKNOWN),
			jobs: 2,
			limits: { ...limits, maxConcurrency: 1, maxRateLimitWait: 0 },
		});
		expect(tries(run, 0)).toBe(3);
		expect(run.ended('accepted')).toEqual([1]);
	});
});

describe('the next batch', () => {
	test('is asked for before the queue runs empty: no start waits for its claims', async () => {
		const setting = { server: accepting, jobs: 200, batch: 40 };
		const slow = await runQueue({ ...setting, time: new VirtualTime(), batchTakes: 40 });
		expect(slow.overlaps).toBe(0);
		// Only the first batch is waited for.
		expectFullWidth(slow, 40 + (200 / 10) * 50);
	});

	test('is asked for one at a time, and not before it is soon needed', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: accepting,
			jobs: 200,
			batch: 40,
			batchTakes: 5,
		});
		let given = 0;
		for (const { jobs, started } of run.batches) {
			expect(given - started).toBeLessThanOrEqual(5);
			given += jobs;
		}
	});

	test('is asked for once half as many jobs are left as may be pending', async () => {
		const { batches } = await runQueue({
			time: new VirtualTime(),
			server: accepting,
			jobs: 200,
			batch: 40,
		});
		expect(batches.map(({ started }) => started)).toEqual([0, 35, 75, 115, 155, 195]);
	});

	test('is not asked for after an empty one', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: accepting,
			jobs: 200,
			batch: 40,
		});
		expect(run.batches.map(({ jobs }) => jobs)).toEqual([40, 40, 40, 40, 40, 0]);
	});

	test('is not asked for after a failure', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: forJob(0, REJECTED),
			jobs: 200,
			batch: 40,
			limits: { stopAtFailure: true },
		});
		expect(run.batches).toHaveLength(1);
	});

	test('that is pending at a failure is awaited, and its jobs are given back', async () => {
		const run = await runQueue({
			time: new VirtualTime(),
			server: forJob(0, REJECTED),
			jobs: 24,
			batch: 12,
			batchTakes: 1_000,
			limits: { stopAtFailure: true, maxConcurrency: 10 },
		});
		expect(run.results.filter(Boolean)).toHaveLength(10);
		expect(run.unsent).toEqual(all(24).slice(10));
		expect(run.requests).toHaveLength(10);
	});
});

test('the clock is read now and then, not in a busy loop', async () => {
	const time = new VirtualTime();
	let looks = 0;
	const now = () => {
		looks++;
		return time.now();
	};
	const run = new QueueRun({ time, server: first(throttled(60_000)), jobs: 10 });
	Object.assign(time.runtime, { now });
	await run.toEnd();
	// A look every 50 ms to see whether the execution was stopped, and some for each request.
	expect(looks).toBeLessThan((60_000 / 50) * 6 + 20 * 20);
});
