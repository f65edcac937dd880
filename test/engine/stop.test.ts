import type { Execution } from './engine';
import { listCodes, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Until LiveVox has answered that many messages. */
async function answered(messages: number): Promise<void> {
	let count = 0;
	await new Promise<void>((resolve) => {
		harness.livevox.record.onFinish = ({ route }) => {
			if (route === 'send' && ++count === messages) resolve();
		};
	});
}

/** Whatever reached LiveVox before this has been taken down. */
const roundTrip = async () => await harness.run(listCodes, [{}]);

/** A stopped execution whose node has come to its end, and how long that took. */
async function stop(execution: Execution): Promise<number> {
	const stopped = Date.now();
	execution.stop();
	await execution.over;
	return Date.now() - stopped;
}

describe('Stop', () => {
	test('in the middle: no message begins after it', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 30 });
		const tenAtATime = { ...sendMessage, options: { maxConcurrency: 10 } };
		const execution = harness.start(tenAtATime, recipients(100), CONTINUE);
		await harness.livevox.record.waitFor('send', 35);
		await stop(execution);
		await roundTrip();
		expect(harness.livevox.record.count('send')).toBeLessThanOrEqual(45);
	});

	test('ends the wait for a rate limit within 100 ms', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'rateLimited', retryAfter: 60 });
		const execution = harness.start(sendMessage, recipients(50), CONTINUE);
		await answered(10);
		expect(await stop(execution)).toBeLessThan(150);
		expect(harness.livevox.record.count('send')).toBe(10);
	});

	test('ends the wait for Messages per Second within 100 ms', async () => {
		const slow = { ...sendMessage, options: { messagesPerSecond: 0.1 } };
		const execution = harness.start(slow, recipients(3), CONTINUE);
		await harness.livevox.record.waitFor('send', 1);
		expect(await stop(execution)).toBeLessThan(100);
		expect(harness.livevox.record.count('send')).toBe(1);
	});

	test('and started over: nobody gets a message twice', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'latency', ms: 30 });
		const items = recipients(100);
		const execution = harness.start(sendMessage, items, CONTINUE);
		await harness.livevox.record.waitFor('send', 35);
		await stop(execution);
		await roundTrip();
		await harness.startOver(await harness.result(execution), sendMessage, items, CONTINUE);
		expect(new Set(harness.reached).size).toBe(harness.reached.length);
	});
});
