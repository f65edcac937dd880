import type { KeyStore, Runtime } from './types';

const PAUSE_MS = 1_000;
const MAX_OUTAGE_MS = 60_000;

/**
 * A store that survives a short outage of n8n's database: a call that fails is repeated for a minute. A store that has
 * never worked would hold up every run, so it is tried only once more, at once: the database may have been busy.
 */
export class RetryingStore {
	hasWorked = false;
	private toRemove: string[] = [];

	constructor(
		private readonly store: KeyStore,
		private readonly runtime: Omit<Runtime, 'random'>,
	) {}

	/**
	 * Records the keys, once those to be removed are gone.
	 *
	 * @returns those of the keys that were there
	 * @throws what the store throws at last
	 */
	async record(keys: string[]): Promise<Set<string>> {
		await this.flush();
		const { processed } = await this.call(async () => await this.store.record(keys));
		return new Set(processed);
	}

	/** Removes the keys with the next call. */
	removeLater(keys: string[]): void {
		for (const key of keys) this.toRemove.push(key);
	}

	/** @throws what the store throws at last; the next call tries again */
	async flush(): Promise<void> {
		if (this.toRemove.length === 0) return;
		const keys = [...this.toRemove];
		await this.call(async () => await this.store.remove(keys));
		this.toRemove.splice(0, keys.length);
	}

	private async call<T>(make: () => Promise<T>): Promise<T> {
		const { now, sleep, isStopped } = this.runtime;
		const until = now() + MAX_OUTAGE_MS;
		for (let attempt = 1; ; attempt++) {
			try {
				const result = await make();
				this.hasWorked = true;
				return result;
			} catch (error) {
				const isWorthRetrying = this.hasWorked ? !isStopped() && now() < until : attempt === 1;
				if (!isWorthRetrying) throw error;
			}
			if (this.hasWorked) await sleep(PAUSE_MS);
		}
	}
}
