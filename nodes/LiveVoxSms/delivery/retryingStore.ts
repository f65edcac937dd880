import type { KeyStore, Runtime } from './types';

const PAUSE_MS = 1_000;
const MAX_OUTAGE_MS = 60_000;
/** A call of another process that has read before this one wrote is over by then, unless it takes this many times as long. */
const CALLS_TO_LOOK = 2;
const MAX_LOOK_MS = 250;

/** So that no two marks of this process are the same; those of another are told apart by chance. */
let marks = 0;

/** Repeats a call that fails for a minute: n8n's database may be back by then. */
export class RetryingStore {
	hasWorked = false;
	/** Why the last call failed; undefined if it worked. */
	error: string | undefined;
	/** Milliseconds that its calls have taken, without the pauses between them. */
	busyMs = 0;
	private longestMs = 0;
	private released: string[] = [];

	constructor(
		private readonly store: KeyStore,
		private readonly runtime: Runtime,
	) {}

	/** @returns those of the keys that were in the store already; undefined if it failed */
	async record(keys: string[]): Promise<ReadonlySet<string | undefined> | undefined> {
		if (keys.length === 0) return new Set();
		if (!(await this.flush())) return undefined;
		return await this.retry(async () => await this.store.record(keys));
	}

	/**
	 * The same for keys that other processes may be recording: n8n's store has no lock, so that what one has written may be
	 * overwritten by another that has read before. After the time that two calls take, it looks whether that has happened.
	 */
	async recordUnlocked(keys: string[]): Promise<ReadonlySet<string | undefined> | undefined> {
		if (keys.length === 0) return new Set();
		const { random, sleep } = this.runtime;
		const mark = `mark ${random()} ${marks++}`;
		const found = await this.record([...keys, mark]);
		if (!found) return undefined;
		await sleep(Math.min(MAX_LOOK_MS, CALLS_TO_LOOK * this.longestMs));
		const kept = await this.record([mark]);
		this.release([mark]);
		if (!kept || kept.has(mark)) return kept && found;
		const foundByNow = await this.record(keys);
		return foundByNow && new Set([...found, ...foundByNow]);
	}

	/** Removes the keys with the next call. */
	release(keys: string[]): void {
		this.released = this.released.concat(keys);
	}

	/** @returns whether everything released is removed; what isn't is removed with the next call */
	async flush(): Promise<boolean> {
		const keys = this.released;
		if (keys.length === 0) return true;
		await this.retry(async () => await this.store.remove(keys));
		if (this.error === undefined) this.released = this.released.slice(keys.length);
		return this.error === undefined;
	}

	private async retry<T>(call: () => Promise<T>): Promise<T | undefined> {
		const { now, sleep, isStopped } = this.runtime;
		const until = now() + MAX_OUTAGE_MS;
		for (let attempt = 1; ; attempt++) {
			const startedAt = now();
			try {
				const result = await call();
				this.busyMs += now() - startedAt;
				this.longestMs = Math.max(this.longestMs, now() - startedAt);
				this.hasWorked = true;
				this.error = undefined;
				return result;
			} catch (error) {
				this.error = (error as Error).message;
			}
			// Waiting for a store that has never worked would hold up every run. But it may have been busy once.
			if (this.hasWorked ? isStopped() || now() >= until : attempt === 2) return undefined;
			if (this.hasWorked) await sleep(PAUSE_MS);
		}
	}
}
