import fc from 'fast-check';

import {
	answered,
	freshPace,
	rateOf,
	refused,
	started,
	waitOf,
	type Pace,
} from '../../nodes/LiveVoxSms/delivery/pace';
import { mostInASecond } from './pool-run';

const NOW = 1_000_000;

/** A pace that nothing has happened to. */
const fresh = (most: number, width = 10): Pace => freshPace(most, width);

/** An answer to a message that started so many milliseconds before. */
const answer = (pace: Pace, now: number, isAccepted: boolean, took = 0): Pace =>
	answered(pace, now, { startedAt: now - took, isAccepted });

/** A refusal of a message that started just now, without a wait asked for. */
const bareRefusal = (pace: Pace, now: number, random = 0.5): Pace =>
	refused(pace, now, { startedAt: now, asked: undefined, random });

/** A pace that LiveVox showed nothing yet but acceptance, at these moments. */
const acceptedAt = (first: number, ...times: number[]): Pace =>
	times.reduce((pace, at) => answer(pace, at, true), started(fresh(0), first));

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
		expect(waitOf(fresh(most), NOW)).toBe(0);
		const pace = started(fresh(most), NOW);
		expect(waitOf(pace, NOW)).toBe(spacing);
		expect(waitOf(pace, NOW + spacing - 0.5)).toBe(0.5);
		expect(waitOf(pace, NOW + spacing)).toBe(0);
	});

	test.each([0, -1])('%d is no limit', (most) => {
		expect(waitOf(started(fresh(most), NOW), NOW)).toBe(0);
	});

	it('is never exceeded in any second, however late the starts come', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 300 }),
				fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 400, maxLength: 400 }),
				(most, delays) => {
					let pace = fresh(most);
					let now = NOW;
					const starts = delays.map((delay) => {
						now += Math.ceil(waitOf(pace, now)) + delay * (delay % 3 === 0 ? 1 : 0);
						pace = started(pace, now);
						return now;
					});
					expect(mostInASecond(starts)).toBeLessThanOrEqual(most);
				},
			),
			{ seed: 13, numRuns: 200 },
		);
	});

	test('a pause is not made up for by a burst', () => {
		const pace = started(fresh(10), NOW);
		const later = started(pace, NOW + 60_000);
		expect(waitOf(later, NOW + 60_000)).toBe(100);
	});
});

describe('messages are kept apart, by half of the room that each has', () => {
	const spacingAfter = (width: number, ...times: number[]) => {
		const pace = times.reduce(
			(before, took) => answer(before, NOW, true, took),
			started(fresh(0, width), NOW),
		);
		return waitOf(started(pace, NOW), NOW);
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
		const pace = answer(started(fresh(10), NOW), NOW, true, 50);
		expect(waitOf(started(pace, NOW), NOW)).toBe(100);
	});
});

describe('the wait that LiveVox asks for', () => {
	test.each([0, 0.5, 1])('is kept to the millisecond, whatever chance says: %d', (random) => {
		const pace = refused(fresh(0), NOW, { startedAt: NOW, asked: 2_000, random });
		expect(waitOf(pace, NOW)).toBe(2_000);
		expect(waitOf(pace, NOW + 1_999)).toBe(1);
		expect(waitOf(pace, NOW + 2_000)).toBe(0);
	});

	test('an earlier, longer one goes on', () => {
		const long = refused(fresh(0), NOW, { startedAt: NOW, asked: 5_000, random: 0 });
		const short = refused(long, NOW + 10, { startedAt: NOW + 10, asked: 1_000, random: 0 });
		expect(waitOf(short, NOW + 10)).toBe(4_990);
	});

	test('holds where a message that was under way brings it', () => {
		const pace = bareRefusal(fresh(0), NOW);
		const late = refused(pace, NOW + 10, { startedAt: NOW - 30, asked: 5_000, random: 0.5 });
		expect(waitOf(late, NOW + 10)).toBe(5_000);
	});

	test('and the spacing of Messages per Second both hold', () => {
		const pace = refused(started(fresh(0.5), NOW), NOW, {
			startedAt: NOW,
			asked: 500,
			random: 0,
		});
		expect(waitOf(pace, NOW)).toBe(2_000);
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
	])('after refusal %i in a row is around %i ms, half of it either way', (count, wait) => {
		const waitWith = (random: number) => {
			let pace = fresh(0);
			let now = NOW;
			for (let refusal = 1; refusal < count; refusal++) {
				pace = bareRefusal(pace, now, random);
				now += waitOf(pace, now);
			}
			return waitOf(bareRefusal(pace, now, random), now);
		};
		expect(waitWith(0)).toBeCloseTo(wait * 0.5, 3);
		expect(waitWith(0.5)).toBeCloseTo(wait, 3);
		expect(waitWith(1)).toBeCloseTo(wait * 1.5, 3);
	});

	test.each([
		['accepted', true],
		['rejected', false],
	])('starts anew once a message was %s', (_, isAccepted) => {
		let pace = fresh(0);
		for (let refusal = 0; refusal < 5; refusal++) pace = bareRefusal(pace, NOW + refusal * 10_000);
		pace = answer(pace, NOW + 60_000, isAccepted);
		expect(waitOf(bareRefusal(pace, NOW + 60_000), NOW + 60_000)).toBe(100);
	});
});

