import type { Reply } from '../../nodes/LiveVoxSms/delivery/outcome';
import { mostInASecond, PoolRun, runPool, type Server } from './pool-run';
import { answer, BROKEN, UNREACHED } from './replies';
import { VirtualTime } from './virtual-time';

const accepting: Server = ({ job }) => answer(200, { id: job });

/** The first answer to each job is another one. */
const first =
	(reply: Reply<number>): Server =>
	(request) =>
		request.attempt === 1 ? reply : accepting(request);

/** The answer to one job is always another one. */
const forJob =
	(odd: number, reply: Reply<number>): Server =>
	(request) =>
		request.job === odd ? reply : accepting(request);

const all = (jobs: number) => Array.from({ length: jobs }, (_, job) => job);

const tries = ({ requests }: PoolRun, job: number) =>
	requests.filter((request) => request.job === job).length;

/** Messages are kept apart a little, which costs at most one answer's time. */
function expectFullWidth({ duration }: PoolRun, shortest: number): void {
	expect(duration).toBeGreaterThanOrEqual(shortest);
	expect(duration).toBeLessThanOrEqual(shortest + 50);
}

describe('side by side', () => {
	test.each([1, 2, 10, 50])('never more than Max Concurrency: %i', async (maxConcurrency) => {
		const run = await runPool({
			time: new VirtualTime(),
			server: accepting,
			jobs: 200,
			limits: { maxConcurrency },
		});
		expect(run.mostUnderWay).toBe(maxConcurrency);
		expect(run.ended('accepted')).toEqual(all(200));
		expectFullWidth(run, (200 / maxConcurrency) * 50);
	});

	test('each job gets its own outcome, whoever is first', async () => {
		const time = new VirtualTime();
		const run = await runPool({ time, server: accepting, jobs: 30, latency: 50 });
		expect(run.outcomes).toEqual(all(30).map((value) => ({ outcome: 'accepted', value })));
	});

	test('jobs start in their order', async () => {
		const run = await runPool({ time: new VirtualTime(), server: accepting, jobs: 30 });
		expect(run.requests.map(({ job }) => job)).toEqual(all(30));
	});

	test('no jobs at all', async () => {
		const run = await runPool({ time: new VirtualTime(), server: accepting, jobs: 0 });
		expect(run.outcomes).toEqual([]);
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
		const run = await runPool({
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
		const run = await runPool({
			time: new VirtualTime(),
			server: ({ job, attempt }) => (attempt <= 2 && job % 3 === 0 ? answer(429) : answer(200)),
			jobs: 60,
			limits: { messagesPerSecond: 20, maxConcurrency: 50 },
		});
		expect(run.ended('accepted')).toHaveLength(60);
		expect(mostInASecond(run.starts)).toBeLessThanOrEqual(20);
	});
});

describe('is made again', () => {
	test.each<[string, Reply<number>]>([
		['429', answer(429)],
		['429 with Retry-After', answer(429, { retryAfter: '1' })],
		['503 with Retry-After', answer(503, { retryAfter: '1' })],
		['nobody there', UNREACHED],
	])('until it is accepted: %s', async (_, reply) => {
		const run = await runPool({ time: new VirtualTime(), server: first(reply), jobs: 12 });
		expect(run.ended('accepted')).toEqual(all(12));
		for (const job of all(12)) expect(tries(run, job)).toBe(2);
	});

	test.each<[string, Reply<number>, 'rejected' | 'unknown']>([
		['400', answer(400), 'rejected'],
		['401', answer(401), 'rejected'],
		['503 without Retry-After', answer(503), 'unknown'],
		['500', answer(500), 'unknown'],
		['a broken connection', BROKEN, 'unknown'],
		[
			'no session',
			{ kind: 'noSession', words: 'No', advice: '', httpStatus: null, code: null },
			'rejected',
		],
	])('never: %s', async (_, reply, outcome) => {
		const run = await runPool({ time: new VirtualTime(), server: first(reply), jobs: 12 });
		expect(run.outcomes).toEqual(all(12).map(() => ({ outcome, reply })));
		expect(run.requests).toHaveLength(12);
	});

	test('after what was asked, by nobody before', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: first(answer(429, { retryAfter: '7' })),
			jobs: 10,
		});
		const later = run.starts.slice(10);
		expect(Math.min(...later)).toBeGreaterThanOrEqual(7_050);
		expect(run.pool.waited).toBeGreaterThanOrEqual(7_000);
		expect(run.pool.waited).toBeLessThan(7_100);
	});

	test('before anything new', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: first(answer(429)),
			jobs: 4,
			limits: { maxConcurrency: 1 },
		});
		expect(run.requests.map(({ job }) => job)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
	});

	test('and then at the rate of what was accepted: what was rejected does not count', async () => {
		const time = new VirtualTime();
		const busyAt = time.now() + 1_000;
		const run = await runPool({
			time,
			server: ({ job, at }) => {
				if (at >= busyAt && at < busyAt + 100) return answer(429, { retryAfter: '1' });
				return job % 10 === 0 ? answer(200) : answer(400);
			},
			jobs: 400,
		});
		// 20 of the 200 messages of the first second.
		const after = run.starts.filter((at) => at > 1_100);
		expect(mostInASecond(after.filter((at) => at < after[0]! + 1_000))).toBeLessThan(30);
	});

	test('without a wait nothing is said to have been waited', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: accepting,
			jobs: 10,
			limits: { messagesPerSecond: 5 },
		});
		expect(run.pool.waited).toBe(0);
	});
});

