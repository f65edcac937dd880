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
	  };

/**
 * How an attempt ended.
 * `accepted`: LiveVox did what was asked. `rejected`: certainly not. `unknown`: it may have.
 */
export type Outcome<T> = { outcome: 'accepted'; value: T } | Failed;

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
 * | 4xx, but not 408: refused before anything was done | rejected |
 * | no session; broken before the request was written | rejected |
 * | any other 2xx; 1xx, 3xx, 408, 5xx, 599; broken or timed out afterwards | unknown |
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
			return true;
		case 'broken':
			return reply.beforeSending;
		case 'answer': {
			const { status, words, code } = reply;
			if (status === 202) return words !== undefined || code !== null;
			return status >= 400 && status < 500 && status !== 408;
		}
	}
}

const isSuccess = (status: number) => status >= 200 && status < 300;
