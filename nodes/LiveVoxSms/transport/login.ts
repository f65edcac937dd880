import { createHash } from 'node:crypto';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { outcomeOf } from '../delivery/outcome';
import { withDeadline } from './deadline';
import { baseUrlOf } from './environment';
import { explain } from './explain';
import { loginError, NOT_DONE, REFUSED } from './loginError';
import { answerReply, brokenReply, wordsOf } from './reply';

/** The LiveVox API credential, decrypted. `sessionId` and `clientId` are '' before the first login. */
export interface LiveVoxCredential extends ICredentialDataDecryptedObject {
	environment: string;
	baseUrl: string;
	accessToken: string;
	clientName: string;
	loginAs: 'user' | 'agent';
	userName: string;
	password: string;
	sessionId: string;
	clientId: string;
}

/** What a login brings. `clientId` is '' where LiveVox leaves it out. */
export interface Session {
	sessionId: string;
	clientId: string;
}

type HttpRequest = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;

/** How long a login may take. */
export const LOGIN_TIMEOUT_MS = 30_000;

/**
 * How long a login serves those who asked for one before they could see its session in n8n's store: it
 * only has to outlast the writing of one row.
 */
const SHARED_FOR_MS = 2_000;

/**
 * What clients take for "denied": LiveVox documents 401, the others were seen (599 with an empty body).
 * None of them tells which value is wrong.
 */
const DENIED = [400, 401, 403, 404, 599];

const SUSPECTS =
	'Check in the LiveVox API credential: the client code, username and password; the access token; the ' +
	'environment; and whether Log In As is right. LiveVox does not say which of them it refuses. The login is ' +
	'not repeated by itself, because LiveVox locks an account after a few refused ones.';

/**
 * Logs in to LiveVox with one request in flight for each set of credential values: all who ask meanwhile,
 * or just after it, get its session. n8n itself has no such lock.
 */
export class Logins {
	private readonly underWay = new Map<string, Promise<Session>>();
	private readonly recent = new Map<string, { session: Session; at: number }>();

	/** @param now the time in milliseconds */
	constructor(private readonly now: () => number) {}

	/** LiveVox no longer takes this session: nobody else gets it from here. */
	forget(sessionId: string): void {
		for (const [key, { session }] of this.recent) {
			if (session.sessionId === sessionId) this.recent.delete(key);
		}
	}

	/**
	 * @param http n8n's `httpRequest` helper
	 * @param credential the values to log in with; its `sessionId` is the session that no longer serves
	 * @throws a plain error when LiveVox refuses, cannot be reached, or answers without a session
	 */
	async logIn(http: HttpRequest, credential: LiveVoxCredential): Promise<Session> {
		const key = keyOf(credential);
		const recent = this.recent.get(key);
		if (recent && this.now() - recent.at < SHARED_FOR_MS) {
			if (recent.session.sessionId !== credential.sessionId) return recent.session;
		}
		const joined = this.underWay.get(key);
		if (joined) return await joined;

		const login = requestSession(http, credential).finally(() => this.underWay.delete(key));
		this.underWay.set(key, login);
		const session = await login;
		this.recent.set(key, { session, at: this.now() });
		return session;
	}
}

/** One for the process, for the credential logs in and the node learns which sessions are refused. */
export const logins = new Logins(Date.now);

/** Stands for the values in memory without holding the secrets among them. */
function keyOf(credential: LiveVoxCredential): string {
	const { environment, baseUrl, accessToken, clientName, loginAs, userName, password } = credential;
	const values = [environment, baseUrl, accessToken, clientName, loginAs, userName, password];
	return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

async function requestSession(http: HttpRequest, credential: LiveVoxCredential): Promise<Session> {
	const baseUrl = baseUrlOf(credential);
	if ('refusal' in baseUrl) throw loginError(baseUrl.refusal, NOT_DONE, baseUrl.mend);

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
	const answer = await withDeadline(LOGIN_TIMEOUT_MS, request).catch(unreachable);
	if (answer instanceof Error) throw answer;
	return sessionIn(answer);
}

function unreachable(error: unknown): Error {
	const { message, description } = explain(brokenReply(error));
	return loginError(message, NOT_DONE, description);
}

function sessionIn({ statusCode, body }: IN8nHttpFullResponse): Session {
	if (DENIED.includes(statusCode)) {
		throw loginError(wordsOf(body) ?? 'Access denied', REFUSED, SUSPECTS);
	}
	const result = outcomeOf(answerReply(statusCode, body, readSession));
	if (result.outcome === 'accepted') return result.value;
	const { message, description } = explain(result.reply);
	throw loginError(message, NOT_DONE, description);
}

function readSession({ sessionId, clientId }: Record<string, unknown>): Session | undefined {
	if (typeof sessionId !== 'string' || sessionId === '') return undefined;
	const isId = typeof clientId === 'number' || typeof clientId === 'string';
	return { sessionId, clientId: isId ? String(clientId) : '' };
}
