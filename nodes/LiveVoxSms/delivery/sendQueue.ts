import type { Failure, Result } from '../shared/result';
import { createRateLimiter, onResponse, onStart, onThrottled, waitTime, type RateLimiter } from './rateLimiter';
import type { Limits, Runtime, TransactionId } from './types';

export interface Job {
	attempt: () => Promise<Result<TransactionId>>;
	/** The last result that was unknown. */
	unknown?: Failure;
	resends?: number;
	delayedSince?: number;
}

/** A stop is noticed within this time, however long the wait. */
const MAX_SLEEP_MS = 50;
const MAX_RESENDS = 2;

/** Sends messages in parallel, at the rate that LiveVox allows, and repeats those that it certainly didn't accept. */
export class SendQueue<J extends Job> {
	waited = 0;
	private limiter: RateLimiter;
	private readonly queue: J[] = [];
	private pending = 0;
	private hasFailed = false;
	private lastThrottle: Failure | undefined;
	private source: 'ready' | 'pending' | 'empty' = 'ready';

	/** @param batches the next is asked for before the queue runs empty, so that no start waits for claims */
	constructor(
		private readonly limits: Limits,
		private readonly runtime: Runtime,
		private readonly batches: AsyncIterator<J[], void>,
		private readonly onEnd: (job: J, result: Result<TransactionId>) => void,
	) {
		this.limiter = createRateLimiter(limits.messagesPerSecond, limits.maxConcurrency);
	}

	/** @returns the jobs that a stop or a failure kept from being sent, or from being repeated */
	async run(): Promise<J[]> {
		const { maxConcurrency, stopAtFailure } = this.limits;
		let wake = (): void => undefined;
		const nextEvent = async (): Promise<void> => await new Promise((resolve) => (wake = resolve));
		while (!this.runtime.isStopped() && !(stopAtFailure && this.hasFailed)) {
			if (this.source === 'ready' && this.queue.length <= maxConcurrency) void this.refill().then(() => wake());
			const [job] = this.queue;
			if (!job && this.source === 'empty' && this.pending === 0) break;
			if (!job || this.pending >= maxConcurrency) await nextEvent();
			else if (waitTime(this.limiter, this.runtime.now()) === 0) void this.send(this.queue.shift()!).then(() => wake());
			else if (this.exceedsMaxWait(job)) this.end(this.queue.shift()!, this.lastThrottle!);
			else await this.pause();
		}
		while (this.pending > 0 || this.source === 'pending') await nextEvent();
		return this.queue;
	}

	private async refill(): Promise<void> {
		this.source = 'pending';
		const { value, done } = await this.batches.next();
		this.queue.push(...(value ?? []));
		this.source = done ? 'empty' : 'ready';
	}

	private async send(job: J): Promise<void> {
		const startedAt = this.runtime.now();
		this.limiter = onStart(this.limiter, startedAt);
		this.pending++;
		const result = await job.attempt();
		this.pending--;
		const now = this.runtime.now();
		if (result.outcome === 'unknown') job.unknown = result;
		const { resends = 0 } = job;
		const isResend = result.outcome === 'unknown' && this.limits.resendUnknown && resends < MAX_RESENDS;
		if (result.outcome === 'accepted' || !(result.retry ?? isResend)) {
			this.limiter = onResponse(this.limiter, now, startedAt, result.outcome === 'accepted');
			return this.end(job, result);
		}
		const throttle = { startedAt, afterMs: result.retry?.afterMs, random: this.runtime.random() };
		this.limiter = onThrottled(this.limiter, now, throttle);
		if (result.retry) this.lastThrottle = result;
		if (isResend) job.resends = resends + 1;
		job.delayedSince ??= now;
		if (this.exceedsMaxWait(job)) this.end(job, result);
		else this.queue.unshift(job);
	}

	/** Whether the pause would last longer than the job, or the whole queue, may wait. */
	private exceedsMaxWait({ delayedSince = Infinity }: J): boolean {
		const now = this.runtime.now();
		const { pausedUntil, throttledSince = now } = this.limiter;
		const wait = pausedUntil - Math.min(now, delayedSince, throttledSince);
		return this.lastThrottle !== undefined && pausedUntil > now && wait > this.limits.maxRateLimitWait;
	}

	private end(job: J, result: Result<TransactionId>): void {
		this.hasFailed ||= result.outcome !== 'accepted';
		this.onEnd(job, result);
	}

	private async pause(): Promise<void> {
		const before = this.runtime.now();
		await this.runtime.sleep(Math.ceil(Math.min(MAX_SLEEP_MS, waitTime(this.limiter, before))));
		if (this.limiter.pausedUntil > before) this.waited += this.runtime.now() - before;
	}
}
