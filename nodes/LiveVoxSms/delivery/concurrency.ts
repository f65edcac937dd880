import { SPAN_PER_COST } from './rateLimiter';

/** Pending messages at the start, and never fewer because responses take long. */
const INITIAL = 10;
/** The weight of the latest response in the average. */
const SMOOTHING = 0.1;
/** Responses that take so many times as long as the fastest did: LiveVox doesn't keep up. */
const TOLERANCE = 2;
/** With each response the fastest counts for a little less. */
const FADING = 1.001;

/**
 * How many messages may be pending: a value, of which each event makes the next. It begins with ten and widens with each
 * response (TCP's slow start), unless responses take longer for it (the gradient of Netflix's concurrency-limits).
 *
 * LiveVox may limit how many are pending instead of their rate. Then it throttles those above a number, and none below:
 * so that number is kept to, and raised as in TCP Vegas, by a few at first, later by one. A throttled message below it
 * tells that it's the rate.
 */
export type Concurrency = Readonly<ReturnType<typeof createConcurrency>>;

export const createConcurrency = () => ({
	limit: INITIAL,
	/** How long the latest responses took, and the shortest that this has been, in milliseconds. */
	average: 0,
	shortest: Infinity,
	/** How many pending ones LiveVox accepts; undefined if it hasn't throttled, or limits the rate. */
	allowed: undefined as number | undefined,
	/** When it was found. */
	allowedAt: -Infinity,
	limitsRate: false,
	/** Accepted messages until more are tried, and how many more. */
	remaining: 0,
	step: 0,
	/** Accepted since then although more were pending. */
	above: 0,
});

/** When a message started, and how many were pending then, itself included. */
export interface Started {
	startedAt: number;
	pending: number;
}

/** A message ended without LiveVox limiting the rate. @param ceiling 'Max Concurrency' */
export function onEnd(concurrency: Concurrency, now: number, started: Started, ceiling: number): Concurrency {
	const { average: before, allowed } = concurrency;
	const took = now - started.startedAt;
	const average = before === 0 ? took : before + (took - before) * SMOOTHING;
	const shortest = Math.min(concurrency.shortest * FADING, average);
	const next = { ...concurrency, average, shortest };
	if (allowed !== undefined) return search(next, allowed, started, ceiling);
	return { ...next, limit: widen(next, started, ceiling) };
}

function widen({ limit, average, shortest }: Concurrency, { pending }: Started, ceiling: number): number {
	if (average > 2 * TOLERANCE * shortest) return Math.max(INITIAL, limit - 1 / limit);
	const isUsed = pending > limit / 2;
	return isUsed && average <= TOLERANCE * shortest ? Math.max(limit, Math.min(ceiling, limit + 1)) : limit;
}

function search(concurrency: Concurrency, allowed: number, started: Started, ceiling: number): Concurrency {
	const { limit, allowedAt, step } = concurrency;
	// What started before may have had a throttled one beside it, which LiveVox doesn't count.
	const isAbove = limit > allowed && started.pending > allowed && started.startedAt > allowedAt;
	const above = concurrency.above + (isAbove ? 1 : 0);
	if (above >= limit) return { ...concurrency, ...atMost(limit, step > 1 ? limit / 2 : 1) };
	const remaining = concurrency.remaining - 1;
	const more = Math.min(ceiling, allowed + Math.max(1, Math.floor(step)));
	return { ...concurrency, above, remaining, limit: remaining < 0 ? more : allowed };
}

/** LiveVox throttled a message. @param afterMs the wait that it asked for */
export function onTooMany(concurrency: Concurrency, now: number, started: Started, afterMs = 0): Concurrency {
	const { allowed, allowedAt, limitsRate, average, limit } = concurrency;
	if (limitsRate) return concurrency;
	const below = started.pending - 1;
	if (allowed === undefined && below > 1) return { ...concurrency, ...atMost(below, below / 2), allowedAt: now };
	const isLate = started.startedAt <= allowedAt;
	if (allowed !== undefined && started.pending > allowed) {
		if (isLate) return concurrency;
		const cost = 1 + (average > 0 ? (allowed * afterMs) / average : 0);
		return { ...concurrency, ...atMost(allowed, 1), remaining: SPAN_PER_COST * cost, allowedAt: now };
	}
	if (isLate && below > 1) return { ...concurrency, ...atMost(below, below / 2) };
	return { ...concurrency, allowed: undefined, limit: Math.max(INITIAL, limit), limitsRate: true };
}

const atMost = (allowed: number, step: number) => ({ allowed, limit: allowed, remaining: allowed, step, above: 0 });

/** Whether a message started with more pending than LiveVox accepts: that it was throttled tells nothing of a rate. */
export const exceedsAllowed = ({ allowed }: Concurrency, { pending }: Started): boolean =>
	allowed !== undefined && pending > allowed;

/** How far apart messages start, in milliseconds. What starts together is answered together: then some room is unused. */
export const spacing = ({ average, limit, allowed }: Concurrency): number =>
	// One more is tried evenly spaced: if it's accepted then alone, LiveVox limits the rate.
	(average / limit) * (allowed !== undefined && limit > allowed ? 1 : 0.5);
