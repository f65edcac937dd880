import { SHAPES, type Shape } from '../pace/shapes';
import { simulate } from '../pace/simulate';
import { accepted, throttled } from './attempts';
import { runQueue, type QueueRun, type Server } from './queue-run';
import { VirtualTime } from './virtual-time';

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

const expectAllAccepted = (run: QueueRun, jobs: number) => expect(run.ended('accepted')).toHaveLength(jobs);

const shapeNamed = (name: string): Shape => SHAPES.find((shape) => shape.name === name)!;

/** More of them, at more response times: npm run bench:pace. */
test.each([
	['no limit', 1],
	['no limit', 8],
	['a bucket of 25 a second', 1],
	['a bucket of 25 a second', 8],
	['a bucket of 5 a second, Retry-After', 1],
	['one a second', 1],
	['25 in each second, Retry-After', 1],
	['25 in each second, Retry-After', 8],
	['25 in any second', 1],
	['60 in each minute', 1],
	['4 at the same time', 1],
	['4 at the same time', 8],
])('the limit is found, and kept to from just under it: %s, %i executions', async (name, executions) => {
	const figures = await simulate({ shape: shapeNamed(name), latencyMs: 50, executions, messages: 3_000 });
	expect(figures.used).toBeGreaterThanOrEqual(0.92);
	expect(figures.throttled).toBeLessThanOrEqual(0.15);
});

describe('a short run', () => {
	test.each([
		['a bucket of 25 a second', 0.9, 0.15],
		['a bucket of 25 a second, Retry-After', 0.83, 0.3],
		['25 in any second', 0.75, 0.2],
	])('of 250 messages: %s', async (name, used, throttledLater) => {
		for (const latencyMs of [50, 200]) {
			for (const maxConcurrency of [10, 50]) {
				const setting = { shape: shapeNamed(name), latencyMs, maxConcurrency, executions: 1, messages: 250 };
				const runs = await Promise.all([1, 2, 3].map(async (seed) => await simulate({ ...setting, seed })));
				for (const figures of runs) {
					expect(figures.used).toBeGreaterThan(used);
					expect(figures.throttled).toBeLessThan(throttledLater);
				}
			}
		}
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
