import type { Failure, Result } from '../shared/result';
import { createRateLimiter, onResponse, onStart, onThrottled, waitTime, type RateLimiter } from './rateLimiter';
import type { Limits, Runtime, TransactionId } from './types';

/** A message to send: how to try it, and what to do with the result. */
export interface Job {
	attempt: () => Promise<Result<TransactionId>>;
	end: (result: Result<TransactionId>) => void;
	/** When it was first to be repeated. */
	delayedSince?: number;
	resends?: number;
}

/** A stop is noticed within this time, however long the wait. */
const MAX_SLEEP_MS = 50;
const MAX_RESENDS = 2;

/** Sends messages in parallel, at the rate that LiveVox allows, and repeats those that it certainly didn't accept. */
export class SendQueue {
	/** Milliseconds spent waiting because LiveVox limited the rate or was unreachable. */
	waited = 0;
	private limiter: RateLimiter;
	private readonly queue: Job[] = [];
	private pending = 0;
	private hasFailed = false;
	private lastThrottle: Failure | undefined;
	private isRefilling = false;
	private isExhausted = false;
	private wake: () => void = () => undefined;

	/** @param nextJobs called for more jobs before the queue runs empty, one call at a time; none at the end */
	constructor(
		private readonly limits: Limits,
		private readonly runtime: Runtime,
		private readonly nextJobs: () => Promise<Job[]>,
	) {
		this.limiter = createRateLimiter(limits.messagesPerSecond, limits.maxConcurrency);
	}

	/**
	 * Runs until every job has ended, or until a stop or a failure.
	 *
	 * @returns the jobs that didn't start, or not again, because of that
	 */
	async run(): Promise<Job[]> {
		while (!this.isOver() && !this.isDone()) {
			void this.refill();
			const [job] = this.queue;
			if (!job || this.pending >= this.limits.maxConcurrency) {
				await this.nextEvent();
			} else if (this.exceedsMaxWait(job)) {
				this.queue.shift();
				this.end(job, this.lastThrottle!);
			} else if (waitTime(this.limiter, this.runtime.now()) > 0) {
				await this.pause();
			} else {
				this.queue.shift();
				void this.start(job);
			}
		}
		while (this.pending > 0 || this.isRefilling) await this.nextEvent();
		return this.queue;
	}

	private isOver = (): boolean => this.runtime.isStopped() || (this.limits.stopAtFailure && this.hasFailed);

	private isDone = (): boolean => this.isExhausted && this.queue.length === 0 && this.pending === 0;

	/** Early enough that no start has to wait for the claims. */
	private async refill(): Promise<void> {
		if (this.isExhausted || this.isRefilling || this.queue.length > this.limits.maxConcurrency) return;
		this.isRefilling = true;
		const jobs = await this.nextJobs();
		this.queue.push(...jobs);
		this.isExhausted = jobs.length === 0;
		this.isRefilling = false;
		this.wake();
	}

	private async start(job: Job): Promise<void> {
		const startedAt = this.runtime.now();
		this.pending++;
		this.limiter = onStart(this.limiter, startedAt);
		const result = await job.attempt();
		this.pending--;
		this.handleResult(job, result, startedAt);
		this.wake();
	}

	private handleResult(job: Job, result: Result<TransactionId>, startedAt: number): void {
		const now = this.runtime.now();
		const throttle = result.outcome === 'accepted' ? undefined : result.retry;
		const { resends = 0 } = job;
		const isResend = result.outcome === 'unknown' && this.limits.resendUnknown && resends < MAX_RESENDS;
		if (!throttle && !isResend) {
			this.limiter = onResponse(this.limiter, now, { startedAt, isAccepted: result.outcome === 'accepted' });
			this.end(job, result);
			return;
		}
		const random = this.runtime.random();
		this.limiter = onThrottled(this.limiter, now, { startedAt, afterMs: throttle?.afterMs, random });
		if (throttle) this.lastThrottle = result as Failure;
		if (isResend) job.resends = resends + 1;
		job.delayedSince ??= now;
		if (this.exceedsMaxWait(job)) this.end(job, result);
		else this.queue.unshift(job);
	}

	/** Whether the pause would last longer than the job, or the whole queue, may wait. */
	private exceedsMaxWait({ delayedSince }: Job): boolean {
		const now = this.runtime.now();
		const { pausedUntil, throttledSince = now } = this.limiter;
		const since = Math.min(delayedSince ?? now, throttledSince);
		const isThrottled = this.lastThrottle !== undefined && pausedUntil > now;
		return isThrottled && pausedUntil - since > this.limits.maxRateLimitWait;
	}

	private end(job: Job, result: Result<TransactionId>): void {
		this.hasFailed ||= result.outcome !== 'accepted';
		job.end(result);
	}

	private async pause(): Promise<void> {
		const before = this.runtime.now();
		await this.runtime.sleep(Math.ceil(Math.min(MAX_SLEEP_MS, waitTime(this.limiter, before))));
		if (this.limiter.pausedUntil > before) this.waited += this.runtime.now() - before;
	}

	private async nextEvent(): Promise<void> {
		await new Promise<void>((resolve) => (this.wake = resolve));
	}
}
