const SECOND = 1000;
/** A search for a higher limit may cost one message in so many. */
export const SPAN_PER_COST = 28;
/** It begins this share below the limit that was measured, and soon ends as much above it. */
const MIN_SPREAD = 0.03;
/** The same while the limit is but a guess. */
const GUESS = { spread: 0.5, maxSpan: 8 };
/** A limit is measured by at least so many messages. */
const MIN_MEASURED = 4;
/** Lower only if LiveVox once accepted nothing for longer than such a rate would take, and not below one in so long. */
const MIN_RATE = 1;
const MAX_CLOSED = 12 * SECOND;
const REMEMBERED_THROTTLES = 10;
/** Of what is delivered and what is tried, the latter counts for more: LiveVox may keep no room for later. */
const WEIGHT_OF_TRIED = 0.8;
/** Tried so far above what is delivered, messages have only used up a window: then a little above is enough. */
const [MAX_TRIED_RATIO, LITTLE_ABOVE] = [3, 1.2];
/** After a throttling that cost less, a few more don't change the limit: those messages were pending, or just too early. */
const MAX_COST_OF_LIMIT = 10;
const FIRST_BACKOFF = 10;
const MAX_BACKOFF = 4 * SECOND;
const TIMER_RESOLUTION = 1;
/** A timer that comes late by up to this is made up for. */
const MAX_CATCH_UP = 20;

/**
 * How fast messages may start: a value, of which each event makes the next. Rates are per second, times milliseconds.
 *
 * Between two throttled messages LiveVox has accepted what its limit allows, whether it's a bucket or a window: their
 * number by that time is the limit (BBR's delivery rate). From there the rate follows the curve of CUBIC (RFC 9438): from
 * below the limit up to it, long along it, then faster and faster beyond, until LiveVox throttles again. What that costs
 * decides how many messages the next search takes.
 */
export type RateLimiter = Readonly<ReturnType<typeof createRateLimiter>>;

export const createRateLimiter = () => ({
	/** What LiveVox allows, as measured; Infinity until it throttles. */
	limit: Infinity,
	/** At the start the rate is below the limit by this share of it. */
	spread: 0,
	/** After so many accepted messages it is above by as much. */
	span: 1,
	maxSpan: 1,
	accepted: 0,
	/** When the latest of them ended, and when the last of them started. */
	acceptedAt: [] as readonly number[],
	lastStartAt: -Infinity,
	firstStartAt: Infinity,
	/** By 'Messages per Second', and by the rate. */
	earliestAt: -Infinity,
	nextStartAt: -Infinity,
	pausedUntil: -Infinity,
	/** When LiveVox throttled, and how many it had accepted; without the pending ones, which tell nothing new. */
	throttles: [] as ReadonlyArray<{ at: number; accepted: number }>,
	/** Since the last accepted message. */
	consecutiveThrottles: 0,
	/** LiveVox throttled twice in a row: then one message at a time tries whether it still does. */
	isTrying: false,
	/** The longest time in which LiveVox throttled every message, in milliseconds. */
	longestClosed: SECOND / MIN_RATE,
	/** In messages: those throttled, and those that pauses left no time for. */
	cost: 0,
	/** Since when every response limits the rate; undefined if the last one didn't. */
	throttledSince: undefined as number | undefined,
});

/** How long the next start has to wait; 0 if it may be now. */
export function waitTime({ earliestAt, nextStartAt, pausedUntil }: RateLimiter, now: number): number {
	return Math.max(0, earliestAt - now, pausedUntil - now, spacingLeft(nextStartAt, now));
}

/** How long until then; less than timers can wait is nothing. */
export const spacingLeft = (until: number, now: number): number => (until - now < TIMER_RESOLUTION ? 0 : until - now);

export function currentRate({ limit, spread, span, accepted, throttles }: RateLimiter): number {
	const progress = (accepted - (throttles.at(-1)?.accepted ?? 0)) / span;
	return limit * (1 + spread * (2 * progress - 1) ** 3);
}

/** @param maxRate 'Messages per Second', or Infinity; it holds in every second, so that no late start is made up for */
export function onStart(limiter: RateLimiter, now: number, maxRate: number): RateLimiter {
	const dueAt = Math.max(limiter.nextStartAt, now - MAX_CATCH_UP);
	const nextStartAt = dueAt + SECOND / currentRate(limiter);
	const firstStartAt = Math.min(limiter.firstStartAt, now);
	return { ...limiter, firstStartAt, earliestAt: now + SECOND / maxRate, nextStartAt };
}

