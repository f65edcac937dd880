import type { TransactionId } from './types';

/** Kept with the execution, by run and message: the transaction ID, or null if unknown. No phone number, no text. */
export type LedgerData = Record<string, Record<string, TransactionId | null>>;

/** The messages that this process is sending: by which run, and whether none before it has started them. */
type Pending = Map<string, { ledger: Ledger; isFirst: boolean }>;

const pendingOf = new WeakMap<LedgerData[string], Pending>();

/** The messages of one run, so that a retry repeats none. Written as each ends, so that no interruption loses one. */
export class Ledger {
	private readonly entries: LedgerData[string];
	private readonly pending: Pending;

	/** @param run which run of the node this is in the execution, as in a loop; the same again in a retry */
	constructor(data: LedgerData, run: string) {
		this.entries = data[run] ??= {};
		this.pending = pendingOf.get(this.entries) ?? new Map();
		pendingOf.set(this.entries, this.pending);
	}

	/** @returns null if an earlier attempt's result is unknown; undefined if the message may be sent */
	find = (messageKey: string): TransactionId | null | undefined => this.entries[messageKey];

	/** Whether another run that shares the ledger is sending the message. */
	isPending = (messageKey: string): boolean => this.pending.has(messageKey);

	/** Notes a message before it is sent, so that runs that share the ledger leave it alone. */
	start(messageKey: string): void {
		this.pending.set(messageKey, { ledger: this, isFirst: !Object.hasOwn(this.entries, messageKey) });
		this.entries[messageKey] = null;
	}

	/** @param id null if the result is unknown */
	record(messageKey: string, id: TransactionId | null): void {
		this.entries[messageKey] = id;
		if (this.pending.get(messageKey)?.ledger === this) this.pending.delete(messageKey);
	}

	/** Forgets what this run started first and didn't record: LiveVox certainly didn't accept it. */
	forgetRest(): void {
		for (const [messageKey, { ledger, isFirst }] of this.pending) {
			if (ledger !== this) continue;
			this.pending.delete(messageKey);
			if (isFirst) delete this.entries[messageKey];
		}
	}
}
