import type { KeyStore } from '../../nodes/LiveVoxSms/delivery/types';
import type { VirtualTime } from '../unit/virtual-time';
import type { Outage, CallFailure } from './plan';

/** n8n's database: it may be away for a while, or fail single calls. */
export class Database {
	outage: Outage | null = null;
	/** false: a store is read, and after a while written back as it was, with the changes. */
	isAtomic = true;
	private failures: CallFailure[] = [];
	private calls = 0;

	constructor(readonly time: VirtualTime) {}

	/** Fails these of the calls that are made from now on. */
	fail(failures: CallFailure[]): void {
		this.calls = 0;
		this.failures = failures;
	}

	async call<T>(does: () => Promise<T>): Promise<T> {
		const now = this.time.passed;
		const { from, lasts } = this.outage ?? { from: Infinity, lasts: 0 };
		const number = this.calls++;
		const failure = now >= from && now < from + lasts ? this.outage : this.failures.find(({ call }) => call === number);
		if (!failure) return await does();
		if (failure.isDone) await does();
		throw new Error('The database does not answer');
	}
}

/** A store in it whose calls take 6 ms. */
export class UnsteadyStore implements KeyStore {
	private keys = new Set<string>();

	constructor(private readonly database: Database) {}

	readonly record = async (keys: string[]) =>
		await this.changed((stored) => {
			const had = new Set(keys.filter((key) => stored.has(key)));
			for (const key of keys) stored.add(key);
			return had;
		});

	readonly remove = async (keys: string[]) =>
		await this.changed((stored) => {
			for (const key of keys) stored.delete(key);
		});

	private async changed<T>(change: (stored: Set<string>) => T): Promise<T> {
		const { time, isAtomic } = this.database;
		return await this.database.call(async () => {
			const read = isAtomic ? undefined : new Set(this.keys);
			await time.sleep(3);
			const result = change(read ?? this.keys);
			if (read) this.keys = read;
			await time.sleep(3);
			return result;
		});
	}
}
