import { notAttempted } from '../shared/errorMessages';
import { isNotAttempted, type Failure, type MaybeAttempted, type NotAttempted, type Result } from '../shared/result';
import { Claims } from './claims';
import { SendOnceKeys } from './sendOnceKeys';
import { SendQueue, type Job } from './sendQueue';
import type { DeliveryReport, Limits, Memory, Message, MessageResult, Runtime, TransactionId } from './types';

/**
 * Sends messages in parallel, each at most once in an execution and its retries. What the ledger knows as accepted isn't
 * sent again; what it, or a claim, knows as started without a result is reported as unknown; the rest is claimed in
 * batches, sent, and recorded as it ends.
 *
 * @param onEnd called for each message as it ends
 */
export async function deliver(
	messages: Message[],
	memory: Memory,
	limits: Limits,
	runtime: Runtime,
	onEnd: (result: MessageResult) => void,
): Promise<DeliveryReport> {
	const delivery = new Delivery(messages, memory, limits, runtime, onEnd);
	const queue = new SendQueue(limits, runtime, async () => await delivery.nextJobs());
	const unsent = await queue.run();
	await delivery.finish(unsent, runtime.isStopped() ? 'stopped' : 'earlierFailure');
	return { results: delivery.results, waited: queue.waited, unprotected: delivery.claims.unprotected };
}

interface Entry extends Message {
	index: number;
	/** An earlier request may have sent it: it is unknown until LiveVox accepts it. */
	unknown?: Failure;
}

const MIN_BATCH = 10;
/** A call takes about as long for one key as for fifty: two a second take less than 5 % of a run's time. */
const BATCH_MS = 500;

/** Decides for each message whether it is to be sent, and records how it ended. */
class Delivery {
	readonly results: MessageResult[] = [];
	readonly claims: Claims;
	private readonly onceKeys: SendOnceKeys;
	private readonly seenOnceKeys = new Set<string>();
	/** Those not looked at yet, the next one last. */
	private readonly rest: Entry[];
	private readonly startedAt: number;
	private sent = 0;
	private isMarked: boolean;

	constructor(
		messages: Message[],
		private readonly memory: Memory,
		private readonly limits: Limits,
		private readonly runtime: Runtime,
		private readonly onEnd: (result: MessageResult) => void,
	) {
		this.rest = messages.map((message, index) => ({ ...message, index })).reverse();
		this.claims = new Claims(memory.claims, runtime);
		this.onceKeys = new SendOnceKeys(memory.onceKeys, runtime);
		this.startedAt = runtime.now();
	}

	/** The next messages to send, claimed; none once there are no more. */
	async nextJobs(): Promise<Job[]> {
		let jobs: Job[] = [];
		while (jobs.length === 0 && this.rest.length > 0) jobs = await this.claim(this.nextBatch());
		return jobs;
	}

	/** @param unsent jobs that a stop or a failure kept from being sent */
	async finish(unsent: Job[], cause: NotAttempted): Promise<void> {
		for (const job of unsent) job.end(failure(cause));
		this.endRest([], cause);
		...
	}
