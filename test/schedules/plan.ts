import type { Limits } from '../../nodes/LiveVoxSms/delivery/types';

/** What becomes of a request. `lost`: LiveVox accepts it, and its response never arrives. */
export type Fate = 'accepted' | 'rejected' | 'broken' | 'lost' | 'busy' | 'away' | 'unreachable';

/** n8n's database does not answer for a while. Milliseconds from the start of the attempt. */
export interface Outage {
	from: number;
	lasts: number;
	/** It does what it was asked, and only its answer is missing. */
	isDone: boolean;
}

/** n8n's database fails one call: which one of the attempt, from 0. */
export interface CallFailure {
	call: number;
	isDone: boolean;
}

/** The execution runs a second time beside itself. */
export interface Second {
	after: number;
	/** Of a retry: n8n's queue gave its job to two workers, or a person has selected Retry twice. */
	isSameJob: boolean;
	/** Of two retries: both in the same process, which knows of both. */
	isSameProcess: boolean;
	/** What n8n keeps of the two is what this one knew. */
	isKept: boolean;
}

/** What n8n does of an execution at a stretch: from some round of the node until it ends, in whatever way. */
export interface AttemptPlan extends Omit<Limits, 'account'> {
	/** Not in every schedule: messages may go out twice then, because the user said so. */
	resendUnknown: boolean;
	/** How it ends, if not by itself. */
	end: 'crash' | 'stop' | 'itself';
	/** After so many milliseconds. */
	after: number;
	/** n8n loses what it keeps of a stopped execution. */
	isForgotten: boolean;
	second: Second | null;
	/** Another execution of the workflow in the same process, with the same contents, so many milliseconds later. */
	beside: number | null;
	outage: Outage | null;
	failures: CallFailure[];
	/** Retry On Fail: how often a round is tried. */
	tries: number;
	/** The next attempt is one of another execution, not a retry of the same. */
	isOther: boolean;
	/** By how much $runIndex is off in a retry that starts over: n8n 2.41 leaves placeholder runs. */
	shift: number;
	/** A retry that starts over draws the items into other rounds: by so many places, backward. 0: as they were. */
	redrawn: number;
	/** How many messages are claimed at a time at most. */
	maxBatch: number;
}

export interface Schedule {
	/** Calls of an agent's tool instead of rounds of a loop. */
	isTool: boolean;
	/** The messages of each round of the node, by their contents; of a tool: each a call for itself. */
	rounds: number[][];
	/** When each call of the tool begins, after the one before it. */
	callsAfter: number[];
	/** How many different Send Once Keys there are; 0: none. */
	keys: number;
	fates: Fate[];
	latencies: number[];
	/** false: n8n's store between processes, which reads, waits and writes back. */
	isAtomic: boolean;
	attempts: AttemptPlan[];
}

/** The last attempt of each schedule: nothing disturbs it any more. */
export const LAST_ATTEMPT: AttemptPlan = {
	resendUnknown: false,
	end: 'itself',
	after: 0,
	isForgotten: false,
	second: null,
	beside: null,
	outage: null,
	failures: [],
	tries: 1,
	isOther: false,
	shift: 0,
	redrawn: 0,
	maxConcurrency: 4,
	messagesPerSecond: 0,
	maxRateLimitWait: 60_000,
	stopAtFailure: false,
	maxBatch: 5,
};

/** The items of the rounds, drawn into other rounds in the opposite order. */
export function redraw(rounds: number[][], by: number): number[][] {
	if (by === 0) return rounds;
	const items = rounds.flat().reverse();
	const turned = [...items.slice(by % items.length), ...items.slice(0, by % items.length)];
	const sizes = rounds.map(({ length }) => length).reverse();
	return sizes.map((size) => turned.splice(0, size));
}
