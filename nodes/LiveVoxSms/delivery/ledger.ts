/**
 * What n8n keeps of a node between the runs of one execution, as plain data: for each run index and item
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

	/** @param runIndex how often the node has run in this execution; the same again in a retry */
	constructor(data: LedgerData, runIndex: number) {
		this.entries = data[runIndex] ??= {};
	}

	/** What an earlier try of the same body for that item came to; undefined where it may be sent. */
	find(item: number, hash: string): { id: number | string } | 'unknown' | undefined {
		const [known, id] = this.entries[item] ?? [];
		if (known !== hash) return undefined;
		return id === undefined ? 'unknown' : { id };
	}

	recordAccepted(item: number, hash: string, id: number | string): void {
		this.entries[item] = [hash, id];
	}

	recordUnknown(item: number, hash: string): void {
		this.entries[item] = [hash];
	}

	recordRefused(item: number): void {
		delete this.entries[item];
	}
}
