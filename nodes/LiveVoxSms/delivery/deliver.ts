import { notAttempted, toWords } from '../shared/errorMessages';
import { isNotAttempted, type Failure, type MaybeAttempted, type NotAttempted, type Result } from '../shared/result';
import { BatchSize } from './batchSize';
import { KeyLock } from './keyLock';
import { RetryingStore } from './retryingStore';
import { SendQueue, type Job } from './sendQueue';
import type { DeliveryReport, Held, Limits, Memory, Message, MessageResult, Runtime, TransactionId } from './types';

interface Entry extends Message, Job {
	index: number;
	/** Where it is recorded before it is sent, and by which keys. */
	store: RetryingStore;
	keys: string[];
	marker: string | undefined;
}

/** How often a stop is looked for, and whether another execution has ended with a key. */
const LOCK_POLL_MS = 50;

const toFailure = (outcome: Failure['outcome'], cause: NotAttempted | MaybeAttempted): Failure => ({
	outcome,
	cause,
	error: toWords(notAttempted[cause]),
});
const EARLIER = toFailure('unknown', 'earlierAttempt');
const DUPLICATE = toFailure('unknown', 'duplicateExecution');

/**
 * Sends messages in parallel, each at most once in an execution and its retries. What the ledger knows as accepted isn't
 * sent again; what it, or a claim, knows as started is reported as unknown; the rest is claimed in batches and sent.
 */
export class Delivery {
	private readonly claims: RetryingStore;
	private readonly onceKeys: RetryingStore;
	private readonly lock: KeyLock;
	/** Send Once Keys whose messages have ended, as yet unknown to the store. */
	private endedKeys: string[] = [];
	private readonly results: MessageResult[] = [];
	private unprotected: string | undefined;
	/** Neither ended nor claimed. */
	private rest: Entry[] = [];

	/** @param onEnd called for each message as it ends */
	constructor(
		private readonly messages: Message[],
		private readonly memory: Memory,
		private readonly limits: Limits,
		private readonly runtime: Runtime,
		private readonly onEnd: (result: MessageResult) => void,
	) {
		this.claims = new RetryingStore(memory.claims, runtime);
		this.onceKeys = new RetryingStore(memory.onceKeys, runtime);
		this.lock = new KeyLock(memory.keyScope);
	}

	async run(): Promise<DeliveryReport> {
		return await this.deliver().finally(() => this.lock.unlockAll());
	}

	private async deliver(): Promise<DeliveryReport> {
		const { memory, limits, runtime, claims, results } = this;
		const seenKeys = new Set<string>();
		this.rest = this.messages.map(this.toEntry).filter((entry) => !this.end(entry, this.knownResult(entry, seenKeys)));
		if (memory.isShared) for (const { messageKey } of this.rest) memory.ledger.start(messageKey);
		const queue = new SendQueue(limits, runtime, this.claimBatches(), this.endClaimed);
		const unsent = await queue.run();
		const cause = runtime.isStopped() ? 'stopped' : 'earlierFailure';
		const notSent = toFailure('rejected', cause);
		for (const entry of unsent) this.endClaimed(entry, notSent);
		this.endRest(this.toUnclaimed(cause));
		// The calling workflow may call this one again because of the error: then the claims aren't a sibling's.
		if (limits.stopAtFailure && this.hasFailed)
			claims.release(this.messages.flatMap(({ siblingKey }) => siblingKey ?? []));
		if (claims.error === undefined) await claims.flush();
		await this.onceKeys.flush();
		// Not before their claims are gone: another run would claim them again, and lose its claims to this one.
		memory.ledger.forgetRest();
		return { results, waited: queue.waited, unprotected: this.unprotected };
	}

	private get hasFailed(): boolean {
		return this.results.some((result) => 'error' in result);
	}

