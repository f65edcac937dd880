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
	/** Why the store refused the last call to it; undefined where it did not. */
	private refusal: string | undefined;
	/** Why messages went out without their claims, so that a crash is not covered. */
	unprotected: string | undefined;
	private hasWorked = false;
	private releasedKeys: string[] = [];

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

	/**
	 * A store that has never worked is done without, and asked again for the next messages: a database may have been
	 * busy just then.
	 *
	 * @returns those of the keys that were claimed before
	 */
	async claim(keys: string[]): Promise<Set<string>> {
		if (this.isLost || keys.length === 0) return new Set();
		await this.flush();
		if (this.isLost) return new Set();
		const recorded = await this.trying(this.store.record(keys));
		if (!recorded && !this.isLost) this.unprotected = this.refusal;
		return new Set(recorded?.value.processed);
	}

	/** LiveVox has certainly not accepted this one: the next run may send it. */
	release(keys: string[]): void {
		this.releasedKeys.push(...keys);
	}

	/** Writes what was released. */
	async flush(): Promise<void> {
		if (this.isLost || this.releasedKeys.length === 0) return;
		const keys = this.releasedKeys;
		this.releasedKeys = [];
		await this.trying(this.store.remove(keys));
	}

	private async trying<T>(call: Promise<T>): Promise<{ value: T } | undefined> {
		return await call.then(
			(value) => {
				this.hasWorked = true;
				this.refusal = undefined;
				return { value };
			},
			(error: Error) => {
				this.refusal = error.message;
				return undefined;
			},
		);
	}
}