describe('Max Rate Limit Wait', () => {
	const limits = { maxRateLimitWait: 10_000 };

	test('is never exceeded where LiveVox goes on refusing', async () => {
		const reply = answer(429);
		const run = await runPool({ time: new VirtualTime(), server: () => reply, jobs: 30, limits });
		expect(run.outcomes).toEqual(all(30).map(() => ({ outcome: 'rejected', reply })));
		expect(run.duration).toBeLessThanOrEqual(10_000 + 50 + 50);
		expect(run.duration).toBeGreaterThan(4_000);
	});

	test('a Retry-After of an hour: no wait, and the rest without a request', async () => {
		const reply = answer(429, { retryAfter: '3600' });
		const run = await runPool({
			time: new VirtualTime(),
			server: () => reply,
			jobs: 1000,
			chunk: 60,
			limits,
		});
		expect(run.outcomes).toEqual(all(1000).map(() => ({ outcome: 'rejected', reply })));
		expect(run.requests).toHaveLength(10);
		expect(run.duration).toBe(50);
	});

	test('one that asks for just as long is kept', async () => {
		const server = first(answer(429, { retryAfter: '10' }));
		const run = await runPool({ time: new VirtualTime(), server, jobs: 5, limits });
		expect(run.ended('accepted')).toEqual(all(5));
	});

	test('one that asks for more is not', async () => {
		const server = first(answer(429, { retryAfter: '10.001' }));
		const run = await runPool({ time: new VirtualTime(), server, jobs: 5, limits });
		expect(run.ended('rejected')).toEqual(all(5));
		expect(run.duration).toBe(50);
	});

	test('waits add up for as long as nothing else is answered', async () => {
		const server: Server = () => answer(429, { retryAfter: '4' });
		const run = await runPool({ time: new VirtualTime(), server, jobs: 1, limits });
		expect(run.starts).toEqual([0, 4_050, 8_100]);
	});

	test('a message that is always refused among others ends as well', async () => {
		const server: Server = (request) => {
			return request.job === 0 ? answer(429) : accepting(request);
		};
		const run = await runPool({ time: new VirtualTime(), server, jobs: 1_000, limits });
		expect(run.ended('rejected')).toEqual([0]);
		const last = run.requests.filter(({ job }) => job === 0).at(-1)!;
		expect(last.at - run.requests[0]!.at).toBeLessThanOrEqual(10_100);
	});

	// The first is refused after 30 seconds until second 80, the third after 59 seconds until second 90.
	test('a message whose pause is over is tried, though another one has made that longer', async () => {
		const time = new VirtualTime();
		const run = await runPool({
			time,
			server: ({ job, attempt }) => {
				if (attempt > 1 || job === 1) return answer(200);
				return answer(429, { retryAfter: job === 0 ? '50' : '31' });
			},
			jobs: 3,
			latency: 30_000,
			limits: { maxRateLimitWait: 55_000, messagesPerSecond: 1 / 14.5 },
		});
		expect(run.starts).toEqual([0, 14_500, 29_000, 90_000, 104_500]);
		expect(run.ended('accepted')).toEqual([0, 1, 2]);
		expect(run.pool.waited).toBe(60_000);
	});

	test('0 waits for nothing', async () => {
		const server: Server = () => answer(429);
		const limits0 = { maxRateLimitWait: 0 };
		const run = await runPool({ time: new VirtualTime(), server, jobs: 30, limits: limits0 });
		expect(run.ended('rejected')).toHaveLength(30);
		expect(run.duration).toBe(50);
	});
});

