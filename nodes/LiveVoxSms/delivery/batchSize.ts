import type { Limits } from './types';

const MIN_BATCH = 5;
/** Before anything is known of the rate: about twice what is pending at first. */
const FIRST_BATCH = 20;
/** The calls of a run take this share of its time. Those for one batch take at most as much of its time. */
const [SHARE_OF_RUN, MAX_SHARE_OF_BATCH] = [0.04, 0.08];
/** With keys, the calls for a batch take this share of its time: the shorter it lasts, the fewer are unknown after a crash. */
const SHARE_WITH_KEYS = 0.2;
/** The longer a batch lasts, the more messages a crash leaves unknown. */
const MAX_BATCH_MS = 500;
/** Skipped messages take no time: so many at least after a batch that consisted mostly of them. */
const MIN_AFTER_SKIPPED = 100;
/** A batch without keys may be longer by this share if it is the last one then. */
const LAST_BATCH = 1.25;

/** Times in milliseconds. */
export interface Progress {
	now: number;
	/** What the calls for all batches have taken. */
	busyMs: number;
	/** Messages of earlier batches that haven't started. */
	left: number;
	/** Messages that aren't claimed. */
	rest: number;
}

/** How many messages to claim together: so many that the calls for them cost little, and a crash leaves few unknown. */
export class BatchSize {
	private batches = 0;
	private size = 0;
	/** Of the last batch. */
	private toSend = 0;
	/** Messages per millisecond, of late. */
	private rate = 0;
	private last: Progress;

	/**
	 * @param hasKeys after a crash, only the latest batches are unknown; without keys, all that was claimed
	 * @param max the most messages in a batch
	 */
	constructor(
		private readonly startedAt: number,
		private readonly limits: Pick<Limits, 'maxConcurrency' | 'messagesPerSecond'>,
		private readonly hasKeys: boolean,
		private readonly max: number,
	) {
		this.last = { now: startedAt, busyMs: 0, left: 0, rest: 0 };
	}

	next(progress: Progress): number {
		const size = Math.max(MIN_BATCH, this.batches === 0 ? this.firstSize() : this.nextSize(progress));
		const last = size * (this.hasKeys ? 1 : LAST_BATCH);
		this.size = Math.min(this.max, progress.rest <= last ? progress.rest : Math.ceil(size));
		this.batches++;
		this.last = progress;
		return this.size;
	}

	/** @param toSend those of the batch that aren't skipped */
	onClaimed(toSend: number): void {
		this.toSend = toSend;
	}

	private firstSize(): number {
		const { maxConcurrency, messagesPerSecond } = this.limits;
		return Math.min(FIRST_BATCH, 2 * maxConcurrency, messagesPerSecond || Infinity);
	}

	private nextSize({ now, busyMs, left }: Progress): number {
		const { batches, size, toSend, last, startedAt } = this;
		const started = last.left + toSend - left;
		const lastedMs = now - last.now - (busyMs - last.busyMs);
		const maxRate = this.limits.messagesPerSecond / 1000 || Infinity;
		if (lastedMs > 0) this.rate = Math.min(maxRate, started / lastedMs);
		const min = toSend < size / 2 ? MIN_AFTER_SKIPPED : 0;
		const callsMs = busyMs / batches;
		const batchMs = this.hasKeys ? callsMs / SHARE_WITH_KEYS : toBatchMs(callsMs, busyMs, now - startedAt);
		return Math.max(min, this.rate * batchMs);
	}
}

/** How long a batch should last if the calls for it take `callsMs`, after `busyMs` in calls in `elapsedMs` of the run. */
export function toBatchMs(callsMs: number, busyMs = 0, elapsedMs = 0): number {
	const dueMs = (busyMs + callsMs) / SHARE_OF_RUN - elapsedMs;
	return Math.max(Math.min(MAX_BATCH_MS, dueMs), callsMs / MAX_SHARE_OF_BATCH);
}
