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
const fresh = (maxRate: number, width = 10): RateLimiter => createRateLimiter(maxRate, width);

/** An answer to a message that started so many milliseconds before. */
const answer = (limiter: RateLimiter, now: number, isAccepted: boolean, took = 0): RateLimiter =>
	onResponse(limiter, now, now - took, isAccepted);

/** A throttle of a message that started just now, without a wait asked for. */
const throttledNow = (limiter: RateLimiter, now: number, random = 0.5): RateLimiter =>
	onThrottled(limiter, now, { startedAt: now, afterMs: undefined, random });

/** A limiter that LiveVox showed nothing yet but acceptance, at these moments. */
const acceptedAt = (first: number, ...times: number[]): RateLimiter =>
	times.reduce((limiter, at) => answer(limiter, at, true), onStart(fresh(0), first));

/** That many moments, evenly over a time. */
const evenly = (count: number, from: number, to: number) =>
	Array.from({ length: count }, (_, index) => from + ((index + 1) * (to - from)) / count);

describe('Messages per Second', () => {
	test.each([
		['25 a second', 25, 40],
		['one a second', 1, 1000],
		['one in two seconds', 0.5, 2000],
		['1,000 a second', 1000, 1],
	])('spaces the starts: %s', (_, most, spacing) => {
		expect(waitTime(fresh(most), NOW)).toBe(0);
		const limiter = onStart(fresh(most), NOW);
		expect(waitTime(limiter, NOW)).toBe(spacing);
		expect(waitTime(limiter, NOW + spacing - 0.5)).toBe(0.5);
		expect(waitTime(limiter, NOW + spacing)).toBe(0);
	});

	test.each([0, -1])('%d is no limit', (most) => {
		expect(waitTime(onStart(fresh(most), NOW), NOW)).toBe(0);
	});

	it('is never exceeded in any second, however late the starts come', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 300 }),
				fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 400, maxLength: 400 }),
				(most, delays) => {
					let limiter = fresh(most);
					let now = NOW;
					const starts = delays.map((delay) => {
						now += Math.ceil(waitTime(limiter, now)) + delay * (delay % 3 === 0 ? 1 : 0);
						limiter = onStart(limiter, now);
						return now;
					});
					expect(mostInASecond(starts)).toBeLessThanOrEqual(most);
				},
			),
			{ seed: 13, numRuns: 200 },
		);
	});

	test('a pause is not made up for by a burst', () => {
		const limiter = onStart(fresh(10), NOW);
		const later = onStart(limiter, NOW + 60_000);
		expect(waitTime(later, NOW + 60_000)).toBe(100);
	});
});

describe('messages are kept apart, by half of the room that each has', () => {
	const spacingAfter = (width: number, ...times: number[]) => {
		const limiter = times.reduce((before, took) => answer(before, NOW, true, took), onStart(fresh(0, width), NOW));
		return waitTime(onStart(limiter, NOW), NOW);
	};

	test.each([
		['before the first answer', 10, [], 0],
		['after one of 50 ms', 10, [50], 2.5],
		['one at a time', 1, [50], 25],
		['by the average of late', 10, [50, 150], 3],
		['after many, by those', 10, [1_000, ...Array<number>(100).fill(50)], 2.5],
		['a millisecond', 10, [20], 1],
		['not below a millisecond', 50, [50], 0],
		['not above a tenth of a second', 1, [26_000], 100],
	])('%s', (_, width, times, spacing) => {
		expect(spacingAfter(width, ...times)).toBeCloseTo(spacing, 2);
	});

	test('never less than by Messages per Second', () => {
		const limiter = answer(onStart(fresh(10), NOW), NOW, true, 50);
		expect(waitTime(onStart(limiter, NOW), NOW)).toBe(100);
	});
});

