/**
 * What n8n keeps of a node between the tries of one execution, as plain data: for each run and slot (item)
 * the hash of the body, and the transaction id where LiveVox accepted it. No number, no text.
 */
export type LedgerData = Record<string, Record<string, LedgerEntry>>;

/** `[hash, id]`: accepted. `[hash]`: the end is unknown. Refused messages have no entry. */
type LedgerEntry = [hash: string] | [hash: string, id: number | string];

/**
 * Remembers the messages of one run of a node, so that a retry of the execution repeats none of them.
 * It writes into the data as each message ends: whatever interrupts the run, what has ended is kept.
 */
export class Ledger {
	private readonly entries: Record<string, LedgerEntry>;

	/** @param run which run of the node in this execution, as in a loop; the same again in a retry */
	constructor(data: LedgerData, run: string) {
		this.entries = data[run] ??= {};
	}

	/** What an earlier try of the same body in that slot came to; undefined where it may be sent. */
	find(slot: string, hash: string): { id: number | string } | 'unknown' | undefined {
		const [known, id] = this.entries[slot] ?? [];
		if (known !== hash) return undefined;
		return id === undefined ? 'unknown' : { id };
	}

	recordAccepted(slot: string, hash: string, id: number | string): void {
		this.entries[slot] = [hash, id];
	}

	recordUnknown(slot: string, hash: string): void {
		this.entries[slot] = [hash];
	}

	recordRefused(slot: string): void {
		delete this.entries[slot];
	}
}
