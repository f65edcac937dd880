import type { Execution } from './engine';
import { listCodes, recipients, sendMessage, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Until LiveVox has answered that many messages. */
async function answered(messages: number): Promise<void> {
	let count = 0;
	await new Promise<void>((resolve) => {
		world.livevox.record.onFinish = ({ route }) => {
			if (route === 'send' && ++count === messages) resolve();
		};
	});
}

/** Whatever reached LiveVox before this has been taken down. */
const roundTrip = async () => await world.run(listCodes, [{}]);

/** A stopped execution whose node has come to its end, and how long that took. */
async function stop(execution: Execution): Promise<number> {
	const stopped = Date.now();
	execution.stop();
	await execution.over;
	return Date.now() - stopped;
}

describe('Stop', () => {
	test('in the middle: no message begins after it', async () => {
		world.livevox.faults.add({ route: 'send', kind: 'latency', ms: 30 });
		const execution = world.start(sendMessage, recipients(100), CONTINUE);
		await world.livevox.record.waitFor('send', 35);
		await stop(execution);
		await roundTrip();
		expect(world.livevox.record.count('send')).toBeLessThanOrEqual(45);
	});

	test('ends the wait for a rate limit within 100 ms', async () => {
		world.livevox.faults.add({ route: 'send', kind: 'rateLimited', retryAfter: 60 });
		const execution = world.start(sendMessage, recipients(50), CONTINUE);
		await answered(10);
		expect(await stop(execution)).toBeLessThan(150);
		expect(world.livevox.record.count('send')).toBe(10);
	});

	test('ends the wait for Messages per Second within 100 ms', async () => {
		const slow = { ...sendMessage, options: { messagesPerSecond: 0.1 } };
		const execution = world.start(slow, recipients(3), CONTINUE);
		await world.livevox.record.waitFor('send', 1);
		expect(await stop(execution)).toBeLessThan(100);
		expect(world.livevox.record.count('send')).toBe(1);
	});

	test('and started over: nobody gets a message twice', async () => {
		world.livevox.faults.add({ route: 'send', kind: 'latency', ms: 30 });
		const items = recipients(100);
		const execution = world.start(sendMessage, items, CONTINUE);
		await world.livevox.record.waitFor('send', 35);
		await stop(execution);
		await roundTrip();
		await world.startOver(await world.result(execution), sendMessage, items, CONTINUE);
		expect(new Set(world.reached).size).toBe(world.reached.length);
	});
});
