import { notAttempted } from '../shared/errorMessages';
import { isNotAttempted, type Failure, type MaybeAttempted, type NotAttempted, type Result } from '../shared/result';
import { RetryingStore } from './retryingStore';
import { SendQueue, type Job } from './sendQueue';
import type { DeliveryReport, Limits, Memory, Message, MessageResult, Runtime, TransactionId } from './types';

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
	const queue = new SendQueue(limits, runtime, delivery.nextBatch, delivery.endClaimed);
	await delivery.finish(await queue.run(), runtime.isStopped() ? 'stopped' : 'earlierFailure');
	return { results: delivery.results, waited: queue.waited, unprotected: delivery.unprotected };
}

interface Entry extends Message, Job {
	index: number;
	/** Where it is recorded before it is sent, and by which keys. */
	store: RetryingStore;
	keys: string[];
	marker: string | undefined;
}

const MIN_BATCH = 10;
/** A call takes about as long for one key as for fifty: two a second take less than 5 % of a run's time. */
const BATCH_MS = 500;

const toFailure = (outcome: Failure['outcome'], cause: NotAttempted | MaybeAttempted): Failure => ({
	outcome,
	cause,
	error: { ...notAttempted[cause], httpStatus: null, code: null },
});
const EARLIER = toFailure('unknown', 'earlierAttempt');
const DUPLICATE = toFailure('unknown', 'duplicateExecution');

const optional = (key: string | undefined): string[] => (key === undefined ? [] : [key]);

/** Decides what is to be sent, and records how it ended. */
class Delivery {
	readonly results: MessageResult[] = [];
	unprotected: string | undefined;
	private readonly claims: RetryingStore;
	private readonly onceKeys: RetryingStore;
	private readonly startedAt: number;
	private readonly rest: Entry[];
	private sent = 0;
	private readonly seenKeys = new Set<string>();
	/** The execution marker until it is claimed. */
	private readonly marker: string[];

	constructor(
		private readonly messages: Message[],
		private readonly memory: Memory,
		private readonly limits: Limits,
		private readonly runtime: Runtime,
		private readonly onEnd: (result: MessageResult) => void,
	) {
		this.claims = new RetryingStore(memory.claims, runtime);
		this.onceKeys = new RetryingStore(memory.onceKeys, runtime);
		this.startedAt = runtime.now();
		this.marker = memory.isShared ? [] : optional(memory.executionMarker);
		this.rest = messages.map(this.toEntry).filter((entry) => !this.end(entry, this.knownResult(entry)));
		if (memory.isShared) for (const { messageKey } of this.rest) memory.ledger.start(messageKey);
	}

	/** The next messages to send, claimed; none at the end. */
	nextBatch = async (): Promise<Entry[]> => {
		let batch: Entry[] = [];
		while (batch.length === 0 && this.rest.length > 0) {
			const elapsed = Math.max(1, this.runtime.now() - this.startedAt);
			const size = Math.max(MIN_BATCH, Math.ceil((this.sent / elapsed) * BATCH_MS));
			batch = await this.claim(this.rest.splice(0, Math.min(size, this.memory.maxBatch)));
		}
		return batch;
	};

	/** Ends a message of a batch. */
	endClaimed = (entry: Entry, ended: Result<TransactionId>): void => {
		this.sent++;
		const outcome = this.end(entry, ended)?.outcome;
		if (outcome === 'rejected') entry.store.release(entry.keys);
		if (outcome === 'accepted' && entry.store === this.onceKeys) this.onceKeys.release(entry.keys.slice(1));
	};

	/** @param unsent of the batches, kept from being sent by a stop or a failure */
	async finish(unsent: Entry[], cause: NotAttempted): Promise<void> {
		for (const entry of unsent) this.endClaimed(entry, toFailure('rejected', cause));
		this.endAll([], this.toUnclaimed(cause));
		const hasFailed = this.results.some(({ outcome }) => outcome === 'rejected' || outcome === 'unknown');
		// The calling workflow may call this one again because of the error: then the claims aren't a sibling's.
		if (this.limits.stopAtFailure && hasFailed)
			this.claims.release(this.messages.flatMap(({ siblingKey }) => optional(siblingKey)));
		if (this.claims.error === undefined) await this.claims.flush();
		await this.onceKeys.flush();
		// Not before their claims are gone: another run would claim them again, and lose its claims to this one.
		this.memory.ledger.forgetRest();
	}

	/** What is known without the stores; undefined if the message may be sent. */
	private knownResult(entry: Entry): MessageResult | undefined {
		const { messageKey, onceKey } = entry;
		if (onceKey !== undefined && this.seenKeys.has(onceKey)) return { outcome: 'skipped', state: 'repeated' };
		if (onceKey !== undefined) this.seenKeys.add(onceKey);
		const id = this.memory.ledger.find(messageKey);
		if (id === undefined) return undefined;
		if (id !== null) return { outcome: 'accepted', value: id, alreadySent: true };
		return this.memory.ledger.isPending(messageKey) ? EARLIER : this.unlessResent(entry, EARLIER);
	}

