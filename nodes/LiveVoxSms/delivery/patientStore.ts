import type { ClaimStore } from './claims';
import type { Surroundings } from './pool';
import { SteadyClock } from './steadyClock';

const PAUSE = 1_000;
const LONGEST_OUTAGE = 60_000;

/**
 * A store that outlasts a short absence of n8n's database: a call that is refused is made again for a minute.
 * Only a store that has worked before is waited for: one that never did would hold up every run, and is asked once more
 * at once, for it may have been busy just then.
 */
export class PatientStore implements ClaimStore {
	hasWorked = false;

	constructor(
		private readonly store: ClaimStore,
		private readonly surroundings: Pick<Surroundings, 'now' | 'sleep' | 'isStopped'>,
	) {}

	/** @throws what the store throws at last */
	async record(keys: string[]): ReturnType<ClaimStore['record']> {
		return await this.outlasting(async () => await this.store.record(keys));
	}

	/** @throws what the store throws at last */
	async remove(keys: string[]): Promise<void> {
		await this.outlasting(async () => await this.store.remove(keys));
	}

	private async outlasting<T>(call: () => Promise<T>): Promise<T> {
		const { isStopped } = this.surroundings;
		const clock = new SteadyClock(this.surroundings);
		const until = clock.now() + LONGEST_OUTAGE;
		const isWorthAPause = () => this.hasWorked && !isStopped() && clock.now() < until;
		let result = await this.made(call);
		if ('refusal' in result && !this.hasWorked) result = await this.made(call);
		while ('refusal' in result && isWorthAPause()) {
			await clock.sleep(PAUSE);
			result = await this.made(call);
		}
		if ('refusal' in result) return await Promise.reject(result.refusal);
		return result.value;
	}

	private async made<T>(call: () => Promise<T>): Promise<{ value: T } | { refusal: unknown }> {
		try {
			const value = await call();
			this.hasWorked = true;
			return { value };
		} catch (refusal) {
			return { refusal };
		}
	}
}
