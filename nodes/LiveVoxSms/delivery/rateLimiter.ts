/**
 * How fast messages may start. A value: every event makes the next one of it; times are milliseconds.
 *
 * When LiveVox limits the rate or can't be reached, all starts pause: for the wait it asks for, or for a backoff that
 * doubles each time in a row. Then they go on at the rate that LiveVox was seen to accept, which doubles every few
 * seconds until LiveVox limits it again.
 */
export interface RateLimiter {
	/** Starts per second that the user allows. */
	readonly maxRate: number;
	/** How many messages may be in progress at the same time. */
	readonly maxConcurrency: number;
	/** Starts per second that LiveVox accepted when it last limited the rate; Infinity before it ever did. */
	readonly observedRate: number;
	readonly observedAt: number;
	readonly firstStartAt: number | undefined;
	readonly nextStartAt: number;
	readonly pausedUntil: number;
	readonly consecutiveThrottles: number;
	/** Since when nothing else was answered; undefined if the last response was another one. */
	readonly throttledSince: number | undefined;
	/** When messages were accepted, for the last second. */
	readonly acceptedAt: readonly number[];
	/** How long a response takes, on average of late. */
	readonly responseTime: number;
}

const SECOND = 1000;
const FIRST_BACKOFF = 100;
/** After it a single message finds out whether LiveVox accepts again, which is cheap. */
const MAX_BACKOFF = 2 * SECOND;
const RATE_DOUBLES_IN = 3 * SECOND;
const MIN_RATE = 5;
const MIN_MEASURE = 100;
const MIN_SPACING = 1;
const MAX_SPACING = 100;

/** @param messagesPerSecond 0 for no limit */
export const createRateLimiter = (messagesPerSecond: number, maxConcurrency: number): RateLimiter => ({
	maxRate: messagesPerSecond > 0 ? messagesPerSecond : Infinity,
	maxConcurrency,
	observedRate: Infinity,
	observedAt: -Infinity,
	firstStartAt: undefined,
	nextStartAt: -Infinity,
	pausedUntil: -Infinity,
	consecutiveThrottles: 0,
	throttledSince: undefined,
	acceptedAt: [],
	responseTime: 0,
});

/** How long the next start has to wait; 0 if it may be now. */
export const waitTime = ({ nextStartAt, pausedUntil }: RateLimiter, now: number): number =>
	Math.max(0, nextStartAt - now, pausedUntil - now);

/** Starts per second right now. */
export const currentRate = ({ maxRate, observedRate, observedAt }: RateLimiter, now: number): number =>
	Math.min(maxRate, observedRate * 2 ** ((now - observedAt) / RATE_DOUBLES_IN));

export const onStart = (limiter: RateLimiter, now: number): RateLimiter => ({
	...limiter,
	firstStartAt: limiter.firstStartAt ?? now,
	nextStartAt: now + Math.max(SECOND / currentRate(limiter, now), spacing(limiter)),
});

/**
 * Messages that start together are answered together, and LiveVox idles while this process handles all responses.
 * Half of each message's share of the response time keeps them apart, which saves a tenth of a run's time.
 */
function spacing({ responseTime, maxConcurrency }: RateLimiter): number {
	const half = responseTime / maxConcurrency / 2;
	return half < MIN_SPACING ? 0 : Math.min(half, MAX_SPACING);
}

/**
 * LiveVox answered a message without limiting the rate, or the connection broke.
 *
 * @param startedAt when that message started
 */
export function onResponse(
	limiter: RateLimiter,
	now: number,
	{ startedAt, isAccepted }: { startedAt: number; isAccepted: boolean },
): RateLimiter {
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

/**
 * LiveVox limited the rate, or couldn't be reached.
 *
 * @param startedAt when that message started: those that were in progress at the last time tell nothing new
 * @param afterMs the wait that LiveVox asked for
 * @param random from 0 to 1, to keep several processes from coming back at the same time
 */
export function onThrottled(
	limiter: RateLimiter,
	now: number,
	{ startedAt, afterMs, random }: { startedAt: number; afterMs: number | undefined; random: number },
): RateLimiter {
	const { consecutiveThrottles, observedAt, pausedUntil, throttledSince } = limiter;
	const isNew = startedAt > observedAt;
	const backoff = Math.min(MAX_BACKOFF, FIRST_BACKOFF * 2 ** consecutiveThrottles) * (0.5 + random);
	return {
		...limiter,
		...(isNew && {
			observedRate: acceptedRate(limiter, now),
			observedAt: now,
			consecutiveThrottles: consecutiveThrottles + 1,
		}),
		throttledSince: throttledSince ?? now,
		pausedUntil: Math.max(pausedUntil, now + (afterMs ?? (isNew ? backoff : 0))),
	};
}

/** Starts per second that LiveVox accepted in the last second; if it accepted none, half of what was tried. */
function acceptedRate(limiter: RateLimiter, now: number): number {
	const measured = Math.min(SECOND, now - (limiter.firstStartAt ?? now));
	const accepted = (recent(limiter.acceptedAt, now).length * SECOND) / Math.max(measured, MIN_MEASURE);
	return Math.max(MIN_RATE, accepted > 0 ? accepted : Math.min(currentRate(limiter, now), 100) / 2);
}

const recent = (times: readonly number[], now: number): number[] => times.filter((at) => at > now - SECOND);
