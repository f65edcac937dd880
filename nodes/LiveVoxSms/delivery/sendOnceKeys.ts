import type { RetryingStore } from './retryingStore';

/** What earlier executions did with a key: nothing, its message was sent, or it may have been. */
export type KeyState = 'free' | 'sent' | 'unknown';

/**
 * Keys that are good for one message ever. While its message is in progress, each is in the store twice: as `taken` and
 * as `open`. Once LiveVox accepts the message only `taken` stays; once LiveVox rejects it, neither. What a killed
 * process leaves open may have been sent.
 */
export class SendOnceKeys {
	constructor(private readonly store: RetryingStore) {}

	/**
	 * Takes those of the keys that are free.
	 *
	 * @throws what the store throws: without it nothing tells what was sent
	 */
	async reserve(keys: string[]): Promise<Map<string, KeyState>> {
		if (keys.length === 0) return new Map();
		const known = await this.store.record(keys.flatMap((key) => [taken(key), open(key)]));
		const states = new Map(keys.map((key) => [key, stateOf(key, known)]));
		// Asking has opened those that were sent. If they can't be closed now, the next call does it: a failure here would
		// leave the free ones taken for ever.
		for (const [key, state] of states) if (state === 'sent') this.confirm(key);
		await this.flush();
		return states;
	}

	/** LiveVox accepted the key's message. */
	confirm(key: string): void {
		this.store.removeLater([open(key)]);
	}

	/** LiveVox certainly didn't accept it: another execution may send it. */
	release(key: string): void {
		this.store.removeLater([open(key), taken(key)]);
	}

	/** Writes what was confirmed and released, as far as the store takes it. */
	async flush(): Promise<void> {
		await this.store.flush().catch(() => undefined);
	}
}

const taken = (key: string): string => `taken ${key}`;
const open = (key: string): string => `open ${key}`;

function stateOf(key: string, known: Set<string>): KeyState {
	if (!known.has(taken(key))) return 'free';
	return known.has(open(key)) ? 'unknown' : 'sent';
}
