import fc from 'fast-check';

import type { Limits } from '../../nodes/LiveVoxSms/delivery/pool';

/** What becomes of a request. `lost`: LiveVox accepts it, and its answer never arrives. */
export type Fate = 'accepted' | 'rejected' | 'broken' | 'lost' | 'busy' | 'away' | 'unreached';

/** n8n's database does not answer for a while. Milliseconds from the start of the run. */
export interface Outage {
	from: number;
	lasts: number;
	/** It does what it was asked, and only its answer is missing. */
	isDone: boolean;
}

export interface RunPlan extends Omit<Limits, 'resendUnknown'> {
	/** Not in every schedule: messages may go out twice then, because the builder said so. */
	resendUnknown: boolean;
	/** How the run ends, if not by itself. */
	end: 'crash' | 'stop' | 'itself';
	/** After so many milliseconds. */
	after: number;
	/** n8n loses what it keeps of a stopped execution. */
	isForgotten: boolean;
	/** n8n runs the execution a second time, after so many milliseconds. */
	twinAfter: number | null;
	/** What n8n keeps of the two is what the second run knew. */
	isTwinKept: boolean;
	outage: Outage | null;
	/** The next run is a person's retry, not n8n's Retry On Fail. */
	isByHand: boolean;
	/** The next run is one of another execution, not a retry of the same. */
	isOther: boolean;
	/** How many messages are claimed at a time. */
	chunk: number;
}

export interface Schedule {
	items: number;
	/** How many different Send Once Keys there are; 0: none. */
	keys: number;
	fates: Fate[];
	latencies: number[];
	runs: RunPlan[];
}

const milliseconds = fc.integer({ min: 0, max: 400 });

const outage: fc.Arbitrary<Outage> = fc.record({
	from: fc.oneof(fc.constant(0), milliseconds),
	lasts: fc.constantFrom(20, 1_500, 70_000, Infinity),
	isDone: fc.boolean(),
});

const rarely = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
	fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const runPlan = (resendUnknown: boolean): fc.Arbitrary<RunPlan> =>
	fc.record({
		resendUnknown: resendUnknown ? fc.boolean() : fc.constant(false),
		end: fc.constantFrom('crash', 'stop', 'itself', 'itself'),
		after: milliseconds,
		isForgotten: fc.boolean(),
		twinAfter: rarely(milliseconds),
		isTwinKept: fc.boolean(),
		outage: rarely(outage),
		isByHand: fc.boolean(),
		isOther: fc.boolean(),
		maxConcurrency: fc.integer({ min: 1, max: 6 }),
		messagesPerSecond: fc.constantFrom(0, 0, 0, 20),
		maxRateLimitWait: fc.constantFrom(0, 300, 60_000),
		stopAtFailure: fc.boolean(),
		chunk: fc.integer({ min: 1, max: 8 }),
	});

const fate = fc.constantFrom<Fate>(
	...(['accepted', 'accepted', 'accepted', 'accepted', 'busy', 'busy'] as const),
	...(['rejected', 'broken', 'lost', 'away', 'unreached'] as const),
);

/** What can happen to a workflow's messages, run after run. */
export const schedule: fc.Arbitrary<Schedule> = fc
	.constantFrom(false, false, false, true)
	.chain((resendUnknown) =>
		fc.record({
			items: fc.integer({ min: 1, max: 14 }),
			keys: fc.constantFrom(0, 0, 3, 14),
			fates: fc.array(fate, { minLength: 1, maxLength: 40 }),
			latencies: fc.array(fc.integer({ min: 2, max: 120 }), { minLength: 1, maxLength: 10 }),
			runs: fc.array(runPlan(resendUnknown), { minLength: 1, maxLength: 4 }),
		}),
	);

/** The last run of each schedule: nothing disturbs it any more. */
export const LAST_RUN: RunPlan = {
	resendUnknown: false,
	end: 'itself',
	after: 0,
	isForgotten: false,
	twinAfter: null,
	isTwinKept: false,
	outage: null,
	isByHand: true,
	isOther: false,
	maxConcurrency: 4,
	messagesPerSecond: 0,
	maxRateLimitWait: 60_000,
	stopAtFailure: false,
	chunk: 5,
};
