/** A store of keys that outlives the process: n8n's own de-duplication store. */
export interface ClaimStore {
	/** Keeps the keys; tells those that were not there (`new`) from those that were (`processed`). */
	record: (keys: string[]) => Promise<{ new: string[]; processed: string[] }>;
	remove: (keys: string[]) => Promise<void>;
}

/**
 * Keys claimed before their messages are sent: what a killed process leaves behind. A key that is claimed
 * already belongs to a message that an earlier run of the same execution may have sent.
 */
export class Claims {
	/** Why the store cannot be used. One that never worked is done without. */
	refusal: string | undefined;
	private hasWorked = false;
	private readonly refusedKeys: string[] = [];

	/** @param isNeeded nothing else tells what an earlier run has begun */
	constructor(
		private readonly store: ClaimStore,
		private readonly isNeeded: boolean,
	) {}

	/**
	 * The store has worked in this run and is gone: what is sent now, a retry would send again. Or it would tell
	 * what was sent before, and does not.
	 */
	get isLost(): boolean {
		return this.refusal !== undefined && (this.hasWorked || this.isNeeded);
	}

	/** @returns those of the keys that were claimed before */
	async claim(keys: string[]): Promise<Set<string>> {
		if (this.refusal !== undefined || keys.length === 0) return new Set();
		await this.flush();
		const recorded = await this.trying(this.store.record(keys));
		return new Set(recorded?.processed);
	}

	/** LiveVox has certainly not accepted this one: the next run may send it. */
	release(key: string): void {
		this.refusedKeys.push(key);
	}

	/** Writes what was released. */
	async flush(): Promise<void> {
		if (this.refusal !== undefined || this.refusedKeys.length === 0) return;
		await this.trying(this.store.remove(this.refusedKeys.splice(0)));
	}

	private async trying<T>(call: Promise<T>): Promise<T | undefined> {
		return await call.then(
			(result) => {
				this.hasWorked = true;
				return result;
			},
			(error: Error) => {
				this.refusal = error.message;
				return undefined;
			},
		);
	}
}