describe('the wait that LiveVox asks for', () => {
	test.each([0, 0.5, 1])('is kept to the millisecond, whatever chance says: %d', (random) => {
		const limiter = onThrottled(fresh(0), NOW, { startedAt: NOW, afterMs: 2_000, random });
		expect(waitTime(limiter, NOW)).toBe(2_000);
		expect(waitTime(limiter, NOW + 1_999)).toBe(1);
		expect(waitTime(limiter, NOW + 2_000)).toBe(0);
	});

	test('an earlier, longer one goes on', () => {
		const long = onThrottled(fresh(0), NOW, { startedAt: NOW, afterMs: 5_000, random: 0 });
		const short = onThrottled(long, NOW + 10, { startedAt: NOW + 10, afterMs: 1_000, random: 0 });
		expect(waitTime(short, NOW + 10)).toBe(4_990);
	});

	test('holds where a message that was pending brings it', () => {
		const limiter = throttledNow(fresh(0), NOW);
		const late = onThrottled(limiter, NOW + 10, { startedAt: NOW - 30, afterMs: 5_000, random: 0.5 });
		expect(waitTime(late, NOW + 10)).toBe(5_000);
	});

	test('and the spacing of Messages per Second both hold', () => {
		const limiter = onThrottled(onStart(fresh(0.5), NOW), NOW, {
			startedAt: NOW,
			afterMs: 500,
			random: 0,
		});
		expect(waitTime(limiter, NOW)).toBe(2_000);
	});
});

describe('the back-off', () => {
	test.each([
		[1, 100],
		[2, 200],
		[3, 400],
		[5, 1_600],
		[6, 2_000],
		[7, 2_000],
		[40, 2_000],
	])('after throttle %i in a row is around %i ms, half of it either way', (count, wait) => {
		const waitWith = (random: number) => {
			let limiter = fresh(0);
			let now = NOW;
			for (let throttle = 1; throttle < count; throttle++) {
				limiter = throttledNow(limiter, now, random);
				now += waitTime(limiter, now);
			}
			return waitTime(throttledNow(limiter, now, random), now);
		};
		expect(waitWith(0)).toBeCloseTo(wait * 0.5, 3);
		expect(waitWith(0.5)).toBeCloseTo(wait, 3);
		expect(waitWith(1)).toBeCloseTo(wait * 1.5, 3);
	});

	test.each([
		['accepted', true],
		['rejected', false],
	])('starts again once a message was %s', (_, isAccepted) => {
		let limiter = fresh(0);
		for (let throttle = 0; throttle < 5; throttle++) limiter = throttledNow(limiter, NOW + throttle * 10_000);
		limiter = answer(limiter, NOW + 60_000, isAccepted);
		expect(waitTime(throttledNow(limiter, NOW + 60_000), NOW + 60_000)).toBe(100);
	});
});

describe('the throttles of those that were pending', () => {
	const first = throttledNow(acceptedAt(NOW - 500, ...evenly(20, NOW - 500, NOW)), NOW);

	test('teach nothing more', () => {
		let limiter = first;
		for (let other = 1; other <= 9; other++) {
			limiter = onThrottled(limiter, NOW + other, { startedAt: NOW - 40, afterMs: undefined, random: 1 });
		}
		expect(limiter).toEqual(first);
	});

	test('but one of a message that started later does', () => {
		const later = throttledNow(first, NOW + 200);
		expect(later.consecutiveThrottles).toBe(2);
		expect(waitTime(later, NOW + 200)).toBe(200);
		expect(later.observedAt).toBe(NOW + 200);
	});

	// A message starts, and within the same millisecond the throttle of another one arrives.
	test('also of one that started in the millisecond of the throttle', () => {
		const same = onThrottled(first, NOW + 50, { startedAt: NOW, afterMs: undefined, random: 0.5 });
		expect(same).toEqual(first);
	});
});

