import type { ClaimStore } from '../../nodes/LiveVoxSms/delivery/claims';
import { MemoryStore } from '../unit/memory-store';
import type { VirtualTime } from '../unit/virtual-time';
import type { Outage } from './plan';

/** A store whose calls take 6 ms, and that refuses while n8n's database is away. */
export class UnsteadyStore implements ClaimStore {
	/** Its times are those of the clock. */
	outage: Outage | null = null;
	private readonly store = new MemoryStore();

	constructor(private readonly time: VirtualTime) {
		this.store.pause = async () => await time.sleep(3);
	}

	readonly record = async (keys: string[]) =>
		await this.outdone(async () => await this.store.record(keys));

	readonly remove = async (keys: string[]) =>
		await this.outdone(async () => await this.store.remove(keys));

	private async outdone<T>(call: () => Promise<T>): Promise<T> {
		const now = this.time.now();
		const { from = Infinity, lasts = 0, isDone = false } = this.outage ?? {};
		if (now < from || now >= from + lasts) return await call();
		if (isDone) await call();
		throw new Error('The database does not answer');
	}
}
