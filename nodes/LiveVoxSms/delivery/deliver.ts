import { notAttempted } from '../shared/errorMessages';
import { isNotAttempted, type Failure, type MaybeAttempted, type NotAttempted } from '../shared/result';
import { RetryingStore } from './retryingStore';
import { SendOnceKeys } from './sendOnceKeys';
import { SendQueue, type Job } from './sendQueue';
import type { DeliveryReport, Limits, Memory, Message, MessageResult, Runtime } from './types';

/**
 * Sends messages in parallel, each at most once in an execution and its retries. What the ledger knows as accepted isn't
 * sent again; what it, or a claim, knows as started is reported as unknown; the rest is claimed in batches and sent.
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
	return { results: delivery.results, waited: queue.waited, unprotected: delivery.unprotected };
}

interface Entry extends Message {
	index: number;
	/** How a request ended that may have sent it: until LiveVox accepts it, it is unknown. */
	unknown?: Failure;
}

const MIN_BATCH = 10;
/** A call takes about as long for one key as for fifty: two a second take less than 5 % of a run's time. */
const BATCH_MS = 500;

/** Decides for each message whether it is to be sent, and records how it ended. */
class Delivery {
	readonly results: MessageResult[] = [];
	/** Why messages went out without their claims; undefined if none did. */
	unprotected: string | undefined;
	/** What a killed process leaves behind: a message that was claimed before may have been sent. */
	private readonly claims: RetryingStore;
	/** Without claims a retry would repeat what is sent now, or this run what was sent before. */
	private isStoreLost = false;
	private readonly onceKeys: SendOnceKeys;
	private readonly seenKeys = new Set<string>();
	private readonly rest: Entry[] = [];
	/** The execution marker, until it is claimed. */
	private readonly marker: string[];
	private readonly startedAt: number;
	private sent = 0;

	constructor(
		private readonly messages: Message[],
		private readonly memory: Memory,
		private readonly limits: Limits,
		private readonly runtime: Runtime,
		private readonly onEnd: (result: MessageResult) => void,
	) {
		this.claims = new RetryingStore(memory.claims, runtime);
		this.onceKeys = new SendOnceKeys(memory.onceKeys, runtime);
		this.marker = memory.isShared || memory.executionMarker === undefined ? [] : [memory.executionMarker];
		this.startedAt = runtime.now();
		for (const [index, message] of messages.entries()) this.addEntry({ ...message, index });
	}

	/** The next messages to send, claimed; none at the end. */
	async nextJobs(): Promise<Job[]> {
		let jobs: Job[] = [];
		while (jobs.length === 0 && this.rest.length > 0) {
			const elapsed = Math.max(1, this.runtime.now() - this.startedAt);
			const size = Math.max(MIN_BATCH, Math.ceil((this.sent / elapsed) * BATCH_MS));
			jobs = await this.claim(this.rest.splice(0, Math.min(size, this.memory.maxBatch)));
		}
		return jobs;
	}

	/** @param unsent jobs that a stop or a failure kept from being sent */
	async finish(unsent: Job[], cause: NotAttempted): Promise<void> {
		for (const job of unsent) job.end(toRejected(cause));
		this.endAll([], this.toUnclaimed(cause));
		const endsInError = this.results.some(({ outcome }) => outcome === 'rejected' || outcome === 'unknown');
		if (this.limits.stopAtFailure && endsInError) {
			// The calling workflow may call this one again because of the error: then the claims aren't a sibling's.
			this.claims.release(this.messages.flatMap(({ siblingKey }) => siblingKey ?? []));
		}
		if (!this.isStoreLost) await this.claims.flush();
		await this.onceKeys.flush();
		// Not before their claims are gone: another run would claim them anew, and lose its claims to this one.
		this.memory.ledger.forgetRest();
	}

	private addEntry(entry: Entry): void {
		const { ledger, isShared } = this.memory;
		const known = this.knownResult(entry);
		if (known) return void this.end(entry, known);
		if (isShared) ledger.start(entry.messageKey);
		this.rest.push(entry);
	}

	/** Why a message isn't sent, whatever the stores say. */
	private knownResult(entry: Entry): MessageResult | undefined {
		const { messageKey, onceKey } = entry;
		if (onceKey !== undefined) {
			if (this.seenKeys.has(onceKey)) return { outcome: 'skipped', state: 'repeated' };
			this.seenKeys.add(onceKey);
		}
		const id = this.memory.ledger.find(messageKey);
		if (id === undefined) return undefined;
		if (id !== null) return { outcome: 'accepted', value: id, alreadySent: true };
		const unknown = toUnknown('earlierAttempt');
		return this.memory.ledger.isPending(messageKey) ? unknown : this.unlessResent(entry, unknown);
	}

