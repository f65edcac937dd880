import { asksForPatience, outcomeOf, type Outcome, type Reply } from './outcome';
import { answered, freshPace, refused, started, waitOf, type Pace } from './pace';
import { retryAfterMs } from './retryAfter';
import { SteadyClock } from './steadyClock';

/** A message on its way: how to try it, and whom to tell how it ended. */
export interface Job<T> {
	attempt: () => Promise<Reply<T>>;
	end: (outcome: Outcome<T>) => void;
}

export interface Limits {
	/** Messages under way at the same time. */
	maxConcurrency: number;
	/** Starts per second; 0 for no limit. */
	messagesPerSecond: number;
	/** How long LiveVox may go on refusing before its refusal counts, in milliseconds. */
	maxRateLimitWait: number;
	/** Whether a message that may have been accepted is tried again all the same. */
	resendUnknown: boolean;
	/** Whether nothing new starts once a message was not accepted. */
	stopAtFailure: boolean;
}

/** Time, chance and the end of the execution, from outside so that a test can provide them. */
export interface Surroundings {
	/** Milliseconds. */
	now: () => number;
	/** From 0 to 1. */
	random: () => number;
	sleep: (ms: number) => Promise<void>;
	isStopped: () => boolean;
}

interface QueuedJob<T> extends Job<T> {
	/** When LiveVox first asked for patience with it. */
	refusedSince?: number;
	resends: number;
	/** What an attempt came to that LiveVox may have accepted. */
	mayBeSent?: Reply<T>;
}

/** A stop is noticed within this time, however long the wait. */
const LONGEST_SLEEP = 50;
const MOST_RESENDS = 2;

/** Makes attempts side by side, at the pace that LiveVox allows, and repeats what it certainly refused. */
export class Pool<T> {
	/** Milliseconds in which LiveVox's patience was awaited. */
	waited = 0;
	private pace: Pace;
	private readonly clock: SteadyClock;
	private readonly queue: Array<QueuedJob<T>> = [];
	private underWay = 0;
	private hasFailed = false;
	private lastRefusal: Reply<T> | undefined;
	private refilling: Promise<void> | undefined;
	private isExhausted = false;
	private wake: () => void = () => undefined;

	/** @param nextJobs gives the next jobs when few are left, and none at the end */
	constructor(
		private readonly limits: Limits,
		private readonly surroundings: Surroundings,
		private readonly nextJobs: () => Promise<Array<Job<T>>>,
	) {
		this.clock = new SteadyClock(surroundings);
		this.pace = freshPace(limits.messagesPerSecond, limits.maxConcurrency);
	}

	/** Runs until every job has ended, or until a stop or a failure: then those not begun are not tried. */
	async run(): Promise<void> {
		while (!this.isOver() && !this.isDone()) {
			this.refill();
			const [job] = this.queue;
			if (!job || this.underWay >= this.limits.maxConcurrency) {
				await this.somethingEnds();
			} else if (this.isTooLate(job)) {
				this.queue.shift();
				this.end(job, this.lastRefusal!);
			} else if (waitOf(this.pace, this.clock.now()) > 0) {
				await this.waitABit();
			} else {
				this.queue.shift();
				void this.start(job);
			}
		}
		while (this.underWay > 0 || this.refilling) await this.somethingEnds();
		for (const job of this.queue) this.end(job, this.notTried());
	}

	private isOver = () =>
		this.surroundings.isStopped() || (this.limits.stopAtFailure && this.hasFailed);

	private isDone = () => this.isExhausted && this.queue.length === 0 && this.underWay === 0;

	/** Jobs are asked for before they are needed, so that claiming them holds up nobody. */
	private refill(): void {
		if (this.isExhausted || this.refilling) return;
		if (this.queue.length > this.limits.maxConcurrency) return;
		this.refilling = this.nextJobs().then((jobs) => {
			this.isExhausted = jobs.length === 0;
			this.queue.push(...jobs.map((job) => ({ ...job, resends: 0 })));
			this.refilling = undefined;
			this.wake();
		});
	}

	private async start(job: QueuedJob<T>): Promise<void> {
		const startedAt = this.clock.now();
		this.underWay++;
		this.pace = started(this.pace, startedAt);
		const reply = await job.attempt();
		this.underWay--;
		this.judge(job, reply, startedAt);
		this.wake();
	}

	private judge(job: QueuedJob<T>, reply: Reply<T>, startedAt: number): void {
		const now = this.clock.now();
		const { outcome } = outcomeOf(reply);
		if (outcome === 'unknown') job.mayBeSent = reply;
		const isResend =
			outcome === 'unknown' && this.limits.resendUnknown && job.resends < MOST_RESENDS;
		const isPutOff = asksForPatience(reply);
		if (!isPutOff && !isResend) {
			this.pace = answered(this.pace, now, { startedAt, isAccepted: outcome === 'accepted' });
			this.end(job, reply);
			return;
		}
		// As a date it is one of the computer's clock.
		const asked =
			isPutOff && reply.kind === 'answer'
				? retryAfterMs(reply.retryAfter, this.surroundings.now())
				: undefined;
		this.pace = refused(this.pace, now, { startedAt, asked, random: this.surroundings.random() });
		if (isPutOff) this.lastRefusal = reply;
		job.refusedSince ??= now;
		if (isResend) job.resends++;
		if (this.isTooLate(job)) this.end(job, reply);
		else this.queue.unshift(job);
	}

	/** Whether the pause would last beyond what this job, or the whole pool, may wait. */
	private isTooLate({ refusedSince }: QueuedJob<T>): boolean {
		const now = this.clock.now();
		const since = Math.min(refusedSince ?? now, this.pace.refusingSince ?? now);
		return (
			this.pace.pausedUntil > now &&
			this.lastRefusal !== undefined &&
			this.pace.pausedUntil - since > this.limits.maxRateLimitWait
		);
	}

	/** What may have been sent stays unknown, whatever the attempts after it came to. */
	private end(job: QueuedJob<T>, reply: Reply<T>): void {
		const outcome = outcomeOf(reply);
		const isAccepted = outcome.outcome === 'accepted';
		if (!isAccepted) this.hasFailed = true;
		job.end(isAccepted ? outcome : outcomeOf(job.mayBeSent ?? reply));
	}

	private notTried = (): Reply<T> => ({
		kind: 'notTried',
		because: this.surroundings.isStopped() ? 'stopped' : 'failure',
	});

	private async waitABit(): Promise<void> {
		const before = this.clock.now();
		const wait = Math.min(LONGEST_SLEEP, waitOf(this.pace, before));
		await this.clock.sleep(Math.ceil(wait));
		if (this.pace.pausedUntil > before) this.waited += this.clock.now() - before;
	}

	private async somethingEnds(): Promise<void> {
		await new Promise<void>((resolve) => (this.wake = resolve));
	}
}
