import { RetryingStore } from './retryingStore';

/**
 * Keys that are good for one message ever. While its message is in progress, each is in the store twice: as `taken` and
 * as `open`. Once LiveVox accepts the message only `taken` stays; once LiveVox rejects it, neither. What a killed
 * process leaves open may have been sent.
 */
export class SendOnceKeys extends RetryingStore {
	/**
	 * Takes those of the keys that are free.
	 *
	 * @returns the others: the key's message was sent, or its result is unknown
	 * @throws what the store throws: without it nothing tells what was sent
	 */
	async reserve(keys: string[]): Promise<Map<string, 'sent' | 'unknown'>> {
		const known = await this.record(keys.flatMap((key) => [taken(key), open(key)]));
		const used = keys.filter((key) => known.has(taken(key)));
		// Asking has opened those that were sent. If they can't be closed now, the next call closes them.
		for (const key of used) if (!known.has(open(key))) this.confirm(key);
		await this.flush();
		return new Map(used.map((key) => [key, known.has(open(key)) ? 'unknown' : 'sent']));
	}

	/** LiveVox accepted the key's message. */
	confirm(key: string): void {
		this.release([open(key)]);
	}

	/** LiveVox certainly didn't accept it: another execution may send it. */
	giveBack(key: string): void {
		this.release([open(key), taken(key)]);
	}
}

const taken = (key: string): string => `taken ${key}`;
const open = (key: string): string => `open ${key}`;