/** A message ended without LiveVox limiting the rate. */
export function onResponse(limiter: RateLimiter, now: number, startedAt: number, isAccepted: boolean): RateLimiter {
	const { isTrying, throttles, throttledSince = now, consecutiveThrottles, longestClosed } = limiter;
	const { accepted, acceptedAt, lastStartAt } = limiter;
	const next = {
		...limiter,
		isTrying: isTrying && startedAt <= throttles.at(-1)!.at,
		consecutiveThrottles: 0,
		throttledSince: undefined,
	};
	if (!isAccepted) return next;
	const closed = Math.min(MAX_CLOSED, now - throttledSince);
	return {
		...next,
		accepted: accepted + 1,
		longestClosed: consecutiveThrottles > 1 ? Math.max(longestClosed, closed) : longestClosed,
		acceptedAt: [...acceptedAt.slice(1 - MIN_MEASURED), now],
		lastStartAt: Math.max(lastStartAt, startedAt),
	};
}

/** `afterMs`: the wait that LiveVox asked for; `random`: from 0 to 1, keeps processes from coming back together. */
export type Throttle = { startedAt: number; afterMs: number | undefined; random: number };

/** LiveVox limited the rate, or couldn't be reached. */
export function onThrottled(limiter: RateLimiter, now: number, throttle: Throttle): RateLimiter {
	const { throttles, throttledSince = now, pausedUntil } = limiter;
	const { startedAt, afterMs, random } = throttle;
	// Messages that were pending the last time tell nothing new.
	const isNew = startedAt > (throttles.at(-1)?.at ?? -Infinity);
	const next = isNew ? onNewThrottle(limiter, now) : limiter;
	const until = Math.max(pausedUntil, now + (afterMs ?? (isNew ? backoff(next, now, random) : 0)));
	const leftOut = ((until - Math.max(now, pausedUntil)) * next.limit) / SECOND;
	const cost = next.cost + 1 + Math.max(0, leftOut);
	return {
		...next,
		cost,
		span: Math.min(next.maxSpan, SPAN_PER_COST * cost),
		throttledSince,
		pausedUntil: until,
		nextStartAt: Math.max(next.nextStartAt, until),
	};
}

/** LiveVox asked for a wait, but not because of the rate. */
export const onPause = (limiter: RateLimiter, until: number): RateLimiter => ({
	...limiter,
	pausedUntil: Math.max(limiter.pausedUntil, until),
});

function onNewThrottle(limiter: RateLimiter, now: number): RateLimiter {
	const { accepted, throttles, cost, consecutiveThrottles } = limiter;
	const last = throttles.at(-1);
	const isRepeated = last?.accepted === accepted;
	const isSameSearch = last !== undefined && accepted - last.accepted < MIN_MEASURED;
	const keepsLimit = isSameSearch && limiter.spread < GUESS.spread && cost < MAX_COST_OF_LIMIT;
	return {
		...limiter,
		...(keepsLimit ? {} : measure(limiter, now, isSameSearch)),
		throttles: [...throttles.slice(-REMEMBERED_THROTTLES, isRepeated ? -1 : undefined), { at: now, accepted }],
		cost: isSameSearch ? cost : cost / 2,
		isTrying: isRepeated,
		consecutiveThrottles: consecutiveThrottles + 1,
	};
}

/** From the latest throttling since when enough was accepted. Without one it's a guess, from the first message. */
function measure(limiter: RateLimiter, now: number, isSameSearch: boolean) {
	const { accepted, acceptedAt, firstStartAt, throttles, longestClosed } = limiter;
	const enough = Math.max(MIN_MEASURED, (accepted - (throttles[0]?.accepted ?? accepted)) / 3);
	const since = [...throttles].reverse().find((throttle) => accepted - throttle.accepted >= enough);
	if (!since) return { limit: Math.max(SECOND / longestClosed, toRate(accepted, now - firstStartAt)), ...GUESS };
	const measured = accepted - since.accepted;
	const delivered = toRate(measured, now - since.at);
	const recent = Math.min(currentRate(limiter), toRate(acceptedAt.length, now - acceptedAt[0]!));
	const last = isSameSearch ? limiter.limit : recent;
	const tried = last < MAX_TRIED_RATIO * delivered ? last : LITTLE_ABOVE * delivered;
	const between = delivered ** (1 - WEIGHT_OF_TRIED) * Math.max(delivered, tried) ** WEIGHT_OF_TRIED;
	return {
		limit: Math.max(SECOND / longestClosed, between),
		spread: Math.max(MIN_SPREAD, 1 / measured),
		maxSpan: 2 * measured,
	};
}

const toRate = (messages: number, ms: number): number => (messages * SECOND) / Math.max(1, ms);

/** Until the next message is due at that rate; then twice as long each time. */
function backoff({ limit, lastStartAt, consecutiveThrottles }: RateLimiter, now: number, random: number): number {
	const spacing = SECOND / limit;
	const doubled = Math.min(MAX_BACKOFF, FIRST_BACKOFF * 2 ** (consecutiveThrottles - 1)) * (0.5 + random);
	return Math.max(doubled, consecutiveThrottles === 1 ? lastStartAt + spacing - now : spacing / 2);
}
