import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { asksForPatience, outcomeOf, type Reply } from '../delivery/outcome';
import {
	bare,
	digestOf,
	type LiveVoxCredential,
	type Session,
	type UsableCredential,
} from './credential';
import { withDeadline } from './deadline';
import { explain } from './explain';
import { redactLoginAnswer } from './redact';
import { answerReply, brokenReply } from './reply';

/** n8n's `httpRequest` helper. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** How long a login may take. */
const LOGIN_TIMEOUT_MS = 30_000;

const SUSPECTS =
	'Check in the LiveVox API credential: the client code, username and password; the access token; the ' +
	'environment; and whether Log In As is right. LiveVox does not say which of them it refuses. The login is ' +
	'not repeated by itself, because LiveVox locks an account after a few refused ones.';

/** A login without a session, in words for the user. */
export interface LoginFailure {
	/** What happened, LiveVox's own words first. */
	words: string;
	/** What to do about it. */
	advice: string;
	/** Of LiveVox's answer, or null where there was none. */
	httpStatus: number | null;
	/** LiveVox's own code, or the network's (`ECONNREFUSED`), or null. */
	code: string | number | null;
	/** LiveVox has rejected the values: a few of these lock the account. */
	isRejected: boolean;
	/** What came back, where LiveVox limits the rate: it is worth asking again in a while. */
	putOff?: Reply<never>;
}

/** How one login request ended. */
export type LoginResult = { session: Session } | LoginFailure;

/**
 * Asks LiveVox for a session, once (`POST /session/login`). Never throws.
 *
 * @param now milliseconds since 1970
 */
export async function requestSession(
	http: HttpRequest,
	credential: UsableCredential,
	now: () => number,
): Promise<LoginResult> {
	const request = http({
		method: 'POST',
		url: `${credential.url}/session/login`,
		headers: { 'LV-Access': credential.accessToken, 'Content-Type': 'application/json' },
		body: {
			clientName: credential.clientName,
			userName: credential.userName,
			password: credential.password,
			agent: credential.loginAs === 'agent',
		},
		json: true,
		timeout: LOGIN_TIMEOUT_MS,
		disableFollowRedirect: true,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
	});
	return await withDeadline(LOGIN_TIMEOUT_MS, request)
		.then((answer) => resultOf(answer, credential, now()))
		.catch((error: unknown) => notDone(brokenReply(error)));
}

function resultOf(
	answer: IN8nHttpFullResponse,
	credential: UsableCredential,
	now: number,
): LoginResult {
	const reply = answerReply(redactLoginAnswer(answer, credential), (body) =>
		readSession(body, credential, now),
	);
	const result = outcomeOf(reply);
	if (result.outcome === 'accepted') return { session: result.value };
	if (countsAsRejected(answer.statusCode)) {
		const words = `${reply.words ?? 'No reason given'} (LiveVox refused the login)`;
		return {
			words,
			advice: `${passwordAdvice(credential)}${SUSPECTS}`,
			httpStatus: reply.status,
			code: reply.code,
			isRejected: true,
		};
	}
	return notDone(reply as Reply<never>);
}

/**
 * LiveVox documents 401; clients have seen 403, 404, and 599 with an empty body, and nobody knows what a locked
 * account or an expired password gives. So whatever comes back without a session counts, except what plainly
 * speaks of something else: a redirect, a proxy, a time-out, a rate limit, a server that failed.
 */
const countsAsRejected = (status: number): boolean =>
	!(status >= 300 && status < 400) &&
	!(status >= 500 && status !== 599) &&
	![407, 408, 429].includes(status);

/** A password is used as it is typed, and this one may have been pasted with a blank too many. */
const passwordAdvice = ({ password }: LiveVoxCredential): string =>
	password === bare(password)
		? ''
		: 'The password begins or ends with a space or an invisible character: is that meant? ';

function notDone(reply: Reply<never>): LoginFailure {
	const { message, description, httpStatus, code } = explain(reply);
	return {
		words: `${message} (during the login)`,
		advice: description,
		httpStatus,
		code,
		isRejected: false,
		...(reply.kind === 'answer' && asksForPatience(reply) && { putOff: reply }),
	};
}

const DAY_MS = 86_400_000;
/** A hundred years: more would be no date. */
const MOST_DAYS = 36_500;

function readSession(
	body: Record<string, unknown>,
	credential: UsableCredential,
	now: number,
): Session | undefined {
	const { sessionId, clientId, daysUntilPasswordExpires: days } = body;
	// It goes into a header, which takes nothing else.
	if (typeof sessionId !== 'string' || !/^[\x21-\x7e]+$/.test(sessionId)) return undefined;
	const isId = typeof clientId === 'number' || typeof clientId === 'string';
	return {
		sessionId,
		sessionDigest: digestOf(credential, sessionId),
		clientId: isId ? String(clientId) : '',
		passwordExpiresAt:
			typeof days === 'number' && days >= 0 && days <= MOST_DAYS
				? new Date(now + days * DAY_MS).toISOString()
				: '',
	};
}
