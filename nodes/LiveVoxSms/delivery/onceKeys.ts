import type { ClaimStore } from './claims';

/** What became of a key in earlier executions: nothing, its message was sent, or it may have been. */
export type KeyState = 'free' | 'sent' | 'unknown';

/**
 * Keys that are good for one message ever. Each stands in the store twice while its message is on the way:
 * as taken, and as open. Once LiveVox has accepted the message only `taken` stays; once LiveVox has refused
 * it, neither. Whatever a killed process leaves open may have been sent.
 */
export class OnceKeys {
	private readonly obsolete: string[] = [];

	constructor(private readonly store: ClaimStore) {}

	/**
	 * Takes those of the keys that are free.
	 *
	 * @throws what the store throws: without it nobody can tell what was sent
	 */
	async take(keys: string[]): Promise<Map<string, KeyState>> {
		await this.flush();
		const { processed } = await this.store.record(keys.flatMap((key) => [taken(key), open(key)]));
		const known = new Set(processed);
		const states = new Map(keys.map((key) => [key, stateOf(key, known)]));
		const sent = keys.filter((key) => states.get(key) === 'sent');
		// Asking has opened them; closed again at once, for open means that nobody knows.
		// What cannot be closed now is closed with the next call: the keys that are free are taken already.
		this.obsolete.push(...sent.map(open));
		await this.flush().catch(() => undefined);
		return states;
	}

	/** LiveVox has accepted the key's message. */
	close(key: string): void {
		this.obsolete.push(open(key));
	}

	/** LiveVox has certainly not accepted it: another execution may send it. */
	release(key: string): void {
		this.obsolete.push(open(key), taken(key));
	}

	/** Writes what was closed and released. */
	async flush(): Promise<void> {
		if (this.obsolete.length === 0) return;
		const keys = [...this.obsolete];
		await this.store.remove(keys);
		this.obsolete.splice(0, keys.length);
	}
}

const taken = (key: string) => `taken ${key}`;
const open = (key: string) => `open ${key}`;

function stateOf(key: string, known: Set<string>): KeyState {
	if (!known.has(taken(key))) return 'free';
	return known.has(open(key)) ? 'unknown' : 'sent';
}
