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
	 * Removes what was released, and records the keys.
	 *
	 * @returns those that were there
	 * @throws what the store throws at last
	 */
	async record(keys: string[]): Promise<Set<string>> {
		if (keys.length === 0) return new Set();
		await this.removeReleased();
		const { processed } = await this.call(async () => await this.store.record(keys));
		return new Set(processed);
	}

	/** Removes the keys with the next call. */
	release(keys: string[]): void {
		this.toRemove = this.toRemove.concat(keys);
	}

	/** Removes what was released; the next call does if this one fails. */
	async flush(): Promise<void> {
		await this.removeReleased().catch(() => undefined);
	}

	private async removeReleased(): Promise<void> {
		const keys = this.toRemove;
		if (keys.length === 0) return;
		await this.call(async () => await this.store.remove(keys));
		this.toRemove = this.toRemove.slice(keys.length);
	}

	private async call<T>(make: () => Promise<T>): Promise<T> {
		const { now, sleep, isStopped } = this.runtime;
		const until = now() + MAX_OUTAGE_MS;
		for (let attempt = 1; this.hasWorked ? !isStopped() && now() < until : attempt === 1; attempt++) {
			const result = await make().then(
				(value) => ({ value }),
				() => undefined,
			);
			this.hasWorked ||= result !== undefined;
			if (result) return result.value;
			if (this.hasWorked) await sleep(PAUSE_MS);
		}
		const value = await make();
		this.hasWorked = true;
		return value;
	}
}
