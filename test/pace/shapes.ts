import { TokenBucket } from '../simulator/rate-limit';

/** A limit as LiveVox may have it: what it answers to requests, and how many it has room for. */
export interface Limit {
	/** @returns undefined if the request is accepted; else how long to wait, if it says so, in milliseconds */
	take: (now: number) => { afterMs: number | undefined } | undefined;
	/** A request that was accepted has been answered. */
	release: () => void;
	/** How many it would have accepted, at best, in that time from its first request on. */
	room: (ms: number, latencyMs: number) => number;
}

/** Times that are computed fall short of whole seconds by rounding, or exceed them. */
const ROUNDING = 1e-6;

const wholeSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000 - ROUNDING)) * 1000;

/** `perSecond` tokens come back each second, up to `burst` of them. */
export function bucket(perSecond: number, burst: number, retryAfter: boolean): Limit {
	const tokens = new TokenBucket();
	return {
		take: (now) => {
			const waitMs = tokens.take({ perSecond, burst }, now);
			return waitMs === undefined ? undefined : { afterMs: retryAfter ? wholeSeconds(waitMs) : undefined };
		},
		release: () => undefined,
		room: (ms) => burst + (ms * perSecond) / 1000,
	};
}

/** `count` in each window of the clock, the first of which has `phase` of its time left. */
export function fixedWindow(count: number, windowMs: number, retryAfter: boolean, phase = 0.7): Limit {
	let first: number | undefined;
	let present = 0;
	let taken = 0;
	return {
		take: (now) => {
			first ??= now - windowMs * (1 - phase);
			const window = Math.floor((now - first) / windowMs);
			if (window !== present) taken = 0;
			present = window;
			const left = windowMs * (window + 1) - (now - first);
			if (taken >= count) return { afterMs: retryAfter ? wholeSeconds(left) : undefined };
			taken++;
			return undefined;
		},
		release: () => undefined,
		room: (ms) => count * (1 + ms / windowMs),
	};
}

/** `count` in any window. */
export function slidingWindow(count: number, windowMs: number, retryAfter: boolean): Limit {
	let times: number[] = [];
	return {
		take: (now) => {
			times = times.filter((time) => time > now - windowMs);
			if (times.length >= count) return { afterMs: retryAfter ? wholeSeconds(times[0]! + windowMs - now) : undefined };
			times.push(now);
			return undefined;
		},
		release: () => undefined,
		room: (ms) => count * (1 + ms / windowMs),
	};
}

/** `count` requests at the same time. */
export function atTheSameTime(count: number, retryAfter: boolean): Limit {
	let pending = 0;
	return {
		take: () => {
			if (pending >= count) return { afterMs: retryAfter ? 1000 : undefined };
			pending++;
			return undefined;
		},
		release: () => void pending--,
		room: (ms, latencyMs) => (count * ms) / latencyMs + count,
	};
}

export interface Shape {
	name: string;
	create: () => Limit;
	/** What it allows a second in the long run, for the number of messages to send. */
	perSecond: (latencyMs: number) => number;
	/** How long it is sent to in a simulation. */
	seconds: number;
}

const shape = (
	name: string,
	perSecond: number | ((latencyMs: number) => number),
	create: () => Limit,
	seconds = 600,
): Shape => ({
	seconds,
	name,
	create,
	perSecond: typeof perSecond === 'number' ? () => perSecond : perSecond,
});

export const SHAPES: Shape[] = [
	shape('no limit', 1e6, () => bucket(1e6, 1e6, false)),
	shape('a bucket of 1,000 a second', 1000, () => bucket(1000, 1000, false)),
	shape('a bucket of 25 a second', 25, () => bucket(25, 25, false)),
	shape('a bucket of 25 a second, Retry-After', 25, () => bucket(25, 25, true)),
	shape('a bucket of 5 a second, Retry-After', 5, () => bucket(5, 5, true)),
	shape('a bucket of 10 a second that holds 100', 10, () => bucket(10, 100, false)),
	shape('one a second', 1, () => bucket(1, 1, false)),
	shape('one in ten seconds', 0.1, () => bucket(0.1, 1, false)),
	shape('25 in each second, Retry-After', 25, () => fixedWindow(25, 1000, true)),
	shape('25 in any second', 25, () => slidingWindow(25, 1000, false)),
	shape('600 in each minute', 10, () => fixedWindow(600, 60_000, false), 1800),
	shape('60 in each minute', 1, () => fixedWindow(60, 60_000, false), 1800),
	shape('600 in any minute, Retry-After', 10, () => slidingWindow(600, 60_000, true), 1800),
	shape(
		'4 at the same time',
		(ms) => 4000 / ms,
		() => atTheSameTime(4, false),
	),
	shape(
		'20 at the same time',
		(ms) => 20_000 / ms,
		() => atTheSameTime(20, false),
	),
	shape(
		'4 at the same time, Retry-After',
		(ms) => 4000 / ms,
		() => atTheSameTime(4, true),
	),
];
