import type { KeyStore, Runtime } from './types';

const PAUSE_MS = 1_000;
const MAX_OUTAGE_MS = 60_000;

/**
 * Survives a short outage of n8n's database: a call that fails is repeated for a minute. But a store that has never
 * worked would hold up every run, so it is tried only once more, at once: the database may have been busy.
 */
export class RetryingStore {
	hasWorked = false;
	/** Why the last call failed; undefined if it worked. */
	error: string | undefined;
	private toRemove: string[] = [];

	constructor(
		private readonly store: KeyStore,
		private readonly runtime: Runtime,
	) {}

	/** @returns those of the keys that were in the store already; undefined if it failed */
	async record(keys: string[]): Promise<Set<string> | undefined> {
		if (keys.length === 0) return new Set();
		if (!(await this.flush())) return undefined;
		const recorded = await this.call(async () => await this.store.record(keys));
		return recorded && new Set(recorded.processed);
	}

	/** Removes the keys with the next call. */
	release(keys: string[]): void {
		this.toRemove = this.toRemove.concat(keys);
	}

	/** @returns whether everything released is removed; what isn't is removed with the next call */
	async flush(): Promise<boolean> {
		const keys = this.toRemove;
		if (keys.length === 0) return true;
		await this.call(async () => await this.store.remove(keys));
		if (this.error === undefined) this.toRemove = this.toRemove.slice(keys.length);
		return this.error === undefined;
	}

	private async call<T>(make: () => Promise<T>): Promise<T | undefined> {
		const { now, sleep, isStopped } = this.runtime;
		const until = now() + MAX_OUTAGE_MS;
		for (let attempt = 1; ; attempt++) {
			try {
				const result = await make();
				this.hasWorked = true;
				this.error = undefined;
				return result;
			} catch (error) {
				this.error = (error as Error).message;
			}
			if (this.hasWorked ? isStopped() || now() >= until : attempt === 2) return undefined;
			if (this.hasWorked) await sleep(PAUSE_MS);
		}
	}
}
