import type { Reply } from '../delivery/outcome';

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
			return { message: reply.words, description: reply.advice, httpStatus: null, code: null };
		case 'notTried':
			return { ...NOT_TRIED[reply.because], httpStatus: null, code: null };
		case 'earlier':
			return { ...EARLIER, httpStatus: null, code: null };
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
			description: 'Retry the execution: it sends what was not sent.',
		},
		failure: {
			message: 'Not tried, because an earlier message was not accepted',
			description: 'Retry the execution: it sends what was not sent.',
		},
		noStore: {
			message: 'n8n could not tell whether this Send Once Key was used before',
			description:
				'Nothing was sent for it. Save the workflow if it is new, and check the database of n8n. To send without this protection, remove Send Once Key.',
		},
	};

const EARLIER: Words = {
	message: 'An earlier try of this execution began to send it, and what came of it was not kept',
	description: '',
};

function answerWords({ status, words }: Extract<Reply<unknown>, { kind: 'answer' }>): Words {
	const message = words
		? `${words} (LiveVox, status ${status})`
		: `LiveVox answered with status ${status} and gave no reason`;
	return { message, description: STATUS_ADVICE[status] ?? adviceByClass(status) };
}

const CHECK_ADDRESS = 'Check the environment, or the Base URL, in the LiveVox API credential.';

const STATUS_ADVICE: Readonly<Record<number, string>> = {
	202: 'LiveVox received the request but did not carry it out. Its own words say why: the number may be on a do-not-contact list, for example.',
	401: 'LiveVox refused the session even after a new login. Check that the account of the LiveVox API credential is still active.',
	403: 'The account of the LiveVox API credential may not do this. LiveVox opens its SMS API to the roles Agent, Sysadmin, Superuser and Manager.',
	404: CHECK_ADDRESS,
	405: CHECK_ADDRESS,
	429: 'LiveVox takes no more requests for the moment. Try again later, or with fewer items at a time.',
	503: 'LiveVox is busy or under maintenance. Try again later.',
};

function adviceByClass(status: number): string {
	if (status < 300) return `The answer does not hold what LiveVox documents. ${CHECK_ADDRESS}`;
	if (status < 400) return `The answer points to another address. ${CHECK_ADDRESS}`;
	if (status < 500) return 'Check the values that were sent.';
	return 'LiveVox, or a gateway in front of it, did not finish the request. Try again later.';
}

const TIME_OUTS = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'];

function connectionWords({
	code,
	beforeSending,
}: Extract<Reply<unknown>, { kind: 'broken' }>): Words {
	if (beforeSending) {
		return {
			message: 'No connection to LiveVox could be made',
			description: `${CHECK_ADDRESS} Check too that this n8n server may reach it (name server, firewall, proxy, certificates).`,
		};
	}
	if (TIME_OUTS.includes(code)) {
		return {
			message: 'LiveVox did not answer in time',
			description: 'Try again later.',
		};
	}
	if (code === 'ERR_CANCELED') {
		return {
			message: 'The execution was stopped before LiveVox had answered',
			description: 'Retry the execution if you want to go on.',
		};
	}
	return {
		message: 'The connection to LiveVox broke before its answer was complete',
		description: 'Try again later.',
	};
}