describe('On Error = Stop', () => {
	const limits = { stopAtFailure: true };
	const notTried = { outcome: 'rejected', reply: { kind: 'notTried', because: 'failure' } };

	test.each<[string, Reply<number>, 'rejected' | 'unknown']>([
		['rejected', answer(400), 'rejected'],
		['unknown', BROKEN, 'unknown'],
	])('nothing new starts, those under way are awaited: %s', async (_, reply, outcome) => {
		const server = forJob(0, reply);
		const run = await runPool({ time: new VirtualTime(), server, jobs: 100, limits });
		expect(run.requests).toHaveLength(10);
		expect(run.outcomes[0]).toEqual({ outcome, reply });
		expect(run.ended('accepted')).toEqual(all(10).slice(1));
		expect(run.outcomes.slice(10)).toEqual(all(90).map(() => notTried));
	});

	test('those that were to be made again are not', async () => {
		const server: Server = ({ job }) => (job === 9 ? answer(400) : answer(429));
		const run = await runPool({ time: new VirtualTime(), server, jobs: 20, limits });
		expect(run.requests).toHaveLength(10);
		expect(run.outcomes.filter((_, job) => job !== 9)).toEqual(all(19).map(() => notTried));
	});

	test('those under way that LiveVox puts off for too long are told as that', async () => {
		const reply = answer(429, { retryAfter: '3600' });
		const run = await runPool({
			time: new VirtualTime(),
			server: () => reply,
			jobs: 20,
			limits: { ...limits, maxRateLimitWait: 10_000 },
		});
		expect(run.outcomes.slice(0, 10)).toEqual(all(10).map(() => ({ outcome: 'rejected', reply })));
		expect(run.outcomes.slice(10)).toEqual(all(10).map(() => notTried));
	});

	test('a refusal that asks for patience is no failure', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: first(answer(429)),
			jobs: 20,
			limits,
		});
		expect(run.ended('accepted')).toEqual(all(20));
	});

	test('with On Error = Continue the others go on', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: forJob(0, answer(400)),
			jobs: 100,
		});
		expect(run.ended('accepted')).toHaveLength(99);
	});
});

describe('a stop', () => {
	const notTried = { outcome: 'rejected', reply: { kind: 'notTried', because: 'stopped' } };

	test('lets nothing begin, and those under way end', async () => {
		const time = new VirtualTime();
		const run = new PoolRun({ time, server: accepting, jobs: 100 });
		void time.sleep(120).then(() => (time.isStopped = true));
		await run.toEnd();
		expect(Math.max(...run.starts)).toBeLessThanOrEqual(120);
		const begun = run.requests.length;
		expect(begun).toBeGreaterThan(10);
		expect(run.ended('accepted')).toEqual(all(begun));
		expect(run.outcomes.slice(begun)).toEqual(all(100 - begun).map(() => notTried));
	});

	test.each([
		['a wait that LiveVox asked for', answer(429, { retryAfter: '200' }), {}],
		['the spacing of Messages per Second', answer(200), { messagesPerSecond: 0.01 }],
	])('ends within 100 ms: %s', async (_, reply, limits) => {
		const time = new VirtualTime();
		const run = new PoolRun({ time, server: () => reply, jobs: 30, limits });
		void time.sleep(10_000).then(() => (time.isStopped = true));
		await run.toEnd();
		expect(run.duration).toBeLessThanOrEqual(10_100);
		expect(run.outcomes.at(-1)).toEqual(notTried);
	});

	test('before the start: nothing is sent', async () => {
		const time = new VirtualTime();
		time.isStopped = true;
		const run = await new PoolRun({ time, server: accepting, jobs: 30 }).toEnd();
		expect(run.requests).toEqual([]);
	});

	test('while jobs are being supplied: they are not begun', async () => {
		const time = new VirtualTime();
		const run = new PoolRun({ time, server: accepting, jobs: 30, supplyTakes: 500 });
		void time.sleep(100).then(() => (time.isStopped = true));
		await run.toEnd();
		expect(run.requests).toEqual([]);
		expect(run.outcomes).toEqual(all(30).map(() => notTried));
	});
});