	private async claim(batch: Entry[]): Promise<Job[]> {
		// The other run reads no claim of this one, so nothing is safe to send.
		if (this.memory.isDuplicate) return this.endAll(batch, toUnknown('duplicateExecution'));
		const marker = this.marker.splice(0);
		const unkeyed = batch.filter(({ onceKey }) => onceKey === undefined);
		const claimed = await this.record([...marker, ...unkeyed.flatMap(this.claimKeysOf)]);
		if (marker.some((key) => claimed.has(key))) return this.endAll(batch, toUnknown('duplicateExecution'));
		if (this.isStoreLost) return this.endAll(batch, this.toUnclaimed('storeLost'));
		const onceKeys = batch.flatMap(({ onceKey }) => onceKey ?? []);
		const used = await this.onceKeys.reserve(onceKeys).catch(() => undefined);
		return batch.flatMap((entry) => {
			const held = entry.onceKey === undefined ? this.heldByClaim(entry, claimed) : this.heldByKey(entry, used);
			if (!held) return this.toJob(entry);
			this.end(entry, held);
			return [];
		});
	}

	/** A run does without a store that has never worked, and asks it again for the next messages. */
	private async record(keys: string[]): Promise<Set<string>> {
		return await this.claims.record(keys).catch((error: Error) => {
			this.isStoreLost = this.claims.hasWorked || this.memory.isStartedOver;
			if (!this.isStoreLost) this.unprotected = error.message;
			return new Set();
		});
	}

	private heldByClaim(entry: Entry, claimed: Set<string>): MessageResult | undefined {
		const { claimKeys, siblingKey } = entry;
		const isSiblings = siblingKey !== undefined && claimed.has(siblingKey);
		// A first attempt finds only claims of another execution that began in the same millisecond.
		if (this.memory.isRetry && !isSiblings && claimKeys.some((key) => claimed.has(key))) {
			this.claims.release(siblingKey === undefined ? [] : [siblingKey]);
			return this.unlessResent(entry, toUnknown('earlierAttempt'));
		}
		const isElsewhere = this.markersOf(entry).some((key) => claimed.has(key));
		return isElsewhere ? this.unlessResent(entry, toUnknown('duplicateExecution')) : undefined;
	}

	/** @param used undefined if the store failed */
	private heldByKey(entry: Entry, used: Map<string, 'sent' | 'unknown'> | undefined): MessageResult | undefined {
		if (!used) return this.toUnclaimed('keyUnverified');
		const state = used.get(entry.onceKey!);
		if (state === 'sent') return { outcome: 'skipped', state };
		return state && this.unlessResent(entry, { outcome: 'skipped', state });
	}

	/** The result of a message that may have been sent; undefined if it is sent again all the same. */
	private unlessResent(entry: Entry, result: MessageResult): MessageResult | undefined {
		if (!this.limits.resendUnknown) return result;
		entry.unknown = toUnknown('earlierAttempt');
		return undefined;
	}

	private claimKeysOf = (entry: Entry): string[] => [
		...entry.claimKeys,
		...entry.notedKeys,
		...(entry.siblingKey === undefined ? [] : [entry.siblingKey]),
		...this.markersOf(entry),
	];

	/** Runs that share the ledger start in any order, so each message tells whether another execution has started it. */
	private markersOf({ messageKey }: Entry): string[] {
		const { isShared, executionMarker } = this.memory;
		return isShared && executionMarker !== undefined ? [`${executionMarker} ${messageKey}`] : [];
	}

	/** Ends these and all the rest without a request. */
	private endAll(batch: Entry[], result: Failure): [] {
		for (const entry of [...batch, ...this.rest.splice(0)]) this.end(entry, result);
		return [];
	}

	/** For a message that no store was asked about: if nothing else tells of the first attempt, its result is unknown. */
	private toUnclaimed(cause: NotAttempted): Failure {
		return this.memory.isStartedOver ? toUnknown('earlierUnverified') : toRejected(cause);
	}

	private toJob(entry: Entry): Job {
		const { onceKey } = entry;
		return {
			attempt: async () => {
				const result = await entry.attempt();
				if (result.outcome === 'unknown') entry.unknown = result;
				return result;
			},
			end: (result) => {
				this.sent++;
				const { outcome } = this.end(entry, result);
				if (outcome === 'accepted' && onceKey !== undefined) this.onceKeys.confirm(onceKey);
				if (outcome !== 'rejected') return;
				if (onceKey === undefined) this.claims.release(this.claimKeysOf(entry));
				else this.onceKeys.giveBack(onceKey);
			},
		};
	}

	/** @returns the result as reported: a message that may have been sent is never reported as not sent */
	private end(entry: Entry, ended: MessageResult): MessageResult {
		let result = ended;
		if (ended.outcome === 'rejected' && entry.unknown) {
			result = isNotAttempted(ended) ? entry.unknown : { ...ended, outcome: 'unknown' };
		}
		const { ledger } = this.memory;
		if (result.outcome === 'accepted') ledger.record(entry.messageKey, result.value);
		// One that couldn't be looked up may turn out to be unsent.
		if (result.outcome === 'unknown' && result.cause !== 'earlierUnverified') ledger.record(entry.messageKey, null);
		this.results[entry.index] = result;
		this.onEnd(result);
		return result;
	}
}

const toRejected = (cause: NotAttempted): Failure => ({ outcome: 'rejected', cause, error: toDetails(cause) });
const toUnknown = (cause: MaybeAttempted): Failure => ({ outcome: 'unknown', cause, error: toDetails(cause) });
const toDetails = (cause: NotAttempted | MaybeAttempted): Failure['error'] => ({
	...notAttempted[cause],
	httpStatus: null,
	code: null,
});
