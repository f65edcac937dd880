import { Delivery } from '../../nodes/LiveVoxSms/delivery/deliver';
import { Ledger } from '../../nodes/LiveVoxSms/delivery/journal';
import { bytesInUse } from '../bench/machine';
import { accepted } from './attempts';
import { MemoryStore } from './memory-store';
import { VirtualTime } from './virtual-time';

let executions = 0;

/** An execution of a workflow and with an account of its own, which sends three messages with Send Once Keys. */
async function execute(): Promise<void> {
	const name = `execution ${executions++}`;
	const time = new VirtualTime();
	const messages = [0, 1, 2].map((item) => ({
		messageKey: `${item}`,
		claimKeys: [`${item}`],
		notedKeys: [],
		siblingKey: undefined,
		onceKey: `${name} ${item}`,
		isExcluded: false,
		attempt: async () => accepted(item),
	}));
	const memory = {
		ledger: new Ledger({}, '0'),
		claims: new MemoryStore(),
		onceKeys: new MemoryStore(),
		keyScope: name,
		isRetry: false,
		isDuplicate: false,
		isShared: false,
		isStartedOver: false,
		executionMarker: undefined,
		maxBatch: 10,
	};
	const limits = {
		account: name,
		maxConcurrency: 50,
		messagesPerSecond: 0,
		maxRateLimitWait: 1_000,
		resendUnknown: false,
		stopAtFailure: false,
	};
	await time.until(new Delivery(messages, memory, limits, time.runtime, () => undefined).run());
}

test('10,000 executions one after the other leave no memory behind', async () => {
	for (let warmUp = 0; warmUp < 500; warmUp++) await execute();
	const before = bytesInUse();
	for (let execution = 0; execution < 10_000; execution++) await execute();
	expect((bytesInUse() - before) / 10_000).toBeLessThan(50);
}, 60_000);
