import type { RecordedRequest, RouteName } from './record';

/** What can go wrong with a request that LiveVox receives. */
export type Fault =
	/** Answers `ms` later than it acts. */
	| { kind: 'latency'; ms: number }
	/** 429, not carried out; `retryAfter` is the header as given, absent: no header. */
	| { kind: 'rateLimited'; retryAfter?: string | number; status?: 429 }
	/** Any status; a string as body goes out as HTML, anything else as JSON, absent: the usual error. */
	| {
			kind: 'status';
			status: number;
			retryAfter?: string | number;
			body?: unknown;
			/** Absent: not carried out. */
			carriedOut?: boolean;
	  }
	/** 200 with an HTML page. */
	| { kind: 'notJson'; carriedOut: boolean }
	/** A free answer in JSON; an undefined body is an empty one. */
	| { kind: 'answer'; status: number; body: unknown; carriedOut: boolean }
	/** Carried out; half the body that Content-Length promises, then the connection is closed. */
	| { kind: 'truncated' }
	/** Connection reset, not carried out. */
	| { kind: 'resetBefore' }
	/** Carried out, then reset without an answer. */
	| { kind: 'resetAfter' }
	/** Carried out; headers and half the body, then reset. */
	| { kind: 'resetMidAnswer' }
	| { kind: 'neverAnswers'; carriedOut: boolean }
	/** Carried out; the body comes one byte each `ms`. */
	| { kind: 'drip'; ms: number }
	/** Every session dies just before the request is looked at. */
	| { kind: 'revokeSession' };

/** A fault and the requests that it hits. */
export type FaultRule = Fault & {
	route: RouteName | 'any';
	/**
	 * 1-based numbers on that route (`any`: over all routes); absent: every request. A function is asked once
	 * for each request on the route, as it arrives.
	 */
	on?: number | number[] | ((n: number, request: RecordedRequest) => boolean);
};

/** The faults that are set. Those on one request combine: a delay, another answer, a broken delivery. */
export class Faults {
	private rules: FaultRule[] = [];

	add(rule: FaultRule): void {
		this.rules.push(rule);
	}

	clear(): void {
		this.rules = [];
	}

	/**
	 * @returns the faults that hit a request, in the order in which they were added
	 */
	of(request: RecordedRequest): Fault[] {
		return this.rules.filter((rule) => hits(rule, request));
	}
}

function hits({ route, on }: FaultRule, request: RecordedRequest): boolean {
	if (route !== 'any' && route !== request.route) return false;
	const n = route === 'any' ? request.number : request.routeNumber;
	if (on === undefined) return true;
	if (typeof on === 'function') return on(n, request);
	return typeof on === 'number' ? on === n : on.includes(n);
}
