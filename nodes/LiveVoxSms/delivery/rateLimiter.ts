const SECOND = 1000;
const FIRST_BACKOFF = 100;
const MAX_BACKOFF = 2 * SECOND;
const RATE_DOUBLES_IN = 3 * SECOND;
const MIN_RATE = 5;
const MIN_MEASURE = 100;
const MAX_SPACING = 100;

/**
 * How fast messages may start: a value, of which each event makes the next. Rates are per second, times milliseconds. When
 * LiveVox limits the rate or can't be reached, all starts pause, then go on at the rate that LiveVox accepted, and faster.
 */
export type RateLimiter = Readonly<ReturnType<typeof createRateLimiter>>;

/** @param messagesPerSecond 0 for no limit */
export const createRateLimiter = (messagesPerSecond: number, maxConcurrency: number) => ({
	maxRate: messagesPerSecond > 0 ? messagesPerSecond : Infinity,
	maxConcurrency,
	observedRate: Infinity,
	observedAt: -Infinity,
	firstStartAt: Infinity,
	nextStartAt: -Infinity,
	pausedUntil: -Infinity,
	consecutiveThrottles: 0,
	/** Since when every response limits the rate; undefined if the last one didn't. */
	throttledSince: undefined as number | undefined,
	acceptedAt: [] as readonly number[],
	responseTime: 0,
});

/** How long the next start has to wait; 0 if it may be now. */
export const waitTime = ({ nextStartAt, pausedUntil }: RateLimiter, now: number): number =>
	Math.max(0, nextStartAt - now, pausedUntil - now);

export const currentRate = ({ maxRate, observedRate, observedAt }: RateLimiter, now: number): number =>
	Math.min(maxRate, observedRate * 2 ** ((now - observedAt) / RATE_DOUBLES_IN));

export function onStart(limiter: RateLimiter, now: number): RateLimiter {
	// Messages that start together are answered together: keeping them apart saves a tenth of a run's time.
	const half = limiter.responseTime / limiter.maxConcurrency / 2;
	const spacing = half < 1 ? 0 : Math.min(half, MAX_SPACING);
	const nextStartAt = now + Math.max(SECOND / currentRate(limiter, now), spacing);
	return { ...limiter, firstStartAt: Math.min(limiter.firstStartAt, now), nextStartAt };
}

/** A message ended without LiveVox limiting the rate. */
export function onResponse(limiter: RateLimiter, now: number, startedAt: number, isAccepted: boolean): RateLimiter {
	const { responseTime, acceptedAt } = limiter;
	const took = now - startedAt;
	return {
		...limiter,
		consecutiveThrottles: 0,
		throttledSince: undefined,
		acceptedAt: isAccepted ? [...recent(acceptedAt, now), now] : acceptedAt,
		responseTime: responseTime === 0 ? took : responseTime * 0.9 + took * 0.1,
	};
}

/** `afterMs`: the wait that LiveVox asked for; `random`: from 0 to 1, keeps processes from coming back together. */
type Throttle = { startedAt: number; afterMs: number | undefined; random: number };

/** LiveVox limited the rate, or couldn't be reached. */
export function onThrottled(limiter: RateLimiter, now: number, { startedAt, afterMs, random }: Throttle): RateLimiter {
	const { consecutiveThrottles, observedAt, pausedUntil, throttledSince } = limiter;
	const isNew = startedAt > observedAt; // Messages that were pending the last time tell nothing new.
	const backoff = Math.min(MAX_BACKOFF, FIRST_BACKOFF * 2 ** consecutiveThrottles) * (0.5 + random);
	return {
		...limiter,
		observedRate: isNew ? acceptedRate(limiter, now) : limiter.observedRate,
		observedAt: isNew ? now : observedAt,
		consecutiveThrottles: consecutiveThrottles + (isNew ? 1 : 0),
		throttledSince: throttledSince ?? now,
		pausedUntil: Math.max(pausedUntil, now + (afterMs ?? (isNew ? backoff : 0))),
	};
}

/** Starts per second that LiveVox accepted in the last second; if it accepted none, half of what was tried. */
function acceptedRate(limiter: RateLimiter, now: number): number {
	const measured = Math.max(MIN_MEASURE, Math.min(SECOND, now - limiter.firstStartAt));
	const accepted = (recent(limiter.acceptedAt, now).length * SECOND) / measured;
	return Math.max(MIN_RATE, accepted > 0 ? accepted : Math.min(currentRate(limiter, now), 100) / 2);
}

const recent = (times: readonly number[], now: number): number[] => times.filter((at) => at > now - SECOND);
