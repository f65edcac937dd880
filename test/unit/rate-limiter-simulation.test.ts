import { accepted, throttled } from './attempts';
import { runQueue, type QueueRun, type Server } from './queue-run';
import { VirtualTime } from './virtual-time';

const PER_SECOND = 25;

/** 25 tokens a second, of which at most 25 are kept; one for each message. */
function tokenBucket(afterMs?: number): Server {
	let tokens = PER_SECOND;
	let filledAt: number | undefined;
	return ({ at }) => {
		tokens += ((at - (filledAt ?? at)) * PER_SECOND) / 1000;
		tokens = Math.min(PER_SECOND, tokens);
		filledAt = at;
		// Sums of refills fall short of a whole token by rounding.
		if (tokens < 1 - 1e-6) return throttled(afterMs);
		tokens--;
		return accepted(1);
	};
}

/** 25 messages in each second of the clock, of which the first begins `phase` milliseconds before the run. */
function fixedWindow(phase = 0): Server {
	let window = -1;
	let count = 0;
	return ({ at }) => {
		const present = Math.floor((at + phase) / 1000);
		if (present !== window) count = 0;
		window = present;
		return count++ < PER_SECOND ? accepted(1) : throttled();
	};
}

/** A model of LiveVox that counts its requests. */
function byCount(isThrottled: (count: number) => boolean): Server {
	let count = 0;
	return () => (isThrottled(count++) ? throttled() : accepted(1));
}

/** Chance as it comes, the same in every run of the tests. */
function seededTime(seed: number): VirtualTime {
	let state = seed;
	const time = new VirtualTime();
	Object.assign(time.runtime, {
		random: () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647,
	});
	return time;
}

/** Of what the limit had room for while the messages were sent, how much was used. */
const shareOfAllowed = ({ duration, results }: QueueRun) =>
	results.length / (PER_SECOND + (duration / 1000) * PER_SECOND);

const shareThrottled = ({ requests, results }: QueueRun) => 1 - results.length / requests.length;

const expectAllAccepted = (run: QueueRun, jobs: number) => expect(run.ended('accepted')).toHaveLength(jobs);

describe('a LiveVox that allows 25 messages a second', () => {
	const CASES = [250, 1000].flatMap((jobs) =>
		[50, 200].flatMap((latency) => [10, 50].map((width) => [jobs, latency, width] as const)),
	);

	test.each(CASES)('and says only 429: %i messages, %i ms, %i at a time', async (jobs, latency, maxConcurrency) => {
		for (const seed of [1, 2, 3]) {
			const time = seededTime(seed);
			const limits = { maxConcurrency };
			const run = await runQueue({ time, server: tokenBucket(), jobs, latency, limits });
			expectAllAccepted(run, jobs);
			expect(shareOfAllowed(run)).toBeGreaterThan(0.9);
			expect(shareThrottled(run)).toBeLessThan(jobs === 250 ? 0.3 : 0.15);
		}
	});

	test.each(CASES)(
		'and says when to come back: %i messages, %i ms, %i at a time',
		async (jobs, latency, maxConcurrency) => {
			for (const seed of [1, 2, 3]) {
				const time = seededTime(seed);
				const limits = { maxConcurrency };
				const run = await runQueue({ time, server: tokenBucket(1_000), jobs, latency, limits });
				expectAllAccepted(run, jobs);
				// Whole seconds: the waits as asked leave room unused.
				expect(shareOfAllowed(run)).toBeGreaterThan(0.85);
				expect(shareThrottled(run)).toBeLessThan(0.3);
			}
		},
	);

	test.each([
		[250, 0.8],
		[1000, 0.9],
	])('counted by the clock: %i messages', async (jobs, share) => {
		for (const phase of [0, 250, 500, 750]) {
			const run = await runQueue({ time: seededTime(phase + 1), server: fixedWindow(phase), jobs });
			expectAllAccepted(run, jobs);
			expect(shareOfAllowed(run)).toBeGreaterThan(share);
			expect(shareThrottled(run)).toBeLessThan(0.2);
		}
	});

	test('with Messages per Second set to it: no throttling', async () => {
		const run = await runQueue({
			time: seededTime(1),
			server: tokenBucket(),
			jobs: 500,
			limits: { messagesPerSecond: PER_SECOND },
		});
		expectAllAccepted(run, 500);
		expect(shareThrottled(run)).toBe(0);
		expect(shareOfAllowed(run)).toBeGreaterThan(0.9);
	});
});

test('a LiveVox that throttles every second request takes all in the end', async () => {
	const server = byCount((count) => count % 2 === 0);
	const run = await runQueue({ time: seededTime(1), server, jobs: 250 });
	expectAllAccepted(run, 250);
	expect(run.requests).toHaveLength(500);
});

test('a LiveVox that throttles 20 times in a row takes all, and soon as fast as ever', async () => {
	const server = byCount((count) => count < 20);
	const run = await runQueue({ time: seededTime(1), server, jobs: 1000 });
	expectAllAccepted(run, 1000);
	expect(run.requests).toHaveLength(1020);
	// At full width 10 start every 50 ms: the last 250 messages take 1.25 seconds.
	expect(run.starts[1019]! - run.starts[769]!).toBeLessThan(1_500);
});

test('a LiveVox without any limit is used to the full width', async () => {
	const run = await runQueue({ time: seededTime(1), server: byCount(() => false), jobs: 1000 });
	expect(run.duration).toBeLessThan(5_100);
});
