import fc from 'fast-check';

import {
	createRateLimiter,
	currentRate,
	onResponse,
	onStart,
	onThrottled,
	waitTime,
	type RateLimiter,
} from '../../nodes/LiveVoxSms/delivery/rateLimiter';
import { mostInASecond } from './queue-run';

const NOW = 1_000_000;

/** A limiter that nothing has happened to. */
const fresh = createRateLimiter;

const start = (limiter: RateLimiter, now: number, maxRate = Infinity): RateLimiter => onStart(limiter, now, maxRate);

/** An answer to a message that started so many milliseconds before. */
const answer = (limiter: RateLimiter, now: number, isAccepted: boolean, took = 0): RateLimiter =>
	onResponse(limiter, now, now - took, isAccepted);

/** A throttle of a message that started just now, without a wait asked for. */
const throttledNow = (limiter: RateLimiter, now: number, random = 0.5): RateLimiter =>
	onThrottled(limiter, now, { startedAt: now, afterMs: undefined, random });

/** A limiter that LiveVox showed nothing yet but acceptance, at these moments. */
const acceptedAt = (limiter: RateLimiter, ...times: number[]): RateLimiter =>
	times.reduce((before, at) => answer(before, at, true), limiter);

/** That many moments, evenly over a time. */
const evenly = (count: number, from: number, to: number) =>
	Array.from({ length: count }, (_, index) => from + ((index + 1) * (to - from)) / count);

/** One that LiveVox throttled 1 second ago, and that it has accepted so many messages since. */
const measuring = (accepted: number): RateLimiter =>
	acceptedAt(throttledNow(start(fresh(), NOW - 2_000), NOW - 1_000), ...evenly(accepted, NOW - 1_000, NOW));

describe('Messages per Second', () => {
	test.each([
		['25 a second', 25, 40],
		['one a second', 1, 1000],
		['one in two seconds', 0.5, 2000],
		['1,000 a second', 1000, 1],
	])('spaces the starts: %s', (_, most, spacing) => {
		expect(waitTime(fresh(), NOW)).toBe(0);
		const limiter = start(fresh(), NOW, most);
		expect(waitTime(limiter, NOW)).toBe(spacing);
		expect(waitTime(limiter, NOW + spacing - 0.5)).toBe(0.5);
		expect(waitTime(limiter, NOW + spacing)).toBe(0);
	});

	test('Infinity is no limit', () => {
		expect(waitTime(start(fresh(), NOW), NOW)).toBe(0);
	});

	it('is never exceeded in any second, however late the starts come', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 300 }),
				fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 400, maxLength: 400 }),
				(most, delays) => {
					let limiter = fresh();
					let now = NOW;
					const starts = delays.map((delay) => {
						now += Math.ceil(waitTime(limiter, now)) + delay * (delay % 3 === 0 ? 1 : 0);
						limiter = start(limiter, now, most);
						return now;
					});
					expect(mostInASecond(starts)).toBeLessThanOrEqual(most);
				},
			),
			{ seed: 13, numRuns: 200 },
		);
	});

	test('a pause is not made up for by a burst', () => {
		const limiter = start(fresh(), NOW, 10);
		const later = start(limiter, NOW + 60_000, 10);
		expect(waitTime(later, NOW + 60_000)).toBe(100);
	});
});

describe('the wait that LiveVox asks for', () => {
	test.each([0, 0.5, 1])('is kept to the millisecond, whatever chance says: %d', (random) => {
		const limiter = onThrottled(fresh(), NOW, { startedAt: NOW, afterMs: 2_000, random });
		expect(waitTime(limiter, NOW)).toBe(2_000);
		expect(waitTime(limiter, NOW + 1_999)).toBe(1);
		expect(waitTime(limiter, NOW + 2_000)).toBe(0);
	});

	test('an earlier, longer one goes on', () => {
		const long = onThrottled(fresh(), NOW, { startedAt: NOW, afterMs: 5_000, random: 0 });
		const short = onThrottled(long, NOW + 10, { startedAt: NOW + 10, afterMs: 1_000, random: 0 });
		expect(waitTime(short, NOW + 10)).toBe(4_990);
	});

	test('holds where a message that was pending brings it', () => {
		const limiter = throttledNow(fresh(), NOW);
		const late = onThrottled(limiter, NOW + 10, { startedAt: NOW - 30, afterMs: 5_000, random: 0.5 });
		expect(waitTime(late, NOW + 10)).toBe(5_000);
	});

	test('and the spacing of Messages per Second both hold', () => {
		const limiter = onThrottled(start(fresh(), NOW, 0.5), NOW, {
			startedAt: NOW,
			afterMs: 500,
			random: 0,
		});
		expect(waitTime(limiter, NOW)).toBe(2_000);
	});
});

