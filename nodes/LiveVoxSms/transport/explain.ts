import type { Reply } from '../delivery/outcome';
import { retryAfterMs } from '../delivery/retryAfter';
import { CERTIFICATE_REFUSED } from './reply';

/** Why something was not done, in words for the builder. */
export interface Refusal {
	/** What happened, LiveVox's own words first. */
	message: string;
	/** What to do about it. */
	description: string;
	/** The HTTP status of LiveVox's answer, or null where there was none. */
	httpStatus: number | null;
	/** LiveVox's own code, or the network's (`ECONNRESET`), or null. */
	code: string | number | null;
}

/** Puts a reply that did not bring what was asked into words. */
export function explain(reply: Reply<unknown>): Refusal {
	switch (reply.kind) {
		case 'noSession':
			return {
				message: reply.words,
				description: reply.advice,
				httpStatus: reply.httpStatus,
				code: reply.code,
			};
		case 'notTried':
			return { ...NOT_TRIED[reply.because], httpStatus: null, code: null };
		case 'earlier':
			return { ...EARLIER, httpStatus: null, code: null };
		case 'elsewhere':
			return { ...ELSEWHERE, httpStatus: null, code: null };
		case 'untold':
			return { ...UNTOLD, httpStatus: null, code: null };
		case 'broken':
			return { ...connectionWords(reply), httpStatus: null, code: reply.code };
		case 'answer':
			return { ...answerWords(reply), httpStatus: reply.status, code: reply.code };
	}
}

type Words = Pick<Refusal, 'message' | 'description'>;

const NOT_TRIED: Readonly<Record<Extract<Reply<unknown>, { kind: 'notTried' }>['because'], Words>> =
	{
		stopped: {
			message: 'The execution was stopped before this message was tried',
			description:
				'Send this item again in a new execution. Without a Send Once Key, run it for this item only: a full run messages everyone again.',
		},
		failure: {
			message: 'Not tried, because an earlier message was not accepted',
			description: 'Running the workflow again messages everyone.',
		},
		storeLost: {
			message: 'n8n’s database did not answer any more, so this message was not begun',
			description: 'Send it again once the database is back.',
		},
		noStore: {
			message: 'n8n could not tell whether this Send Once Key was used before',
			description:
				'Save the workflow if it is new; otherwise ask whoever runs n8n to check its database. To send without this protection, remove Send Once Key.',
		},
	};

const EARLIER: Words = {
	message:
		'An earlier try of this execution began to send this message, and how that ended is not known',
	description: '',
};

const ELSEWHERE: Words = {
	message:
		'n8n has started this execution a second time, and the first run may still be sending this message',
	description: '',
};

const UNTOLD: Words = {
	message:
		'n8n’s database did not tell whether an earlier try of this execution sent this message, so it was not sent now',
	description: '',
};

function answerWords({
	status,
	words,
	retryAfter,
}: Extract<Reply<unknown>, { kind: 'answer' }>): Words {
	const message = words
		? `${words} (LiveVox, status ${status})`
		: `LiveVox answered with status ${status} and gave no reason`;
	const advice = STATUS_ADVICE[status] ?? adviceByClass(status);
	return { message, description: `${waitAsked(retryAfter)}${advice}` };
}

function waitAsked(retryAfter: string | undefined): string {
	const wait = retryAfterMs(retryAfter, Date.now());
	if (wait === undefined) return '';
	return `LiveVox asked to wait ${Math.ceil(wait / 1000).toLocaleString('en-US')} s. `;
}

const CHECK_ADDRESS = 'Check the environment, or the Base URL, in the LiveVox API credential.';

const STATUS_ADVICE: Readonly<Record<number, string>> = {
	202: 'LiveVox received the request but did not carry it out. The number may be on a do-not-contact list, for example: look it up in LiveVox.',
	401: 'LiveVox refused the session even after a new login. Check that the account of the LiveVox API credential is still active.',
	403: 'The account of the LiveVox API credential may not do this. LiveVox opens its SMS API to the roles Agent, Sysadmin, Superuser and Manager.',
	404: CHECK_ADDRESS,
	405: CHECK_ADDRESS,
	407: 'This asks for a login at the proxy between n8n and LiveVox. Ask whoever runs n8n to add username and password to the address of the proxy in its environment variables.',
	408: 'LiveVox did not get the whole request in time. Try again later.',
	429: 'LiveVox takes no more requests for the moment. Try again later; for many messages, lower Messages per Second or raise Max Rate Limit Wait.',
	503: 'LiveVox is busy or under maintenance. Try again later.',
};

function adviceByClass(status: number): string {
	if (status < 300) return `The answer is not one of the LiveVox API. ${CHECK_ADDRESS}`;
	if (status < 400) return `The answer points to another address. ${CHECK_ADDRESS}`;
	if (status < 500) {
		return 'LiveVox refuses the request as it stands. For a message, compare From, To, Template, Service and Account with what LiveVox has.';
	}
	return `LiveVox, or a gateway in front of it, did not finish the request. ${TRY_LATER}`;
}

/** For what changes nothing: a message that may have been sent is looked for in LiveVox first. */
export const TRY_LATER = 'Try again later.';

const TIME_OUTS = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'];

function connectionWords({
	code,
	beforeSending,
}: Extract<Reply<unknown>, { kind: 'broken' }>): Words {
	if (CERTIFICATE_REFUSED.includes(code)) {
		return {
			message: 'n8n does not trust the certificate of the server that answers for LiveVox',
			description: `${CHECK_ADDRESS} Where a proxy or firewall looks into encrypted connections, ask whoever runs n8n to make its certificate known in NODE_EXTRA_CA_CERTS.`,
		};
	}
	if (beforeSending) {
		return {
			message: 'No connection to LiveVox could be made',
			description: `${CHECK_ADDRESS} Check too that this n8n server may reach it (name server, firewall, proxy, certificates).`,
		};
	}
	if (TIME_OUTS.includes(code)) {
		return {
			message: 'LiveVox did not answer in time',
			description: TRY_LATER,
		};
	}
	if (code === 'ERR_CANCELED') {
		return {
			message: 'The execution was stopped before LiveVox had answered',
			description: 'Nothing more was asked of LiveVox.',
		};
	}
	return {
		message: 'The connection to LiveVox broke before its answer was complete',
		description: TRY_LATER,
	};
}
