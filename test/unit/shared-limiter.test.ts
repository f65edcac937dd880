import { SharedLimiter, withLimiter, type Sender } from '../../nodes/LiveVoxSms/delivery/sharedLimiter';
import { accepted, REJECTED, throttled, type Attempt } from './attempts';
import { QueueRun, type Setting } from './queue-run';
import { VirtualTime } from './virtual-time';

const NOW = 1_000_000;

const sender = (limits: Partial<Sender['limits']> = {}): Sender => ({
	limits: { maxConcurrency: 50, messagesPerSecond: 0, ...limits },
	wake: jest.fn(),
});

/** Runs at the same time in one process, the second one later by so much. */
async function together(time: VirtualTime, settings: Array<Partial<Setting>>, later = 0): Promise<QueueRun[]> {
	const runs = settings.map((each) => new QueueRun({ time, server: () => accepted(1), jobs: 100, ...each }));
	const play = async (run: QueueRun, index: number) => {
		if (index > 0 && later > 0) await time.sleep(later);
		run.unsent = (await run.queue.run()).map(({ number }) => number);
	};
	await time.until(Promise.all(runs.map(play)));
	return runs;
}

const startsOf = (runs: QueueRun[]) =>
	runs.flatMap(({ requests }) => requests.map(({ at }) => at)).sort((a, b) => a - b);

describe('executions of the same account', () => {
	test('share what may be pending', async () => {
		const time = new VirtualTime();
		let pending = 0;
		let most = 0;
		const limiter = new SharedLimiter();
		const [one, two] = [sender(), sender()];
		for (const each of [one, two]) limiter.join(each);
		for (let start = 0; start < 20; start++) {
			const each = start % 2 ? one : two;
			if (limiter.waitTime(each, NOW) > 0) break;
			limiter.start(each, NOW);
			most = Math.max(most, ++pending);
		}
		expect(most).toBe(10);
		expect(time.passed).toBe(NOW);
	});

	test('take turns', async () => {
		const runs = await together(new VirtualTime(), [{ jobs: 200 }, { jobs: 200 }, { jobs: 200 }]);
		const ends = runs.map(({ requests }) => requests.at(-1)!.at);
		expect(Math.max(...ends) - Math.min(...ends)).toBeLessThanOrEqual(100);
	});

	test('keep to the lowest Messages per Second of those that are running', async () => {
		const time = new VirtualTime();
		const [slow, fast] = await together(time, [{ jobs: 20, limits: { messagesPerSecond: 10 } }, { jobs: 40 }]);
		const both = startsOf([slow!, fast!]).filter((at) => at <= slow!.requests.at(-1)!.at);
		expect(both.length / ((both.at(-1)! - both[0]!) / 1_000)).toBeLessThan(11);
		// After the slow one has ended, the other one is free.
		expect(fast!.requests.at(-1)!.at - slow!.requests.at(-1)!.at).toBeLessThan(500);
	});

	test('each keeps to its own Max Concurrency', async () => {
		const [narrow, wide] = await together(new VirtualTime(), [{ limits: { maxConcurrency: 2 } }, { jobs: 400 }]);
		expect(narrow!.maxPending).toBe(2);
		expect(wide!.maxPending).toBeGreaterThan(5);
	});

	test('share a pause that LiveVox asked for', async () => {
		const time = new VirtualTime();
		let isFirst = true;
		const server = (): Attempt => {
			if (!isFirst) return accepted(1);
			isFirst = false;
			return throttled(5_000);
		};
		const [first, second] = await together(
			time,
			[
				{ server, jobs: 1 },
				{ server, jobs: 5 },
			],
			1_000,
		);
		// In turn, and at the rate of what was accepted so far: nothing.
		const resumed = Math.min(first!.requests[1]!.at, second!.requests[0]!.at);
		expect(resumed - first!.requests[0]!.at).toBe(5_050);
		expect(second!.queue.waited).toBeGreaterThan(3_900);
	});

	test('one that comes to a pause longer than it may wait ends with the reason that another one was given', async () => {
		const reason = throttled(3_600_000);
		const limits = { maxRateLimitWait: 4_000_000, account: 'paused' };
		const time = new VirtualTime();
		const first = new QueueRun({ time, server: () => reason, jobs: 1, limits });
		const second = new QueueRun({
			time,
			server: () => reason,
			jobs: 5,
			limits: { maxRateLimitWait: 10_000, account: 'paused' },
		});
		void first.queue.run();
		await time.until(time.sleep(1_000).then(async () => await second.queue.run()));
		expect(second.results).toEqual(Array(5).fill(reason));
		expect(second.requests).toEqual([]);
	});
});

/** Alone it takes 2.5 seconds. */
describe('nobody is held up by an execution', () => {
	const rest = async (other: Partial<Setting>, after?: (time: VirtualTime, run: QueueRun) => void) => {
		const time = new VirtualTime();
		const odd = new QueueRun({ time, server: () => accepted(1), jobs: 100, ...other });
		const run = new QueueRun({ time, server: () => accepted(1), jobs: 500 });
		after?.(time, odd);
		const ended = odd.queue.run().catch(() => undefined);
		await time.until(run.queue.run());
		expect(run.ended('accepted')).toHaveLength(500);
		await time.until(ended);
		return run.requests.at(-1)!.at - run.requests[0]!.at;
	};

	test('that is stopped', async () => {
		const isStopped = jest.fn(() => false);
		const duration = await rest({ jobs: 1_000 }, (time, run) => {
			const runtime = { ...time.runtime, isStopped };
			Object.assign(run.queue, { runtime });
			void time.sleep(200).then(() => isStopped.mockReturnValue(true));
		});
		expect(duration).toBeLessThan(2_600);
	});

	test('that fails', async () => {
		const server = () => REJECTED;
		expect(await rest({ server, limits: { stopAtFailure: true } })).toBeLessThan(2_600);
	});

	test('that waits for its claims', async () => {
		expect(await rest({ batchTakes: 60_000 })).toBeLessThan(2_600);
	});

	test('that may have no more pending', async () => {
		expect(await rest({ latency: 20_000, jobs: 3, limits: { maxConcurrency: 1 } })).toBeLessThan(2_900);
	});
});

test('nothing is left of an account for which nobody sends, however it ended', async () => {
	const seen: SharedLimiter[] = [];
	const send = async (limiter: SharedLimiter) => void seen.push(limiter);
	await withLimiter('a', sender(), send);
	await withLimiter('a', sender(), async (limiter) => {
		await send(limiter);
		throw new Error('broken');
	}).catch(() => undefined);
	await withLimiter('a', sender(), async (limiter) => {
		await send(limiter);
		await withLimiter('a', sender(), send);
		await withLimiter('b', sender(), send);
	});
	expect(new Set(seen).size).toBe(4);
	expect(seen[2]).toBe(seen[3]);
});