describe('the back-off', () => {
	/** Throttled that many times, one after the other, each as soon as the wait is over. */
	function waits(count: number, random: number): number[] {
		let limiter = start(fresh(), NOW);
		let now = NOW;
		return Array.from({ length: count }, () => {
			limiter = throttledNow(limiter, now, random);
			const wait = waitTime(limiter, now);
			now += wait;
			return wait;
		});
	}

	test.each([
		[1, 0.5],
		[4, 4],
		[7, 32],
	])('after throttle %i is at least %f of 10 ms, half of it either way', (count, times) => {
		expect(waits(count, 0)[count - 1]).toBeGreaterThanOrEqual(5 * times);
		expect(waits(count, 0.5)[count - 1]).toBeGreaterThanOrEqual(10 * times);
		expect(waits(count, 1)[count - 1]).toBeGreaterThanOrEqual(15 * times);
	});

	test('stays below four seconds, a half of it either way', () => {
		for (const random of [0, 0.5, 1]) expect(Math.max(...waits(100, random))).toBe(4_000 * (0.5 + random));
	});

	test('waits first until the next message is due, as measured', () => {
		const limiter = throttledNow(measuring(10), NOW + 20);
		// The last accepted one started at NOW.
		expect(NOW + 20 + waitTime(limiter, NOW + 20)).toBeCloseTo(NOW + 1_000 / limiter.limit, 6);
	});

	test.each([
		['accepted', true],
		['rejected', false],
	])('starts again once a message was %s', (_, isAccepted) => {
		let limiter = measuring(20);
		for (let throttle = 0; throttle < 8; throttle++) limiter = throttledNow(limiter, NOW + throttle * 10_000);
		expect(waitTime(limiter, NOW + 70_000)).toBeGreaterThan(1_000);
		limiter = answer(limiter, NOW + 90_000, isAccepted);
		// Until the next message is due at the limit, and no longer.
		const { limit } = throttledNow(limiter, NOW + 91_000);
		const due = Math.max(15, NOW + 90_000 + 1_000 / limit - (NOW + 91_000));
		expect(waitTime(throttledNow(limiter, NOW + 91_000), NOW + 91_000)).toBeLessThanOrEqual(due);
	});
});

describe('the throttles of those that were pending', () => {
	const first = throttledNow(measuring(20), NOW);

	test('teach nothing but what they cost', () => {
		let limiter = first;
		for (let other = 1; other <= 9; other++) {
			limiter = onThrottled(limiter, NOW + other, { startedAt: NOW - 40, afterMs: undefined, random: 1 });
		}
		expect(limiter).toEqual({ ...first, cost: first.cost + 9, span: expect.any(Number) });
	});

	test('but one of a message that started later does', () => {
		const later = throttledNow(first, NOW + 200);
		expect(later.consecutiveThrottles).toBe(2);
		expect(later.throttles.at(-1)).toEqual({ at: NOW + 200, accepted: 20 });
	});

	// A message starts, and within the same millisecond the throttle of another one arrives.
	test('also of one that started in the millisecond of the throttle', () => {
		const same = onThrottled(first, NOW + 50, { startedAt: NOW, afterMs: undefined, random: 0.5 });
		expect(same.throttles).toEqual(first.throttles);
	});
});

describe('the limit', () => {
	test.each([25, 50, 100])('is what LiveVox accepted between two throttled messages: %i a second', (accepted) => {
		const { limit } = throttledNow(measuring(accepted), NOW + 1_000 / accepted);
		expect(limit / accepted).toBeCloseTo(1, 1);
	});

	test('is nearer to what was tried last: LiveVox may keep no room for later', () => {
		const slow = acceptedAt(
			throttledNow(start(fresh(), NOW - 2_000), NOW - 1_000),
			...evenly(8, NOW - 1_000, NOW - 200),
		);
		const limiter = throttledNow(acceptedAt({ ...slow, span: 1 }, ...evenly(4, NOW - 200, NOW)), NOW + 50);
		// 12 in 1.05 seconds, of which 20 a second at last.
		expect(limiter.limit).toBeGreaterThan(16);
		expect(limiter.limit).toBeLessThan(20);
	});

	test('is hardly more than what was accepted if a burst has used up a window', () => {
		const burst = acceptedAt(
			throttledNow(start(fresh(), NOW - 60_000), NOW - 59_000),
			...evenly(590, NOW - 1_000, NOW),
		);
		expect(throttledNow(burst, NOW).limit).toBeGreaterThanOrEqual(10);
		expect(throttledNow(burst, NOW).limit).toBeLessThan(12);
	});

	test('is a guess at the first: all that was accepted by the time since the first message', () => {
		const limiter = acceptedAt(start(fresh(), NOW - 500), ...evenly(20, NOW - 500, NOW));
		expect(throttledNow(limiter, NOW).limit).toBe(40);
	});

	test('counts no message that was rejected', () => {
		let limiter = measuring(10);
		const { limit } = throttledNow(limiter, NOW);
		for (const at of evenly(30, NOW - 1_000, NOW)) limiter = answer(limiter, at, false);
		expect(throttledNow(limiter, NOW).limit).toBe(limit);
	});

	test('is kept if a few more are throttled soon, and lowered if it goes on', () => {
		let limiter = throttledNow(measuring(100), NOW);
		const { limit } = limiter;
		const after: number[] = [];
		for (let more = 1; more <= 30; more++) {
			limiter = throttledNow(answer(limiter, NOW + more * 200, true), NOW + more * 200 + 10);
			after.push(limiter.limit);
		}
		expect(after[2]).toBe(limit);
		expect(after[29]).toBeLessThan(limit / 4);
	});

	test('is not below one a second, however few are accepted', () => {
		let limiter = start(fresh(), NOW);
		for (let at = NOW; at < NOW + 3_600_000; at += 30_000) {
			limiter = throttledNow(answer(limiter, at, true), at + 1);
		}
		expect(limiter.limit).toBe(1);
	});

	test('unless LiveVox once accepted nothing for longer, and never below one in 12 seconds', () => {
		let limiter = throttledNow(throttledNow(start(fresh(), NOW), NOW), NOW + 5_000);
		for (let at = NOW + 20_000; at < NOW + 3_600_000; at += 30_000) {
			limiter = throttledNow(answer(limiter, at, true), at + 1);
		}
		expect(limiter.limit).toBeCloseTo(1 / 12, 6);
	});
});