describe('the rate after a throttle', () => {
	test.each<[string, number, number[], number]>([
		['what was accepted in the last second', NOW - 5_000, evenly(40, NOW - 1_000, NOW), 40],
		['nothing from before it', NOW - 5_000, evenly(80, NOW - 2_000, NOW), 40],
		['of a run that is younger, by its age', NOW - 500, evenly(20, NOW - 500, NOW), 40],
		['of one just started, by a tenth of a second', NOW - 20, evenly(4, NOW - 20, NOW), 40],
		['at least 5', NOW - 5_000, [NOW - 900, NOW - 10], 5],
		['half of the first 100 where nothing was accepted', NOW - 5_000, [], 50],
	])('is %s', (_, firstStart, accepted, rate) => {
		expect(currentRate(throttledNow(acceptedAt(firstStart, ...accepted), NOW), NOW)).toBeCloseTo(rate, 6);
	});

	test('is halved as long as nothing is accepted', () => {
		let limiter = onStart(fresh(0), NOW - 5_000);
		const rates = [50, 25, 12.5, 6.25, 5, 5];
		rates.forEach((rate, index) => {
			limiter = throttledNow(limiter, NOW + index);
			expect(currentRate(limiter, NOW + index)).toBeCloseTo(rate, 1);
		});
	});

	test('counts no message that was rejected', () => {
		let limiter = acceptedAt(NOW - 5_000, ...evenly(10, NOW - 1_000, NOW));
		for (const at of evenly(30, NOW - 1_000, NOW)) limiter = answer(limiter, at, false);
		expect(currentRate(throttledNow(limiter, NOW), NOW)).toBe(10);
	});

	test('is never more than Messages per Second', () => {
		const limiter = { ...acceptedAt(NOW - 5_000, ...evenly(40, NOW - 1_000, NOW)), maxRate: 10 };
		expect(currentRate(throttledNow(limiter, NOW), NOW)).toBe(10);
	});

	test('spaces the starts, a little less with each moment', () => {
		const limiter = throttledNow(acceptedAt(NOW - 5_000, ...evenly(40, NOW - 1_000, NOW)), NOW);
		const spacing = (at: number) => onStart(limiter, at).nextStartAt - at;
		expect(spacing(NOW)).toBeCloseTo(1000 / 40, 6);
		expect(spacing(NOW + 1_000)).toBeLessThan(spacing(NOW));
	});
});

describe('the way up again', () => {
	const limiter = throttledNow(acceptedAt(NOW - 5_000, ...evenly(20, NOW - 1_000, NOW)), NOW);

	test.each([
		[0, 20],
		[3, 40],
		[6, 80],
		[9, 160],
		[12, 320],
	])('after %i seconds it is %i a second', (seconds, rate) => {
		expect(currentRate(limiter, NOW + seconds * 1_000)).toBeCloseTo(rate, 6);
	});

	test('ends at Messages per Second', () => {
		expect(currentRate({ ...limiter, maxRate: 60 }, NOW + 3_600_000)).toBe(60);
	});

	test('ends without any spacing where there is no limit', () => {
		const later = NOW + 3_600_000;
		expect(waitTime(onStart(limiter, later), later)).toBe(0);
	});
});

describe('since when LiveVox has been throttling', () => {
	test('is when it began to', () => {
		let limiter = fresh(0);
		expect(limiter.throttledSince).toBeUndefined();
		limiter = throttledNow(limiter, NOW);
		limiter = throttledNow(limiter, NOW + 500);
		limiter = onThrottled(limiter, NOW + 510, { startedAt: NOW, afterMs: 100, random: 0 });
		expect(limiter.throttledSince).toBe(NOW);
	});

	test.each([true, false])('is over with any other answer (accepted: %p)', (isAccepted) => {
		const limiter = answer(throttledNow(fresh(0), NOW), NOW + 1, isAccepted);
		expect(limiter.throttledSince).toBeUndefined();
		expect(throttledNow(limiter, NOW + 700).throttledSince).toBe(NOW + 700);
	});
});

test('no more than a second of acceptances is kept', () => {
	const limiter = acceptedAt(NOW, ...evenly(10_000, NOW, NOW + 100_000));
	expect(limiter.acceptedAt).toHaveLength(100);
});

test('each event makes a new value of it', () => {
	const limiter = Object.freeze({ ...fresh(10), acceptedAt: Object.freeze([]) });
	const events = [onStart(limiter, NOW), answer(limiter, NOW, true), throttledNow(limiter, NOW)];
	for (const next of events) expect(next).not.toEqual(limiter);
});
