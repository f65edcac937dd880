/** How much of a run's time the calls to the store may take. */
const SHARE = 0.03;
const LEAST = 10;
/** Calls that are looked back on. */
const REMEMBERED = 25;

/**
 * How many messages are claimed with one call to the store. Few, because after a crash all of them are unknown;
 * enough for the calls to take no more than 3 % of the run's time, because a call takes about as long for one key as
 * for fifty.
 */
export class ChunkSize {
	private readonly startedAt: number;
	private readonly callsMs: number[] = [];

	/** @param now milliseconds */
	constructor(
		private readonly most: number,
		private readonly now: () => number,
	) {
		this.startedAt = now();
	}

	/** @param sent how many messages of the run LiveVox has answered by now */
	next(sent: number): number {
		if (sent === 0) return Math.min(this.most, LEAST);
		const msPerMessage = (this.now() - this.startedAt) / sent;
		// Waiting for the messages on their way only adds to a call: the shortest tells what one costs.
		const affordable = Math.ceil(Math.min(...this.callsMs) / (SHARE * msPerMessage));
		return Math.min(this.most, Math.max(LEAST, affordable));
	}

	/** Waits for a call to the store, and learns from it how long one takes. */
	async timed<T>(call: Promise<T>): Promise<T> {
		const before = this.now();
		const result = await call;
		this.callsMs.push(this.now() - before);
		if (this.callsMs.length > REMEMBERED) this.callsMs.shift();
		return result;
	}
}
