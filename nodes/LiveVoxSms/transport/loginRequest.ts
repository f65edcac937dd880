import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { outcomeOf } from '../delivery/outcome';
import type { LiveVoxCredential, Session } from './credential';
import { withDeadline } from './deadline';
import { baseUrlOf } from './environment';
import { explain } from './explain';
import { loginError, NOT_DONE, REFUSED } from './loginError';
import { redactLoginAnswer } from './redact';
import { answerReply, brokenReply } from './reply';

/** n8n's `httpRequest` helper. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** How long a login may take. */
export const LOGIN_TIMEOUT_MS = 30_000;

/**
 * What clients take for "denied": LiveVox documents 401, the others were seen (599 with an empty body).
 * None of them tells which value is wrong.
 */
const DENIED = [400, 401, 403, 404, 599];

const SUSPECTS =
	'Check in the LiveVox API credential: the client code, username and password; the access token; the ' +
	'environment; and whether Log In As is right. LiveVox does not say which of them it refuses. The login is ' +
	'not repeated by itself, because LiveVox locks an account after a few refused ones.';

/** What one login request came to; an error is written for the builder. */
export type LoginResult = { session: Session } | { error: Error; isRefused: boolean };

/**
 * Asks LiveVox for a session, once (`POST /session/login`). Never throws.
 *
 * @param now milliseconds since 1970
 */
export async function requestSession(
	http: HttpRequest,
	credential: LiveVoxCredential,
	now: () => number,
): Promise<LoginResult> {
	const baseUrl = baseUrlOf(credential);
	if ('refusal' in baseUrl) return notDone(baseUrl.refusal, baseUrl.mend);

	const request = http({
		method: 'POST',
		url: `${baseUrl.url}/session/login`,
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
		.catch((error: unknown) => {
			const { message, description } = explain(brokenReply(error));
			return notDone(message, description);
		});
}

function resultOf(
	answer: IN8nHttpFullResponse,
	credential: LiveVoxCredential,
	now: number,
): LoginResult {
	const reply = answerReply(redactLoginAnswer(answer, credential), (body) =>
		readSession(body, now),
	);
	if (DENIED.includes(answer.statusCode)) {
		const words = reply.words ?? 'No reason given';
		return { error: loginError(words, REFUSED, SUSPECTS), isRefused: true };
	}
	const result = outcomeOf(reply);
	if (result.outcome === 'accepted') return { session: result.value };
	const { message, description } = explain(reply);
	return notDone(message, description);
}

const notDone = (words: string, advice: string): LoginResult => ({
	error: loginError(words, NOT_DONE, advice),
	isRefused: false,
});

const DAY_MS = 86_400_000;
/** A hundred years: more would be no date. */
const MOST_DAYS = 36_500;

function readSession(body: Record<string, unknown>, now: number): Session | undefined {
	const { sessionId, clientId, daysUntilPasswordExpires: days } = body;
	// It goes into a header, which takes nothing else.
	if (typeof sessionId !== 'string' || !/^[\x21-\x7e]+$/.test(sessionId)) return undefined;
	const isId = typeof clientId === 'number' || typeof clientId === 'string';
	return {
		sessionId,
		clientId: isId ? String(clientId) : '',
		passwordExpiresAt:
			typeof days === 'number' && days >= 0 && days <= MOST_DAYS
				? new Date(now + days * DAY_MS).toISOString()
				: '',
	};
}