describe('Resend Unknown', () => {
	const limits = { resendUnknown: true };

	test.each<[string, Reply<number>]>([
		['a broken connection', BROKEN],
		['500', answer(500)],
		['503 without Retry-After', answer(503)],
	])('is made again: %s', async (_, reply) => {
		const run = await runPool({ time: new VirtualTime(), server: first(reply), jobs: 12, limits });
		expect(run.ended('accepted')).toEqual(all(12));
	});

	test('at most twice', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: forJob(3, BROKEN),
			jobs: 12,
			limits,
		});
		expect(tries(run, 3)).toBe(3);
		expect(run.outcomes[3]).toEqual({ outcome: 'unknown', reply: BROKEN });
		expect(run.ended('accepted')).toHaveLength(11);
	});

	test('a refusal in between does not count as one', async () => {
		const server: Server = ({ attempt }) =>
			attempt === 6 ? answer(200) : attempt % 2 === 0 ? answer(429) : BROKEN;
		const run = await runPool({ time: new VirtualTime(), server, jobs: 1, limits });
		expect(run.requests).toHaveLength(5);
		expect(run.ended('unknown')).toEqual([0]);
	});

	// What may have been sent stays unknown, whatever comes of the attempts after it.
	test.each<[string, Reply<number>]>([
		['is refused', answer(400)],
		['has to wait for too long', answer(429, { retryAfter: '3600' })],
	])('what may have been sent is not called rejected: the next try %s', async (_, then) => {
		const server: Server = ({ attempt }) => (attempt === 1 ? BROKEN : then);
		const run = await runPool({ time: new VirtualTime(), server, jobs: 1, limits });
		expect(run.outcomes[0]?.outcome).toBe('unknown');
	});

	// It would be called not tried, its claim released, and a retry of the execution would send it again.
	test('what may have been sent is not called "not tried" after a failure', async () => {
		const server: Server = ({ job }) => (job === 0 ? BROKEN : answer(400));
		const run = await runPool({
			time: new VirtualTime(),
			server,
			jobs: 2,
			limits: { ...limits, stopAtFailure: true },
		});
		expect(run.outcomes[0]?.outcome).toBe('unknown');
	});

	// n8n cuts the requests under way: each of them may have been sent.
	test('what may have been sent is not called "not tried" after a stop', async () => {
		const time = new VirtualTime();
		const server: Server = () => {
			time.isStopped = true;
			return { kind: 'broken', code: 'ERR_CANCELED', beforeSending: false };
		};
		const run = await runPool({ time, server, jobs: 1, limits });
		expect(run.outcomes[0]?.outcome).toBe('unknown');
	});

	// The reply of the first is handed to the second, of which nothing was ever sent.
	test('a message that was never begun is not called unknown', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: forJob(0, answer(502, { retryAfter: '3600' })),
			jobs: 2,
			limits: { ...limits, maxConcurrency: 1 },
		});
		expect(run.outcomes[1]?.outcome).not.toBe('unknown');
	});

	test('the pause before the next try is none that Max Rate Limit Wait counts', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: forJob(0, BROKEN),
			jobs: 2,
			limits: { ...limits, maxConcurrency: 1, maxRateLimitWait: 0 },
		});
		expect(tries(run, 0)).toBe(3);
		expect(run.ended('accepted')).toEqual([1]);
	});
});

