import { type Answer, empty, html, json } from './answers';
import type { Switches } from './switches';

/** LiveVox did not do what it was asked: any error status, and 202. */
export class Rejection extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}
}

/**
 * Turns a rejection into an answer: `{ code, message }` with an integer code (vendor documentation),
 * or what the switch `errorBody` puts in its place. A 599 has an empty body, as seen by public clients.
 */
export function rejectionAnswer(rejection: Rejection, { errorBody }: Switches): Answer {
	const answer = errorAnswer(rejection, errorBody);
	return { ...answer, headers: { ...answer.headers, ...rejection.headers } };
}

function errorAnswer({ status, message }: Rejection, errorBody: Switches['errorBody']): Answer {
	const isError = status >= 400;
	if (status === 599 || (isError && errorBody === 'empty')) return empty(status);
	if (isError && errorBody === 'html') return html(status);
	return json(status, { code: status, message });
}
