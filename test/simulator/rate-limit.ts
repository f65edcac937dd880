import { Rejection } from './errors';
import type { RateLimit } from './switches';

// Sums of refills fall short of a whole token by rounding.
const ROUNDING = 1e-6;

/** The token bucket that sends draw from; it starts full. */
export class TokenBucket {
	private tokens = Infinity;
	private refilledAt = 0;

	/**
	 * Takes a token, if there is one.
	 *
	 * @param now milliseconds
	 * @returns undefined if there was one; else the milliseconds until there is
	 */
	take({ perSecond, burst = Math.max(1, perSecond) }: Pick<RateLimit, 'perSecond' | 'burst'>, now: number) {
		const refill = ((now - this.refilledAt) / 1000) * perSecond;
		this.tokens = Math.min(burst, this.tokens + refill);
		this.refilledAt = now;
		if (this.tokens < 1 - ROUNDING) return Math.ceil(((1 - this.tokens) / perSecond) * 1000 - ROUNDING);
		this.tokens -= 1;
		return undefined;
	}

	fill(): void {
		this.tokens = Infinity;
	}
}

/** The rejection of a send in the way the limit says. */
export const tooMany = (limit: RateLimit, now: number, waitMs: number): Rejection =>
	new Rejection(limit.status, 'Too many requests', retryAfter(limit, now, waitMs));

function retryAfter(limit: RateLimit, now: number, waitMs: number): Record<string, string> {
	if (limit.retryAfter === 'none') return {};
	if (limit.retryAfter === 'seconds') return { 'retry-after': String(Math.ceil(waitMs / 1000)) };
	// A date carries whole seconds: rounded up, so that the token is there by then.
	const wholeSecond = Math.ceil((now + waitMs) / 1000) * 1000;
	return { 'retry-after': new Date(wholeSecond).toUTCString() };
}