describe('the supply', () => {
	test('is asked before it runs dry: claiming holds up nobody', async () => {
		const setting = { server: accepting, jobs: 200, chunk: 40 };
		const slow = await runPool({ ...setting, time: new VirtualTime(), supplyTakes: 40 });
		expect(slow.overlaps).toBe(0);
		// Only the first chunk is waited for.
		expectFullWidth(slow, 40 + (200 / 10) * 50);
	});

	test('is asked for one chunk at a time, and no more than is soon needed', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: accepting,
			jobs: 200,
			chunk: 40,
			supplyTakes: 5,
		});
		let given = 0;
		for (const { jobs, begun } of run.supplied) {
			expect(given - begun).toBeLessThanOrEqual(10);
			given += jobs;
		}
	});

	test('is asked as soon as no more are left than may be under way', async () => {
		const { supplied } = await runPool({
			time: new VirtualTime(),
			server: accepting,
			jobs: 200,
			chunk: 40,
		});
		expect(supplied.map(({ begun }) => begun)).toEqual([0, 30, 70, 110, 150, 190]);
	});

	test('is not asked again after its end', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: accepting,
			jobs: 200,
			chunk: 40,
		});
		expect(run.supplied.map(({ jobs }) => jobs)).toEqual([40, 40, 40, 40, 40, 0]);
	});

	test('is not asked again after a failure', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: forJob(0, answer(400)),
			jobs: 200,
			chunk: 40,
			limits: { stopAtFailure: true },
		});
		expect(run.supplied).toHaveLength(1);
	});

	test('that is under way at a failure is awaited, and what it brings is ended', async () => {
		const run = await runPool({
			time: new VirtualTime(),
			server: forJob(0, answer(400)),
			jobs: 24,
			chunk: 12,
			supplyTakes: 1_000,
			limits: { stopAtFailure: true, maxConcurrency: 10 },
		});
		expect(run.outcomes.filter(Boolean)).toHaveLength(24);
		expect(run.requests).toHaveLength(10);
	});
});

test('nobody turns in a circle: the clock is looked at now and then', async () => {
	const time = new VirtualTime();
	let looks = 0;
	const now = () => {
		looks++;
		return time.now();
	};
	const run = new PoolRun({ time, server: first(answer(429, { retryAfter: '60' })), jobs: 10 });
	Object.assign(time.surroundings, { now });
	await run.toEnd();
	// A look every 50 ms to see whether the execution was stopped, and some for each request.
	expect(looks).toBeLessThan((60_000 / 50) * 6 + 20 * 20);
});

describe('a clock that is set while messages are sent', () => {
	const HOUR = 3_600_000;
	const BY: Array<[string, number]> = [
		['back by an hour', -HOUR],
		['back by a second', -1_000],
		['forward by an hour', HOUR],
		['forward by a day', 24 * HOUR],
	];

	/** Runs 60 jobs; the clock is set once the 20th request arrives. How long that really took comes with it. */
	async function runWith(by: number, server: Server, limits: object) {
		const time = new VirtualTime();
		const run = await runPool({
			time,
			server: (request) => {
				if (request.job === 20 && request.attempt === 1) time.set(by);
				return server(request);
			},
			jobs: 60,
			limits,
		});
		return { run, took: run.duration - by };
	}

	test.each(BY)('%s: Messages per Second takes as long as ever', async (_, by) => {
		const { run, took } = await runWith(by, accepting, { messagesPerSecond: 20 });
		expect(run.ended('accepted')).toEqual(all(60));
		expect(took).toBeGreaterThanOrEqual(2_900);
		expect(took).toBeLessThan(3_300);
	});

	test.each(BY)('%s: what LiveVox puts off is waited for no longer than it asks', async (_, by) => {
		const server = first(answer(429, { retryAfter: '2' }));
		const only: Server = (request) => (request.job === 20 ? server(request) : accepting(request));
		const { run, took } = await runWith(by, only, { maxConcurrency: 1, maxRateLimitWait: 60_000 });
		expect(run.ended('accepted')).toEqual(all(60));
		expect(took).toBeLessThan(10_000);
	});

	test.each(BY)('%s during a pause: it is kept, and nobody waits for longer', async (_, by) => {
		const time = new VirtualTime();
		const put = answer(429, { retryAfter: '5' });
		const running = runPool({
			time,
			server: first(put),
			jobs: 3,
			limits: { maxRateLimitWait: 20_000 },
		});
		// In the middle of the pause.
		void time.sleep(1_000).then(() => time.set(by));
		const run = await running;
		expect(run.ended('accepted')).toEqual(all(3));
		const took = run.duration - by;
		expect(took).toBeGreaterThanOrEqual(4_000);
		expect(took).toBeLessThan(7_000);
	});
});
