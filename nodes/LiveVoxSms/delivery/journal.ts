import type { RetryingStore } from './retryingStore';
import type { TransactionId } from './types';

/**
 * What n8n keeps of a node for the retries of an execution, as plain data: for each run of the node and each message
 * the transaction ID, or null if the result is unknown; nothing for a rejected one. No number, no text.
 */
export type LedgerData = Record<string, Record<string, TransactionId | null>>;

/** The messages that this process is sending, by the entries of their run. */
const pendingKeys = new WeakMap<LedgerData[string], Set<string>>();

/**
 * Remembers the messages of one run of a node, so that a retry of the execution repeats none of them. It writes into the
 * data as each message ends: whatever interrupts the run, what has ended is kept.
 */
export class Ledger {
	private readonly entries: LedgerData[string];
	private readonly pending: Set<string>;
	/** Those of `pending` that this run started. */
	private readonly started = new Set<string>();

	/** @param run which run of the node in this execution, as in a loop; the same again in a retry */
	constructor(data: LedgerData, run: string) {
		this.entries = data[run] ??= {};
		this.pending = pendingKeys.get(this.entries) ?? new Set();
		pendingKeys.set(this.entries, this.pending);
	}

	/** @returns null if an earlier attempt's result is unknown; undefined if the message may be sent */
	find(messageKey: string): TransactionId | null | undefined {
		return this.entries[messageKey];
	}

	/** Whether another run that shares the ledger is sending the message. */
	isPending(messageKey: string): boolean {
		return this.pending.has(messageKey);
	}

	/** Notes a message before it is sent, so that runs that share the ledger leave it alone. */
	start(messageKey: string): void {
		this.entries[messageKey] = null;
		this.pending.add(messageKey);
		this.started.add(messageKey);
	}

	/** @param id null if the result is unknown */
	record(messageKey: string, id: TransactionId | null): void {
		this.entries[messageKey] = id;
		if (this.started.delete(messageKey)) this.pending.delete(messageKey);
	}

	/** Forgets what was started and not recorded: LiveVox certainly didn't accept it. */
	forgetRest(): void {
		for (const messageKey of this.started) {
			delete this.entries[messageKey];
			this.pending.delete(messageKey);
		}
	}
}

/**
 * Keys claimed before their messages are sent: what a killed process leaves behind. A key that is claimed already belongs
 * to a message that an earlier run of the same execution may have sent.
 */
export class Claims {
	/** The store failed, and a retry would repeat what is sent now, or this run what was sent before. */
	isLost = false;
	/** Why messages went out without their claims; undefined if none did. */
	unprotected: string | undefined;

	/** @param isRequired whether nothing else tells what an earlier run has sent */
	constructor(
		private readonly store: RetryingStore,
		private readonly isRequired: boolean,
	) {}

	/**
	 * A run does without a store that has never worked, and asks it again for the next messages.
	 *
	 * @returns those of the keys that were claimed before
	 */
	async claim(keys: string[]): Promise<Set<string>> {
		if (this.isLost || keys.length === 0) return new Set();
		try {
			return await this.store.record(keys);
		} catch (error) {
			this.isLost = this.store.hasWorked || this.isRequired;
			if (!this.isLost) this.unprotected = (error as Error).message;
			return new Set();
		}
	}

	/** LiveVox certainly didn't accept their message: the next run may send it. */
	release(keys: string[]): void {
		this.store.removeLater(keys);
	}

	/** Writes what was released, as far as the store takes it. */
	async flush(): Promise<void> {
		if (!this.isLost) await this.store.flush().catch(() => undefined);
	}
}