	/** What is known without the stores; undefined if the message may be sent. */
	private knownResult(entry: Entry, seenKeys: Set<string>): MessageResult | undefined {
		const { messageKey, onceKey, isExcluded } = entry;
		const id = this.memory.ledger.find(messageKey);
		// It uses up no key: another item may have the same, and another recipient.
		if (isExcluded && id === undefined) return { outcome: 'skipped', state: 'excluded' };
		const held = id === undefined && this.heldUnclaimed(entry);
		if (held) return held;
		if (onceKey !== undefined) {
			if (seenKeys.has(onceKey)) return { outcome: 'skipped', state: 'repeated' };
			seenKeys.add(onceKey);
		}
		if (id === undefined) return undefined;
		if (id !== null) return { outcome: 'accepted', value: id, alreadySent: true };
		const isFinal = isExcluded || this.memory.ledger.isPending(messageKey);
		return isFinal ? EARLIER : this.unlessResent(entry, EARLIER);
	}

	/** Held without a claim. But if only the claims tell of the first attempt, they have to be asked first. */
	private heldUnclaimed({ checkHours }: Entry): Held | undefined {
		return this.memory.isStartedOver ? undefined : checkHours?.();
	}

	/** Takes those of the next messages that may be claimed; the others are held. */
	private takeOpen(size: number): Entry[] {
		const batch = this.rest.slice(0, size).filter((entry) => !this.end(entry, this.heldUnclaimed(entry)));
		this.rest.splice(0, size, ...batch);
		return batch;
	}

	/** Claims the messages batch by batch, and yields those to send. */
	private async *claimBatches(): AsyncGenerator<Entry[], void, number> {
		const { claims, onceKeys, memory, runtime } = this;
		// The other run reads no claim of this one, so nothing is safe to send.
		if (memory.isDuplicate) return this.endRest(DUPLICATE);
		const hasKeys = this.rest.some(({ onceKey }) => onceKey !== undefined);
		const batchSize = new BatchSize(runtime.now(), this.limits, hasKeys, memory.maxBatch);
		let left = 0;
		let marker = memory.isShared ? undefined : memory.executionMarker;
		while (this.rest.length > 0) {
			const busyMs = claims.busyMs + onceKeys.busyMs;
			const size = batchSize.next({ now: runtime.now(), busyMs, left, rest: this.rest.length });
			const batch = this.takeOpen(size);
			if (!(await this.lockKeys(batch))) return;
			const keysFor = (at: RetryingStore): string[] => batch.flatMap(({ store, keys }) => (store === at ? keys : []));
			const claimed = await claims.record([marker ?? [], keysFor(claims)].flat());
			if (claimed?.has(marker)) return this.endRest(DUPLICATE);
			marker = undefined;
			// A run does without a store that never worked. But a retry would repeat what is sent now without its claim.
			const isLost = !claimed && (claims.hasWorked || memory.isStartedOver);
			if (isLost) return this.endRest(this.toUnclaimed('storeLost'));
			if (!claimed) this.unprotected = claims.error;
			const used = await onceKeys.recordUnlocked(keysFor(onceKeys));
			this.rest.splice(0, batch.length);
			const foundFor = (entry: Entry) => (entry.store === claims ? claimed : used);
			const toSend = batch.filter((entry) => !this.endLocked(entry, this.heldResult(entry, foundFor(entry))));
			// Asking has opened the keys of those that were sent before.
			if (toSend.length < batch.length) await this.flushKeys();
			batchSize.onClaimed(toSend.length);
			left = yield toSend;
		}
	}

	/** Waits for other executions that send for the same keys. @returns false if this one ends before */
	private async lockKeys(batch: Entry[]): Promise<boolean> {
		const { limits, lock, runtime } = this;
		const keys = batch.flatMap(({ onceKey }) => onceKey ?? []);
		while (!lock.tryLock(keys)) {
			if (runtime.isStopped() || (limits.stopAtFailure && this.hasFailed)) return false;
			// The other one may be waiting for these.
			await this.flushKeys();
			await runtime.sleep(LOCK_POLL_MS);
		}
		return true;
	}

	/** Another execution may use a key once the store knows how its message ended. */
	private async flushKeys(): Promise<void> {
		const keys = this.endedKeys.splice(0);
		if (await this.onceKeys.flush()) this.lock.unlock(keys);
		else this.endedKeys.push(...keys);
	}

