import { createHash } from 'node:crypto';
import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import { outcomeOf } from '../delivery/outcome';
import { baseUrlOf } from './environment';
import { explain } from './explain';
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

/** A login that brought no session. A plain error: on one that carries a 401 n8n would log in again. */
export class LoginError extends Error {
	override readonly name = 'LiveVoxLoginError';

	/**
	 * @param words what happened, LiveVox's own words first
	 * @param advice what the builder can do
	 */
	constructor(
		readonly words: string,
		readonly advice: string,
	) {
		super(`${words}. ${advice}`);
	}
}

const LOGIN_TIMEOUT_MS = 30_000;

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

	/**
	 * @param http n8n's `httpRequest` helper
	 * @param credential the values to log in with; its `sessionId` is the session that no longer serves
	 * @throws LoginError when LiveVox refuses, cannot be reached, or answers without a session
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

/** Stands for the values in memory without holding the secrets among them. */
function keyOf(credential: LiveVoxCredential): string {
	const { environment, baseUrl, accessToken, clientName, loginAs, userName, password } = credential;
	const values = [environment, baseUrl, accessToken, clientName, loginAs, userName, password];
	return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}

async function requestSession(http: HttpRequest, credential: LiveVoxCredential): Promise<Session> {
	const baseUrl = baseUrlOf(credential);
	if ('refusal' in baseUrl) throw new LoginError(baseUrl.refusal, baseUrl.mend);

	const answer = await http({
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
	}).catch((error: unknown) => unreachable(error));

	if (answer instanceof LoginError) throw answer;
	return sessionIn(answer);
}

function unreachable(error: unknown): LoginError {
	const { message, description } = explain(brokenReply(error));
	return new LoginError(`${message} (during the login)`, description);
}

function sessionIn({ statusCode, body }: IN8nHttpFullResponse): Session {
	if (DENIED.includes(statusCode)) {
		const words = wordsOf(body);
		const message = words ? `${words} (LiveVox refused the login)` : 'LiveVox refused the login';
		throw new LoginError(message, SUSPECTS);
	}
	const result = outcomeOf(answerReply(statusCode, body, readSession));
	if (result.outcome === 'accepted') return result.value;
	const { message, description } = explain(result.reply);
	throw new LoginError(`${message} (during the login)`, description);
}

function readSession({ sessionId, clientId }: Record<string, unknown>): Session | undefined {
	if (typeof sessionId !== 'string' || sessionId === '') return undefined;
	const isId = typeof clientId === 'number' || typeof clientId === 'string';
	return { sessionId, clientId: isId ? String(clientId) : '' };
}
