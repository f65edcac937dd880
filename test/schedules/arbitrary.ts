import fc from 'fast-check';

import type { AttemptPlan, Fate, Outage, CallFailure, Schedule, Second } from './plan';

const MAX_ITEMS = 10;

const milliseconds = fc.integer({ min: 0, max: 400 });

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
	fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const outage: fc.Arbitrary<Outage> = fc.record({
	from: fc.oneof(fc.constant(0), milliseconds),
	lasts: fc.constantFrom(20, 20, 1_500, 1_500, Infinity),
	isDone: fc.boolean(),
});

const failure: fc.Arbitrary<CallFailure> = fc.record({
	call: fc.integer({ min: 0, max: 11 }),
	isDone: fc.boolean(),
});

const second: fc.Arbitrary<Second> = fc.record({
	after: milliseconds,
	isSameJob: fc.boolean(),
	isSameProcess: fc.boolean(),
	isKept: fc.boolean(),
});

const attempt = (resendUnknown: boolean): fc.Arbitrary<AttemptPlan> =>
	fc.record({
		resendUnknown: resendUnknown ? fc.boolean() : fc.constant(false),
		end: fc.constantFrom('crash', 'stop', 'itself', 'itself'),
		after: milliseconds,
		isForgotten: fc.boolean(),
		second: rarely(second),
		beside: rarely(milliseconds),
		outage: rarely(outage),
		failures: rarely(fc.array(failure, { minLength: 1, maxLength: 4 })).map((some) => some ?? []),
		tries: fc.constantFrom(1, 1, 1, 2),
		isOther: fc.boolean(),
		shift: fc.integer({ min: 0, max: 1 }),
		redrawn: fc.constantFrom(0, 0, 1, 5),
		maxConcurrency: fc.integer({ min: 1, max: 6 }),
		messagesPerSecond: fc.constantFrom(0, 0, 0, 0, 0, 20),
		maxRateLimitWait: fc.constantFrom(0, 0, 300, 300, 1_500, 5_000),
		stopAtFailure: fc.boolean(),
		maxBatch: fc.integer({ min: 1, max: 8 }),
	});

const fate = fc.constantFrom<Fate>(
	...(['accepted', 'accepted', 'accepted', 'accepted', 'busy', 'busy'] as const),
	...(['rejected', 'broken', 'lost', 'away', 'unreachable'] as const),
);

/** One to four rounds; of two contents in all, of five, or of as many as there are items. */
const rounds: fc.Arbitrary<number[][]> = fc
	.tuple(fc.constantFrom(2, 5, MAX_ITEMS), fc.constantFrom(1, 1, 2, 3, 4))
	.chain(([contents, count]) =>
		fc.array(
			fc.array(fc.integer({ min: 0, max: contents - 1 }), {
				minLength: 1,
				maxLength: Math.floor(MAX_ITEMS / count),
			}),
			{ minLength: count, maxLength: count },
		),
	);

/** What can happen to a workflow's messages, attempt after attempt. */
export const schedule: fc.Arbitrary<Schedule> = fc.constantFrom(false, false, false, true).chain((resendUnknown) =>
	fc.record({
		isTool: fc.constantFrom(false, false, false, true),
		rounds,
		callsAfter: fc.array(fc.constantFrom(0, 0, 1, 8, 40, 150), { minLength: 1, maxLength: 8 }),
		keys: fc.constantFrom(0, 0, 0, 3, MAX_ITEMS),
		fates: fc.array(fate, { minLength: 1, maxLength: 40 }),
		latencies: fc.array(fc.integer({ min: 2, max: 120 }), { minLength: 1, maxLength: 10 }),
		isAtomic: fc.constantFrom(true, true, true, true, false),
		attempts: fc.array(attempt(resendUnknown), { minLength: 1, maxLength: 3 }),
	}),
);
