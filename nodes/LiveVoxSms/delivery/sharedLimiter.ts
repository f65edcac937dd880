import type { Failure } from '../shared/result';
import { createConcurrency, exceedsAllowed, onEnd, onTooMany, spacing, type Started } from './concurrency';
import { createRateLimiter, onPause, onResponse, onStart, onThrottled, spacingLeft, waitTime } from './rateLimiter';
import type { Limits } from './types';

/** An execution that sends. `wake` is called when it may be able to start a message. */
export interface Sender {
	limits: Pick<Limits, 'maxConcurrency' | 'messagesPerSecond'>;
	wake: () => void;
}

/** Timers wait whole milliseconds: where that matters, a late start is made up for. */
const [SHORT_SPACING, MAX_CATCH_UP] = [20, 10];

const limiters = new Map<string, SharedLimiter>();

/**
 * Sends with the limiter of a LiveVox account, which all executions of this process share that send for it at the time.
 * Nothing is kept of an account for which none does.
 */
export async function withLimiter<T>(
	account: string,
	sender: Sender,
	send: (limiter: SharedLimiter) => Promise<T>,
): Promise<T> {
	const limiter = limiters.get(account) ?? new SharedLimiter();
	limiters.set(account, limiter);
	limiter.join(sender);
	return await send(limiter).finally(() => limiter.leave(sender) === 0 && limiters.delete(account));
}

/**
 * What the executions of a process know of one LiveVox account: how fast messages may start, and how many may be pending.
 * Each execution that has a message to start gets its turn. One that has none is left out, so that it holds up no other.
 */
export class SharedLimiter {
	/** The last failure after which messages wait. */
	lastThrottle: Failure | undefined;
	private rate = createRateLimiter();
	private concurrency = createConcurrency();
	private pending = 0;
	private spacedUntil = -Infinity;
	private readonly senders = new Set<Sender>();
	/** Those that want to start a message, the next one first. */
	private turns: Sender[] = [];

	join(sender: Sender): void {
		this.senders.add(sender);
	}

	/** @returns how many senders are left */
	leave(sender: Sender): number {
		this.senders.delete(sender);
		this.pass(sender);
		return this.senders.size;
	}

	/** How many messages may be pending, those of all senders together. */
	get maxPending(): number {
		return this.rate.isTrying ? 1 : Math.floor(this.concurrency.limit);
	}

	get pausedUntil(): number {
		return this.rate.pausedUntil;
	}

	/** Since when every response limits the rate; undefined if the last one didn't. */
	get throttledSince(): number | undefined {
		return this.rate.throttledSince;
	}

	/** How long the sender has to wait to start a message, in milliseconds; Infinity until it is woken. */
	waitTime(sender: Sender, now: number): number {
		if (!this.turns.includes(sender)) this.turns.push(sender);
		if (this.turns[0] !== sender || this.pending >= this.maxPending) return Infinity;
		return Math.max(waitTime(this.rate, now), spacingLeft(this.spacedUntil, now));
	}

	/** The sender has no message to start at present. */
	pass(sender: Sender): void {
		if (!this.turns.includes(sender)) return;
		this.turns = this.turns.filter((each) => each !== sender);
		this.turns[0]?.wake();
	}

	start(sender: Sender, now: number): Started {
		const rates = [...this.senders].map(({ limits }) => limits.messagesPerSecond || Infinity);
		this.rate = onStart(this.rate, now, Math.min(...rates));
		const apart = spacing(this.concurrency);
		this.spacedUntil = Math.max(this.spacedUntil, now - (apart < SHORT_SPACING ? MAX_CATCH_UP : 0)) + apart;
		this.pending++;
		this.pass(sender);
		return { startedAt: now, pending: this.pending };
	}

	/** A message ended without LiveVox limiting the rate. */
	end(started: Started, now: number, isAccepted: boolean): void {
		const ceiling = Math.max(...[...this.senders].map(({ limits }) => limits.maxConcurrency));
		this.concurrency = onEnd(this.concurrency, now, started, ceiling);
		this.rate = onResponse(this.rate, now, started.startedAt, isAccepted);
		this.free();
	}

	/** Nothing starts for that time, in milliseconds. */
	pause(now: number, ms: number): void {
		this.rate = onPause(this.rate, now + ms);
	}

	/** LiveVox limited the rate, or couldn't be reached. @param random from 0 to 1 */
	throttle(started: Started, now: number, failure: Failure, random: number): void {
		const afterMs = failure.retry?.afterMs;
		const { limitsRate } = this.concurrency;
		const isTooMany = exceedsAllowed(this.concurrency, started);
		this.concurrency = onTooMany(this.concurrency, now, started, afterMs);
		// Until now it was the number of pending ones that kept the rate where it was.
		if (this.concurrency.limitsRate && !limitsRate) this.rate = { ...this.rate, throttles: [] };
		if (isTooMany) this.pause(now, afterMs ?? 0);
		else this.rate = onThrottled(this.rate, now, { startedAt: started.startedAt, afterMs, random });
		this.lastThrottle = failure;
		this.free();
	}

	private free(): void {
		this.pending--;
		this.turns[0]?.wake();
	}
}
