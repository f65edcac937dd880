interface Surroundings {
	/** Milliseconds. */
	now: () => number;
	sleep: (ms: number) => Promise<void>;
}

/** A busy process wakes late; by more than this it is the clock that has moved. */
const LATEST_WAKING = 1000;

/**
 * A clock for waits of one sleeper at a time. The computer's may be set back or forward meanwhile, by a time
 * server or with a virtual machine that was paused: this one goes on from where it was.
 */
export class SteadyClock {
	/** How far it is ahead of the computer's. */
	private ahead = 0;
	private last = -Infinity;
	private wakesAt = Infinity;

	constructor(private readonly surroundings: Surroundings) {}

	readonly now = (): number => {
		const shown = this.surroundings.now();
		const now = shown + this.ahead;
		const hasJumped = now > this.wakesAt + LATEST_WAKING;
		this.last = Math.max(this.last, hasJumped ? this.wakesAt : now);
		this.ahead = this.last - shown;
		return this.last;
	};

	async sleep(ms: number): Promise<void> {
		this.wakesAt = this.now() + ms;
		await this.surroundings.sleep(ms);
		this.now();
		this.wakesAt = Infinity;
	}
}
