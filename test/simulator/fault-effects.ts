import { type Answer, empty, html, json } from './answers';
import { Rejection, rejectionAnswer } from './errors';
import type { Fault } from './faults';
import type { Switches } from './switches';

/**
 * @returns whether a request that this fault hits is carried out
 */
export function isCarriedOut(fault: Fault): boolean {
	switch (fault.kind) {
		case 'rateLimited':
		case 'resetBefore':
			return false;
		case 'status':
			return fault.carriedOut ?? false;
		case 'notJson':
		case 'answer':
		case 'neverAnswers':
			return fault.carriedOut;
		default:
			return true;
	}
}

/**
 * @returns the answer that this fault puts in the place of the real one, if it does
 */
export function replacement(fault: Fault, switches: Switches): Answer | undefined {
	switch (fault.kind) {
		case 'rateLimited':
			return replacedStatus({ ...fault, kind: 'status', status: 429 }, switches);
		case 'status':
			return replacedStatus(fault, switches);
		case 'notJson':
			return html(200);
		case 'answer':
			return fault.body === undefined ? empty(fault.status) : json(fault.status, fault.body);
		default:
			return undefined;
	}
}

type StatusFault = Extract<Fault, { kind: 'status' }>;

function replacedStatus(fault: StatusFault, switches: Switches): Answer {
	const answer = statusAnswer(fault, switches);
	if (fault.retryAfter === undefined) return answer;
	const headers = { ...answer.headers, 'retry-after': String(fault.retryAfter) };
	return { ...answer, headers };
}

function statusAnswer({ status, body }: StatusFault, switches: Switches): Answer {
	if (body === undefined) return rejectionAnswer(new Rejection(status, 'Simulated fault'), switches);
	return typeof body === 'string' ? html(status, body) : json(status, body);
}
