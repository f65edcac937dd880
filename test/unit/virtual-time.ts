/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/** More looks at the clock than this without any time passing, and it is a busy loop. */
const MAX_LOOKS = 100_000;

export class Killed extends Error {}

interface Sleeper {
	at: number;
	wake: () => void;
}

/** A clock that stands still until all have gone to sleep, then jumps to the next who wakes. */
export class VirtualTime {
	isStopped = false;
	/** When the process is killed: nothing goes on after it. */
	killAt = Infinity;
	random = 0.5;
	private time: number;
	private looks = 0;
	private sleepers: Sleeper[] = [];

	constructor(start = 1_000_000) {
		this.time = start;
	}

	readonly now = (): number => {
		if (++this.looks > MAX_LOOKS) throw new Error('A busy loop');
		return this.time;
	};

	/** The same, for those who look on. */
	get passed(): number {
		return this.time;
	}

	/** Whole milliseconds and at least one, as Node's timers have it. */
	readonly sleep = async (ms: number): Promise<void> => {
		const at = this.time + Math.max(1, Math.trunc(ms));
		await new Promise<void>((wake) => this.sleepers.push({ at, wake }));
	};

	/** What a delivery gets of its surroundings. */
	readonly runtime = {
		now: this.now,
		sleep: this.sleep,
		random: () => this.random,
		isStopped: () => {
			this.now();
			return this.isStopped;
		},
	};

	/**
	 * Lets the time pass until the work is done.
	 *
	 * @throws Killed at the time set for it: whoever sleeps then never wakes
	 */
	async until<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const end = () => (isDone = true);
		work.then(end, end);
		for (;;) {
			// Everything that can go on without time passing does so before the next turn of Node's loop.
			await new Promise(setImmediate);
			if (isDone) return await work;
			this.jump();
		}
	}

	/** Wakes all who sleep until the next moment at which anybody wakes, in the order in which they went to sleep. */
	private jump(): void {
		if (this.sleepers.length === 0) throw new Error('All wait for something that never comes');
		let next = Infinity;
		for (const { at } of this.sleepers) next = Math.min(next, at);
		if (next >= this.killAt) {
			this.sleepers.length = 0;
			this.killAt = Infinity;
			throw new Killed('The process was killed');
		}
		if (next > this.time) this.looks = 0;
		this.time = next;
		const awake = this.sleepers.filter(({ at }) => at === next);
		this.sleepers = this.sleepers.filter(({ at }) => at !== next);
		for (const { wake } of awake) wake();
	}
}