describe('the refusals of those that were under way', () => {
	const first = bareRefusal(acceptedAt(NOW - 500, ...evenly(20, NOW - 500, NOW)), NOW);

	test('teach nothing more', () => {
		let pace = first;
		for (let other = 1; other <= 9; other++) {
			pace = refused(pace, NOW + other, { startedAt: NOW - 40, asked: undefined, random: 1 });
		}
		expect(pace).toEqual(first);
	});

	test('but one of a message that started later does', () => {
		const later = bareRefusal(first, NOW + 200);
		expect(later.refusalsInARow).toBe(2);
		expect(waitOf(later, NOW + 200)).toBe(200);
		expect(later.shownAt).toBe(NOW + 200);
	});

	// A message starts, and within the same millisecond the refusal of another one arrives.
	test('also of one that started in the millisecond of the refusal', () => {
		const same = refused(first, NOW + 50, { startedAt: NOW, asked: undefined, random: 0.5 });
		expect(same).toEqual(first);
	});
});

describe('the rate after a refusal', () => {
	test.each<[string, number, number[], number]>([
		['what was accepted in the last second', NOW - 5_000, evenly(40, NOW - 1_000, NOW), 40],
		['nothing from before it', NOW - 5_000, evenly(80, NOW - 2_000, NOW), 40],
		['of a run that is younger, by its age', NOW - 500, evenly(20, NOW - 500, NOW), 40],
		['of one just begun, by a tenth of a second', NOW - 20, evenly(4, NOW - 20, NOW), 40],
		['at least 5', NOW - 5_000, [NOW - 900, NOW - 10], 5],
		['half of the first 100 where nothing was accepted', NOW - 5_000, [], 50],
	])('is %s', (_, firstStart, accepted, rate) => {
		expect(rateOf(bareRefusal(acceptedAt(firstStart, ...accepted), NOW), NOW)).toBeCloseTo(rate, 6);
	});

	test('is halved as long as nothing is accepted', () => {
		let pace = started(fresh(0), NOW - 5_000);
		const rates = [50, 25, 12.5, 6.25, 5, 5];
		rates.forEach((rate, index) => {
			pace = bareRefusal(pace, NOW + index);
			expect(rateOf(pace, NOW + index)).toBeCloseTo(rate, 1);
		});
	});

	test('counts no message that was rejected', () => {
		let pace = acceptedAt(NOW - 5_000, ...evenly(10, NOW - 1_000, NOW));
		for (const at of evenly(30, NOW - 1_000, NOW)) pace = answer(pace, at, false);
		expect(rateOf(bareRefusal(pace, NOW), NOW)).toBe(10);
	});

	test('is never more than Messages per Second', () => {
		const pace = { ...acceptedAt(NOW - 5_000, ...evenly(40, NOW - 1_000, NOW)), most: 10 };
		expect(rateOf(bareRefusal(pace, NOW), NOW)).toBe(10);
	});

	test('spaces the starts, a little less with each moment', () => {
		const pace = bareRefusal(acceptedAt(NOW - 5_000, ...evenly(40, NOW - 1_000, NOW)), NOW);
		const spacing = (at: number) => started(pace, at).nextStartAt - at;
		expect(spacing(NOW)).toBeCloseTo(1000 / 40, 6);
		expect(spacing(NOW + 1_000)).toBeLessThan(spacing(NOW));
	});
});

