import type { Failure, Result } from '../shared/result';
import { withLimiter, type Sender, type SharedLimiter } from './sharedLimiter';
import type { Held, Limits, Runtime, TransactionId } from './types';

export interface Job {
	checkHours?: () => Held | undefined;
	attempt: () => Promise<Result<TransactionId>>;
	/** The last result that was unknown. */
	unknown?: Failure;
	resends?: number;
	delayedSince?: number;
}

/** A stop is noticed within this time, however long the wait. */
const MAX_SLEEP_MS = 50;
const MAX_RESENDS = 2;
const RESEND_PAUSE_MS = 100;

/** Sends messages in parallel, at the rate that LiveVox allows, and repeats those that it certainly didn't accept. */
export class SendQueue<J extends Job> implements Sender {
	waited = 0;
	wake = (): void => undefined;
	private readonly queue: J[] = [];
	private pending = 0;
	private hasFailed = false;
	private startedAt = 0;
	private source: 'ready' | 'pending' | 'empty' = 'ready';

	/** @param batches the next is asked for before the queue runs empty, with the number left, so that no start waits for it */
	constructor(
		readonly limits: Limits,
		private readonly runtime: Runtime,
		private readonly batches: AsyncIterator<J[], void, number>,
		private readonly onEnd: (job: J, result: Result<TransactionId> | Held) => void,
	) {}

	/** @returns the jobs that a stop or a failure kept from being sent, or from being repeated */
	async run(): Promise<J[]> {
		this.startedAt = this.runtime.now();
		return await withLimiter(this.limits.account, this, async (limiter) => await this.sendAll(limiter));
	}

	private async sendAll(limiter: SharedLimiter): Promise<J[]> {
		const { maxConcurrency, stopAtFailure } = this.limits;
		while (!this.runtime.isStopped() && !(stopAtFailure && this.hasFailed)) {
			if (this.source === 'ready' && this.queue.length <= limiter.maxPending / 2) void this.refill();
			const [job] = this.queue;
			if (!job && this.source === 'empty' && this.pending === 0) break;
			if (!job || this.pending >= maxConcurrency) {
				limiter.pass(this);
				await this.nextEvent();
				continue;
			}
			// Now, and not when it was claimed: it may have waited for hours.
			const held = job.checkHours?.();
			if (held) {
				this.end(this.queue.shift()!, held);
				continue;
			}
			const wait = limiter.waitTime(this, this.runtime.now());
			if (wait === 0) void this.send(this.queue.shift()!, limiter);
			else if (this.exceedsMaxWait(job, limiter)) this.end(this.queue.shift()!, limiter.lastThrottle!);
			else await this.pause(wait, limiter);
		}
		limiter.pass(this);
		while (this.pending > 0 || this.source === 'pending') await this.nextEvent();
		return this.queue;
	}

	private async nextEvent(): Promise<void> {
		await new Promise<void>((resolve) => (this.wake = resolve));
	}

	private async refill(): Promise<void> {
		this.source = 'pending';
		const { value, done } = await this.batches.next(this.queue.length);
		this.queue.push(...(value ?? []));
		this.source = done ? 'empty' : 'ready';
		this.wake();
	}

	private async send(job: J, limiter: SharedLimiter): Promise<void> {
		const started = limiter.start(this, this.runtime.now());
		this.pending++;
		const result = await job.attempt();
		this.pending--;
		const now = this.runtime.now();
		if (result.outcome === 'unknown') job.unknown = result;
		const { resends = 0 } = job;
		const isResend = result.outcome === 'unknown' && this.limits.resendUnknown && resends < MAX_RESENDS;
		if (result.outcome === 'accepted' || !(result.retry ?? isResend)) {
			limiter.end(started, now, result.outcome === 'accepted');
			this.end(job, result);
		} else {
			if (result.retry) {
				limiter.throttle(started, now, result, this.runtime.random());
			} else {
				// A broken connection says nothing of a rate.
				limiter.end(started, now, false);
				limiter.pause(now, RESEND_PAUSE_MS);
			}
			if (isResend) job.resends = resends + 1;
			job.delayedSince ??= now;
			if (this.exceedsMaxWait(job, limiter)) this.end(job, result);
			else this.queue.unshift(job);
		}
		this.wake();
	}

	/** Whether the pause would last longer than the job, or the whole queue, may wait. */
	private exceedsMaxWait({ delayedSince = Infinity }: J, limiter: SharedLimiter): boolean {
		const now = this.runtime.now();
		const { pausedUntil, throttledSince = now, lastThrottle } = limiter;
		const wait = pausedUntil - Math.min(now, delayedSince, Math.max(this.startedAt, throttledSince));
		return lastThrottle !== undefined && pausedUntil > now && wait > this.limits.maxRateLimitWait;
	}

	private end(job: J, result: Result<TransactionId> | Held): void {
		this.hasFailed ||= 'error' in result;
		this.onEnd(job, result);
	}

	/** Ends earlier if the limiter wakes the queue; a stop is looked for now and then. */
	private async pause(wait: number, { pausedUntil }: SharedLimiter): Promise<void> {
		const { now, sleep } = this.runtime;
		const before = now();
		if (wait < Infinity) await sleep(Math.ceil(Math.min(MAX_SLEEP_MS, wait)));
		// The end of a pending message wakes it at any rate, and a stop ends that.
		else if (this.pending > 0) await this.nextEvent();
		else await Promise.race([this.nextEvent(), sleep(MAX_SLEEP_MS)]);
		if (pausedUntil > before) this.waited += now() - before;
	}
}
