/** What came back from one attempt, before anybody has judged it. `T` is what LiveVox promises. */
export type Reply<T> =
	| {
			kind: 'answer';
			status: number;
			/** The promised value, where the body holds it. */
			value: T | undefined;
			/** LiveVox's own words and code, where the body holds them. */
			words: string | undefined;
			code: string | number | null;
			/** The header `Retry-After` as it came. */
			retryAfter: string | undefined;
	  }
	| {
			kind: 'broken';
			/** The network's name for it, such as `ECONNRESET`. */
			code: string;
			/** Whether the connection broke before any of the request was written. */
			beforeSending: boolean;
	  }
	| {
			/** The login brought no session, so the request was not made. */
			kind: 'noSession';
			words: string;
			advice: string;
			/** What the login came to, where it was made. */
			httpStatus: number | null;
			code: string | number | null;
	  }
	| {
			/**
			 * The request was not made: the execution was stopped, an earlier message was not accepted, nobody
			 * can tell whether the message's own key was used before, or the store of claims has gone.
			 */
			kind: 'notTried';
			because: 'stopped' | 'failure' | 'noStore' | 'storeLost';
	  }
	| {
			/** An earlier run of the same execution made the request, and its end is not known. */
			kind: 'earlier';
	  }
	| {
			/** n8n runs the execution twice, and the other run may make the request: this one did not. */
			kind: 'elsewhere';
	  }
	| {
			/** Nobody can tell whether an earlier run of the same execution made the request: this one did not. */
			kind: 'untold';
	  };

/**
 * How an attempt ended.
 * `accepted`: LiveVox did what was asked. `rejected`: certainly not. `unknown`: it may have.
 */
export type Outcome<T> = Accepted<T> | Failed;

/** An attempt that brought what was asked. */
export interface Accepted<T> {
	outcome: 'accepted';
	value: T;
	/** An earlier run of the same execution has done it: this one made no request. */
	alreadyDone?: true;
}

/** An attempt that did not bring what was asked, with the reply that says why. */
export interface Failed {
	outcome: 'rejected' | 'unknown';
	reply: Reply<unknown>;
}

/**
 * The one place that decides what an attempt came to. Whatever does not prove a refusal is unknown.
 *
 * | reply | outcome |
 * |---|---|
 * | 2xx with the promised value | accepted |
 * | 202 with LiveVox's explanation: "not (completely) successful" | rejected |
 * | 4xx, but not 408; 503 with Retry-After: refused before anything was done | rejected |
 * | no session; not tried; broken before the request was written | rejected |
 * | any other 2xx; 1xx, 3xx, 408, 5xx, 599; broken or timed out afterwards | unknown |
 * | made by an earlier run that did not see its end; left to another run of the same execution; untold | unknown |
 */
export function outcomeOf<T>(reply: Reply<T>): Outcome<T> {
	if (reply.kind === 'answer' && isSuccess(reply.status) && reply.value !== undefined) {
		return { outcome: 'accepted', value: reply.value };
	}
	return { outcome: isRefusal(reply) ? 'rejected' : 'unknown', reply };
}

function isRefusal(reply: Reply<unknown>): boolean {
	switch (reply.kind) {
		case 'noSession':
		case 'notTried':
			return true;
		case 'earlier':
		case 'elsewhere':
		case 'untold':
			return false;
		case 'broken':
			return reply.beforeSending;
		case 'answer': {
			const { status, words, code, retryAfter } = reply;
			if (status === 202) return words !== undefined || code !== null;
			if (status === 503) return retryAfter !== undefined;
			return status >= 400 && status < 500 && status !== 408;
		}
	}
}

const isSuccess = (status: number) => status >= 200 && status < 300;

const UNREACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/**
 * Whether it is worth making the same attempt again in a while. Only where nothing can have been accepted:
 * LiveVox asked for patience (429, 503 with Retry-After), or was not there (refused, name not found).
 */
export function asksForPatience(reply: Reply<unknown>): boolean {
	if (reply.kind === 'broken') return reply.beforeSending && UNREACHED.includes(reply.code);
	if (reply.kind !== 'answer') return false;
	return reply.status === 429 || (reply.status === 503 && reply.retryAfter !== undefined);
}