describe('the way up again', () => {
	const pace = bareRefusal(acceptedAt(NOW - 5_000, ...evenly(20, NOW - 1_000, NOW)), NOW);

	test.each([
		[0, 20],
		[3, 40],
		[6, 80],
		[9, 160],
		[12, 320],
	])('after %i seconds it is %i a second', (seconds, rate) => {
		expect(rateOf(pace, NOW + seconds * 1_000)).toBeCloseTo(rate, 6);
	});

	test('ends at Messages per Second', () => {
		expect(rateOf({ ...pace, most: 60 }, NOW + 3_600_000)).toBe(60);
	});

	test('ends without any spacing where there is no limit', () => {
		const later = NOW + 3_600_000;
		expect(waitOf(started(pace, later), later)).toBe(0);
	});

	test('a clock that was set back does not slow it down', () => {
		expect(rateOf(pace, NOW - 60_000)).toBe(20);
	});
});

describe('since when LiveVox has been refusing', () => {
	test('is when it began to', () => {
		let pace = fresh(0);
		expect(pace.refusingSince).toBeUndefined();
		pace = bareRefusal(pace, NOW);
		pace = bareRefusal(pace, NOW + 500);
		pace = refused(pace, NOW + 510, { startedAt: NOW, asked: 100, random: 0 });
		expect(pace.refusingSince).toBe(NOW);
	});

	test.each([true, false])('is over with any other answer (accepted: %p)', (isAccepted) => {
		const pace = answer(bareRefusal(fresh(0), NOW), NOW + 1, isAccepted);
		expect(pace.refusingSince).toBeUndefined();
		expect(bareRefusal(pace, NOW + 700).refusingSince).toBe(NOW + 700);
	});
});

test('no more than a second of acceptances is kept', () => {
	const pace = acceptedAt(NOW, ...evenly(10_000, NOW, NOW + 100_000));
	expect(pace.acceptedAt).toHaveLength(100);
});

test('each event makes a new value of it', () => {
	const pace = Object.freeze({ ...fresh(10), acceptedAt: Object.freeze([]) });
	const events = [started(pace, NOW), answer(pace, NOW, true), bareRefusal(pace, NOW)];
	for (const next of events) expect(next).not.toEqual(pace);
});

describe('a clock that was set', () => {
	const HOUR = 3_600_000;

	test('back makes no wait longer than the spacing', () => {
		for (const back of [1, 500, HOUR]) {
			const pace = started(fresh(10), NOW);
			expect(waitOf(pace, NOW - back)).toBe(100);
			expect(waitOf(started(pace, NOW - back), NOW - back)).toBe(100);
		}
	});

	test('back makes no wait longer than the pause that was asked for', () => {
		const pace = refused(fresh(0), NOW, { startedAt: NOW, asked: 2_000, random: 0 });
		expect(waitOf(pace, NOW - HOUR)).toBe(2_000);
		const again = refused(pace, NOW - HOUR, { startedAt: NOW - HOUR, asked: 500, random: 0 });
		expect(waitOf(again, NOW - HOUR)).toBe(2_000);
		expect(waitOf(again, NOW - HOUR + 1_999)).toBe(1);
	});

	test('back leaves refusals news', () => {
		const pace = bareRefusal(bareRefusal(fresh(0), NOW), NOW - HOUR);
		expect(pace.refusalsInARow).toBe(2);
		expect(pace.shownAt).toBe(NOW - HOUR);
		expect(waitOf(pace, NOW - HOUR)).toBe(200);
	});

	test('back forgets what was accepted in times to come', () => {
		const before = acceptedAt(NOW - 5_000, ...evenly(40, NOW - 1_000, NOW));
		const pace = answer(before, NOW - HOUR, true);
		expect(pace.acceptedAt).toEqual([NOW - HOUR]);
	});

	test.each([
		['back', -HOUR, 0],
		['forward', HOUR, 100],
	])('%s while an answer was on its way, spaces the starts by no more than ever', (_, by, most) => {
		let pace = answered(started(fresh(0), NOW), NOW + by, { startedAt: NOW, isAccepted: true });
		expect(waitOf(started(pace, NOW + by), NOW + by)).toBe(most);
		for (let n = 0; n < 70; n++) pace = answer(pace, NOW + by, true, 50);
		expect(waitOf(started(pace, NOW + by), NOW + by)).toBeLessThan(5);
	});
});
