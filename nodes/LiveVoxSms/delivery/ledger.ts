/**
 * What n8n keeps of a node between the tries of one execution, as plain data: for each run of the node and
 * each message begun in it the transaction id, or null where the end is unknown; nothing for one that
 * LiveVox refused. No number, no text.
 */
export type LedgerData = Record<string, Record<string, number | string | null>>;

/** The messages that are under way in this process, by the entries of their run. */
const underWay = new WeakMap<LedgerData[string], Set<string>>();

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

	/** Notes a message before it is sent, so that others with these entries at the same time leave it alone. */
	begin(slot: string): void {
		this.recordUnknown(slot);
		this.underWay.add(slot);
	}

	isUnderWay(slot: string): boolean {
		return this.underWay.has(slot);
	}

	/** What it came to is recorded. */
	end(slot: string): void {
		this.underWay.delete(slot);
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

	private get underWay(): Set<string> {
		const slots = underWay.get(this.entries) ?? new Set();
		underWay.set(this.entries, slots);
		return slots;
	}
}
