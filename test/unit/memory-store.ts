import type { KeyStore } from '../../nodes/LiveVoxSms/delivery/types';

/** n8n's de-duplication store, as far as a delivery uses it. It can be told to fail. */
export class MemoryStore implements KeyStore {
	/** What it throws instead of doing anything. */
	error: string | undefined;
	/** How long half a call takes. */
	pause: () => Promise<void> = async () => undefined;
	/** Each call that was made, and how many keys it had. */
	readonly calls: Array<['record' | 'remove', number]> = [];
	private readonly keys = new Set<string>();

	get content(): string[] {
		return [...this.keys].sort();
	}

	readonly record = async (keys: string[]) => {
		this.called('record', keys);
		await this.pause();
		const had = new Set(keys.filter((key) => this.keys.has(key)));
		for (const key of keys) this.keys.add(key);
		await this.pause();
		return had;
	};

	remove = async (keys: string[]) => {
		this.called('remove', keys);
		await this.pause();
		for (const key of keys) this.keys.delete(key);
		await this.pause();
	};

	private called(name: 'record' | 'remove', keys: string[]): void {
		this.calls.push([name, keys.length]);
		if (this.error !== undefined) throw new Error(this.error);
	}
}