	/** @param found which of its keys its store had; undefined if the store failed */
	private heldResult(entry: Entry, found?: ReadonlySet<string | undefined>): MessageResult | undefined {
		const { store, keys, claimKeys, siblingKey, marker } = entry;
		if (store === this.onceKeys) {
			const [taken, open] = keys as [string, string];
			if (!found) return this.toUnclaimed('keyUnverified');
			if (!found.has(taken)) return undefined;
			if (found.has(open)) return this.unlessResent(entry, { outcome: 'skipped', state: 'unknown' });
			store.release([open]); // Asking has opened it.
			return { outcome: 'skipped', state: 'sent' };
		}
		// A first attempt finds only claims of another execution that began in the same millisecond.
		if (this.memory.isRetry && claimKeys.some((key) => found?.has(key)) && !found?.has(siblingKey)) {
			store.release(keys.filter((key) => key === siblingKey));
			return this.unlessResent(entry, EARLIER);
		}
		if (found?.has(marker)) return this.unlessResent(entry, DUPLICATE);
		// A claim that was there is another execution's, and stays if LiveVox rejects this message.
		entry.keys = keys.filter((key) => !found?.has(key));
		return undefined;
	}

	/** The result of a message that may have been sent; undefined if it is to be sent again. */
	private unlessResent(entry: Entry, result: MessageResult): MessageResult | undefined {
		if (!this.limits.resendUnknown) return result;
		entry.unknown = EARLIER;
		return undefined;
	}

	/** For a message that no store was asked about: if only the claims tell of the first attempt, nobody knows. */
	private toUnclaimed(cause: NotAttempted): Failure {
		return this.memory.isStartedOver ? toFailure('unknown', 'earlierUnverified') : toFailure('rejected', cause);
	}

	private toEntry = (message: Message, index: number): Entry => {
		const { messageKey, claimKeys, notedKeys, siblingKey, onceKey } = message;
		const { isShared, executionMarker } = this.memory;
		const marker = isShared && executionMarker !== undefined ? `${executionMarker} ${messageKey}` : undefined;
		const keys = [...claimKeys, ...notedKeys, siblingKey ?? [], marker ?? []].flat();
		if (onceKey === undefined) return { ...message, index, store: this.claims, keys, marker };
		// Taken and open while its message is in progress, taken alone once that is accepted, neither once it is rejected.
		// What a killed process leaves open may have been sent.
		return { ...message, index, store: this.onceKeys, keys: [`taken ${onceKey}`, `open ${onceKey}`], marker };
	};

	private endClaimed = (entry: Entry, ended: Result<TransactionId> | Held): void => {
		const outcome = this.endLocked(entry, ended)?.outcome;
		if (outcome === 'rejected' || outcome === 'held') entry.store.release(entry.keys);
		if (outcome === 'accepted' && entry.store === this.onceKeys) this.onceKeys.release(entry.keys.slice(1));
	};

	private endLocked(entry: Entry, result: MessageResult | undefined): MessageResult | undefined {
		const ended = this.end(entry, result);
		if (ended && entry.onceKey !== undefined) this.endedKeys.push(entry.onceKey);
		return ended;
	}

	/** Ends all that isn't claimed. */
	private endRest(result: Failure): void {
		for (const entry of this.rest.splice(0)) this.end(entry, result);
	}

	/** @returns the result as reported; undefined if there is none yet */
	private end({ index, messageKey, unknown }: Entry, raw: MessageResult | undefined): MessageResult | undefined {
		if (!raw) return undefined;
		let result = raw;
		// A message that may have been sent is never reported as not sent.
		if (unknown && raw.outcome === 'held') result = unknown;
		if (unknown && raw.outcome === 'rejected') result = isNotAttempted(raw) ? unknown : { ...raw, outcome: 'unknown' };
		const { ledger } = this.memory;
		if (result.outcome === 'accepted') ledger.record(messageKey, result.value);
		if (result.outcome === 'unknown' && result.cause !== 'earlierUnverified') ledger.record(messageKey, null);
		this.results[index] = result;
		this.onEnd(result);
		return result;
	}
}