	/** @returns those of the batch that are to be sent */
	private async claim(batch: Entry[]): Promise<Entry[]> {
		// The other run reads no claim of this one, so nothing is safe to send.
		if (this.memory.isDuplicate) return this.endAll(batch, DUPLICATE);
		const keysIn = (at: RetryingStore): string[] => batch.flatMap(({ store, keys }) => (store === at ? keys : []));
		const marker = this.marker.splice(0);
		const claimed = await this.claims.record([...marker, ...keysIn(this.claims)]);
		if (marker.some((key) => claimed?.has(key))) return this.endAll(batch, DUPLICATE);
		// A run does without a store that never worked. But a retry would repeat what is sent now without its claim.
		const isLost = !claimed && (this.claims.hasWorked || this.memory.isStartedOver);
		if (isLost) return this.endAll(batch, this.toUnclaimed('storeLost'));
		if (!claimed) this.unprotected = this.claims.error;
		const used = await this.onceKeys.record(keysIn(this.onceKeys));
		const toSend = batch.filter((entry) => {
			const held = entry.store === this.claims ? this.heldByClaim(entry, claimed) : this.heldByKey(entry, used);
			return !this.end(entry, held);
		});
		await this.onceKeys.flush();
		return toSend;
	}

	private heldByClaim(entry: Entry, claimed?: ReadonlySet<string | undefined>): MessageResult | undefined {
		const { claimKeys, siblingKey, marker } = entry;
		// A first attempt finds only claims of another execution that began in the same millisecond.
		if (this.memory.isRetry && claimKeys.some((key) => claimed?.has(key)) && !claimed?.has(siblingKey)) {
			this.claims.release(optional(siblingKey));
			return this.unlessResent(entry, EARLIER);
		}
		return claimed?.has(marker) ? this.unlessResent(entry, DUPLICATE) : undefined;
	}

	/** @param used undefined if the store failed */
	private heldByKey(entry: Entry, used?: Set<string>): MessageResult | undefined {
		const [taken, open] = entry.keys as [string, string];
		if (!used) return this.toUnclaimed('keyUnverified');
		if (!used.has(taken)) return undefined;
		if (used.has(open)) return this.unlessResent(entry, { outcome: 'skipped', state: 'unknown' });
		this.onceKeys.release([open]); // Asking has opened it.
		return { outcome: 'skipped', state: 'sent' };
	}

	/** The result of a message that may have been sent; undefined if it is to be sent again. */
	private unlessResent(entry: Entry, result: MessageResult): MessageResult | undefined {
		if (!this.limits.resendUnknown) return result;
		entry.unknown = EARLIER;
		return undefined;
	}

	/** For a message that no store was asked about: if only the claims tell of the first attempt, nobody knows. */
	private toUnclaimed = (cause: NotAttempted): Failure =>
		this.memory.isStartedOver ? toFailure('unknown', 'earlierUnverified') : toFailure('rejected', cause);

	private toEntry = (message: Message, index: number): Entry => {
		const { messageKey, claimKeys, notedKeys, siblingKey, onceKey } = message;
		const { isShared, executionMarker } = this.memory;
		const marker = isShared && executionMarker !== undefined ? `${executionMarker} ${messageKey}` : undefined;
		const keys = [...claimKeys, ...notedKeys, ...optional(siblingKey), ...optional(marker)];
		if (onceKey === undefined) return { ...message, index, store: this.claims, keys, marker };
		// A Send Once Key is good for one message ever: taken and open while its message is in progress, taken alone once
		// it is accepted, neither once it is rejected. What a killed process leaves open may have been sent.
		return { ...message, index, store: this.onceKeys, keys: [`taken ${onceKey}`, `open ${onceKey}`], marker };
	};

	/** Ends these and all the rest. */
	private endAll(entries: Entry[], result: Failure): [] {
		for (const entry of [...entries, ...this.rest.splice(0)]) this.end(entry, result);
		return [];
	}

	/** @returns the result as reported; undefined if there is none yet */
	private end({ index, messageKey, unknown }: Entry, raw: MessageResult | undefined): MessageResult | undefined {
		if (!raw) return undefined;
		let result = raw;
		// A message that may have been sent is never reported as not sent.
		if (unknown && raw.outcome === 'rejected') result = isNotAttempted(raw) ? unknown : { ...raw, outcome: 'unknown' };
		const { ledger } = this.memory;
		if (result.outcome === 'accepted') ledger.record(messageKey, result.value);
		if (result.outcome === 'unknown' && result.cause !== 'earlierUnverified') ledger.record(messageKey, null);
		this.results[index] = result;
		this.onEnd(result);
		return result;
	}
}
