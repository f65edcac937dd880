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
		case 'broken':
			return { ...connectionWords(reply), httpStatus: null, code: reply.code };
		case 'answer':
			return { ...answerWords(reply), httpStatus: reply.status, code: reply.code };
	}
}

type Words = Pick<Refusal, 'message' | 'description'>;

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
	429: 'LiveVox takes no more requests for the moment. Run the node again later, or with fewer items at a time.',
	503: 'LiveVox is busy or under maintenance. Run the node again later.',
};

function adviceByClass(status: number): string {
	if (status < 300) return `The answer does not hold what LiveVox documents. ${CHECK_ADDRESS}`;
	if (status < 400) return `The answer points to another address. ${CHECK_ADDRESS}`;
	if (status < 500) return 'Mend what LiveVox names, then run the node again.';
	return 'LiveVox, or a gateway in front of it, did not finish the request. Run the node again later.';
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
			description: 'Run the node again later, or raise Timeout under Options.',
		};
	}
	if (code === 'ERR_CANCELED') {
		return {
			message: 'The execution was stopped before LiveVox had answered',
			description: 'Run the node again if you want to go on.',
		};
	}
	return {
		message: 'The connection to LiveVox broke before its answer was complete',
		description: 'Run the node again later.',
	};
}
