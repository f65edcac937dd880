/**
 * What n8n keeps of a node between the tries of one execution, as plain data: for each run of the node and
 * each message begun in it the transaction id, or null where the end is unknown; nothing for one that
 * LiveVox refused. No number, no text.
 */
export type LedgerData = Record<string, Record<string, number | string | null>>;

/**
 * Remembers the messages of one run of a node, so that a retry of the execution repeats none of them.
 * It writes into the data as each message ends: whatever interrupts the run, what has ended is kept.
 */
export class Ledger {
	private readonly entries: Record<string, number | string | null>;

	/** @param run which run of the node in this execution, as in a loop; the same again in a retry */
	constructor(data: LedgerData, run: string) {
		this.entries = data[run] ??= {};
	}

	/** What an earlier try of the same message came to; undefined where it may be sent. */
	find(slot: string): { id: number | string } | 'unknown' | undefined {
		const id = this.entries[slot];
		if (id === undefined) return undefined;
		return id === null ? 'unknown' : { id };
	}

	recordAccepted(slot: string, id: number | string): void {
		this.entries[slot] = id;
	}

	recordUnknown(slot: string): void {
		this.entries[slot] = null;
	}

	/** LiveVox has certainly not accepted it. */
	forget(slot: string): void {
		delete this.entries[slot];
	}
}