describe('the rate', () => {
	const limiter = throttledNow(measuring(100), NOW);
	const { limit, span, spread } = limiter;
	const after = (spans: number) => currentRate({ ...limiter, accepted: limiter.accepted + spans * span });

	test.each([
		[0, 1 - spread],
		[0.5, 1],
		[1, 1 + spread],
		[2, 1 + 27 * spread],
		[4, 1 + 343 * spread],
	])('after %f spans is so many times the limit: %f', (spans, times) => {
		expect(after(spans) / limit).toBeCloseTo(times, 6);
	});

	test('spaces the starts, and makes up for a late timer', () => {
		const first = start(limiter, NOW + 1_000);
		const late = start(first, first.nextStartAt + 5);
		expect(late.nextStartAt - first.nextStartAt).toBeCloseTo(1_000 / currentRate(limiter), 6);
	});

	test('makes up for no pause', () => {
		const first = start(limiter, NOW + 1_000);
		expect(waitTime(start(first, NOW + 60_000), NOW + 60_000)).toBe(0);
		const second = start(start(start(first, NOW + 60_000), NOW + 60_000), NOW + 60_000);
		expect(waitTime(second, NOW + 60_000)).toBeGreaterThan(0);
	});

	test('the more the last throttling has cost, the longer the next search takes', () => {
		const waited = onThrottled(limiter, NOW + 1, { startedAt: NOW - 1, afterMs: 2_000, random: 0 });
		expect(waited.span).toBeGreaterThan(limiter.span);
		expect(waited.span).toBeLessThanOrEqual(2 * 100);
	});

	test('is soon free if there is no limit', () => {
		let free = throttledNow(acceptedAt(start(fresh(), NOW - 1_000), ...evenly(10, NOW - 1_000, NOW)), NOW);
		free = acceptedAt(free, ...evenly(40, NOW, NOW + 1_000));
		expect(currentRate(free)).toBeGreaterThan(1_000);
	});
});

describe('one message at a time tries', () => {
	const once = throttledNow(measuring(10), NOW);
	const twice = throttledNow(once, NOW + 100);

	test('if LiveVox throttled twice in a row', () => {
		expect([once.isTrying, twice.isTrying]).toEqual([false, true]);
	});

	test('until a message that started since then ends', () => {
		expect(answer(twice, NOW + 150, true, 100).isTrying).toBe(true);
		expect(answer(twice, NOW + 150, true, 10).isTrying).toBe(false);
	});
});

describe('since when LiveVox has been throttling', () => {
	test('is when it began to', () => {
		let limiter = fresh();
		expect(limiter.throttledSince).toBeUndefined();
		limiter = throttledNow(limiter, NOW);
		limiter = throttledNow(limiter, NOW + 500);
		limiter = onThrottled(limiter, NOW + 510, { startedAt: NOW, afterMs: 100, random: 0 });
		expect(limiter.throttledSince).toBe(NOW);
	});

	test.each([true, false])('is over with any other answer (accepted: %p)', (isAccepted) => {
		const limiter = answer(throttledNow(start(fresh(), NOW), NOW), NOW + 1, isAccepted);
		expect(limiter.throttledSince).toBeUndefined();
		expect(throttledNow(limiter, NOW + 700).throttledSince).toBe(NOW + 700);
	});
});

test('nothing grows with the messages', () => {
	let limiter = acceptedAt(start(fresh(), NOW), ...evenly(10_000, NOW, NOW + 100_000));
	for (let more = 1; more < 100; more++) {
		limiter = throttledNow(acceptedAt(limiter, ...evenly(10, NOW, NOW + 1)), NOW + 200_000 + more * 1_000);
	}
	expect(limiter.acceptedAt.length).toBeLessThan(20);
	expect(limiter.throttles.length).toBeLessThan(20);
});

test('each event makes a new value of it', () => {
	const limiter = Object.freeze({ ...fresh(), acceptedAt: Object.freeze([]) });
	const events = [start(limiter, NOW), answer(limiter, NOW, true), throttledNow(limiter, NOW)];
	for (const next of events) expect(next).not.toEqual(limiter);
});
