import type { TransactionId } from './types';

/**
 * What n8n keeps of a node for the retries of an execution, as plain data: for each run of the node and each message
 * the transaction ID, or null if the result is unknown; nothing for a rejected one. No number, no text.
 */
export type LedgerData = Record<string, Record<string, TransactionId | null>>;

/** The messages that this process is sending and who sends them, by the entries of their run. */
const pending = new WeakMap<LedgerData[string], Map<string, Ledger>>();

/**
 * Remembers the messages of one run of a node, so that a retry of the execution repeats none of them. It writes into the
 * data as each message ends: whatever interrupts the run, what has ended is kept.
 */
export class Ledger {
	private readonly entries: LedgerData[string];
	private readonly pending: Map<string, Ledger>;

	/** @param run which run of the node in this execution, as in a loop; the same again in a retry */
	constructor(data: LedgerData, run: string) {
		this.entries = data[run] ??= {};
		this.pending = pending.get(this.entries) ?? new Map();
		pending.set(this.entries, this.pending);
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
		this.pending.set(messageKey, this);
	}

	/** @param id null if the result is unknown */
	record(messageKey: string, id: TransactionId | null): void {
		this.entries[messageKey] = id;
		if (this.pending.get(messageKey) === this) this.pending.delete(messageKey);
	}

	/** Forgets what this run started and didn't record: LiveVox certainly didn't accept it. */
	forgetRest(): void {
		for (const [messageKey, ledger] of this.pending) {
			if (ledger !== this) continue;
			delete this.entries[messageKey];
			this.pending.delete(messageKey);
		}
	}
}
