import { randomBytes } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { loginNotRepeated, toParagraph } from '../shared/errorMessages';
import type { Accepted, Result } from '../shared/result';
import { trimUnseen } from '../shared/text';
import { hasOwnSession, readCredential, toDigest, type UsableCredential } from './credential';
import { textIn, type Call } from './endpoints';
import { makeRequest, type HttpRequest } from './httpRequest';
import { toLoginResult, type LoginFailure } from './response';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** LiveVox ends a session that isn't used for two hours (its page on session management). */
const SESSION_IDLE_MS = 120 * MINUTE;
/**
 * How long the same values aren't tried again after the first, second and third rejection. After the fourth only a
 * person can: LiveVox locks a login after 5 rejections by default, however long ago they were.
 */
const LOGIN_BACKOFF = [5 * MINUTE, 60 * MINUTE, 720 * MINUTE];

/** Who logs in: a person who waits for the result, or a workflow that nobody watches. */
export type LoginBy = 'person' | 'workflow';

/** What a login returned; the client ID and the expiry are '' if LiveVox leaves them out. */
export interface Session extends Record<'sessionId' | 'sessionDigest' | 'clientId' | 'passwordExpiresAt', string> {
	isProven: boolean; // LiveVox has accepted it for a request
	usedAt: number; // milliseconds since 1970
}

export type LoginResult = Accepted<Session> | LoginFailure;

/**
 * The sessions of this process, one for each set of credential values, and the logins for them: one at a time for each
 * set, whose result is shared. Values that LiveVox has rejected back off. No method throws.
 */
export class Logins {
	private readonly pending = new Map<string, Promise<LoginResult>>();
	private readonly sessions = new Map<string, Session>();
	private readonly rejections = new Map<string, { count: number; lastAt: number; failure: LoginFailure }>();
	/** Lives as long as the process: the keys of these maps can't be used to try passwords. */
	private readonly key = randomBytes(32);

	/** @param now milliseconds since 1970 */
	constructor(private readonly now: () => number) {}

	/** The session of these values, by a login if there is none that LiveVox accepts. */
	async sessionOf(
		http: HttpRequest,
		credential: UsableCredential,
		by: LoginBy,
		isExpired: (session: Session) => boolean = () => false,
	): Promise<LoginResult> {
		for (const [key, { usedAt }] of this.sessions) {
			if (this.now() - usedAt >= SESSION_IDLE_MS) this.sessions.delete(key);
		}
		const key = toDigest(credential, this.key);
		const session = this.sessions.get(key);
		if (session && !isExpired(session)) return { outcome: 'accepted', value: session };
		this.sessions.delete(key);
		return await this.logIn(http, credential, by);
	}

	/** Logs in, whatever sessions there are. */
	async logIn(http: HttpRequest, credential: UsableCredential, by: LoginBy): Promise<LoginResult> {
		const key = toDigest(credential, this.key);
		const known = this.pending.get(key) ?? this.failIfBackingOff(key, by);
		if (known) return await known;
		const call = toCall(credential, this.now());
		const request = makeRequest(http, credential, call);
		const hasUnseen = credential.password !== trimUnseen(credential.password);
		const login = toLoginResult(request, call.read, hasUnseen).then((result) => this.settle(key, result));
		this.pending.set(key, login);
		return await login;
	}

	/** LiveVox has accepted the session for a request, which keeps it alive. */
	onSessionAccepted(session: Session): void {
		session.isProven = true;
		session.usedAt = this.now();
	}

	private settle(key: string, result: LoginResult): LoginResult {
		this.pending.delete(key);
		if (result.outcome === 'accepted') {
			this.rejections.delete(key);
			this.sessions.set(key, result.value);
		} else if (result.isRejected) {
			const { count = 0 } = this.rejections.get(key) ?? {};
			this.rejections.set(key, { count: count + 1, lastAt: this.now(), failure: result });
			this.sessions.delete(key);
		}
		return result;
	}

	private failIfBackingOff(key: string, by: LoginBy): LoginFailure | undefined {
		const rejection = this.rejections.get(key);
		if (!rejection) return undefined;
		const { count, lastAt, failure } = rejection;
		const until = lastAt + (LOGIN_BACKOFF[by === 'person' ? 0 : count - 1] ?? Infinity);
		if (this.now() >= until) return undefined;
		// Rounded up: `2026-11-23 18:50 UTC`
		const minute = () => new Date(Math.ceil(until / MINUTE) * MINUTE).toISOString().slice(0, 16).replace('T', ' ');
		const words = loginNotRepeated(failure.error.message, until === Infinity ? undefined : `${minute()} UTC`);
		return { ...failure, error: { ...failure.error, ...words } };
	}
}

/** One for the process: the credential, the node and its dropdowns share what they know. */
export const logins = new Logins(() => Date.now());

function toCall(credential: UsableCredential, now: number): Call<Session> {
	const { accessToken, clientName, userName, password, loginAs } = credential;
	return {
		method: 'POST',
		path: '/session/login',
		headers: { 'LV-Access': accessToken },
		body: { clientName, userName, password, agent: loginAs === 'agent' },
		read: ({ sessionId, clientId, daysUntilPasswordExpires: days }) => {
			// A header takes nothing else.
			if (typeof sessionId !== 'string' || !/^[\x21-\x7e]+$/.test(sessionId)) return undefined;
			const hasExpiry = typeof days === 'number' && days >= 0 && days <= 36_500;
			const passwordExpiresAt = hasExpiry ? new Date(now + days * DAY).toISOString() : '';
			const sessionDigest = toDigest(credential, sessionId);
			return { sessionId, sessionDigest, clientId: textIn(clientId), passwordExpiresAt, isProven: false, usedAt: now };
		},
	};
}

/**
 * Logs in for other nodes, such as HTTP Request: n8n calls it if it has no session that LiveVox accepts, and stores it.
 * @throws a plain Error in words for the user: on one that carries a status 401 n8n would log in once more
 */
export async function logInForOthers(http: HttpRequest, data: ICredentialDataDecryptedObject): Promise<IDataObject> {
	const credential = valueOrThrow(readCredential(data));
	const expired = hasOwnSession(credential) ? credential.sessionId : undefined;
	const result = await logins.sessionOf(http, credential, 'workflow', ({ sessionId }) => sessionId === expired);
	const { sessionId, sessionDigest, clientId, passwordExpiresAt } = valueOrThrow(result);
	return { sessionId, sessionDigest, clientId, passwordExpiresAt };
}

/** The headers of a request. @throws an Error with a 401 if the session was made with other values: then n8n logs in */
export function toHeaders(data: ICredentialDataDecryptedObject): Record<string, string> {
	const credential = valueOrThrow(readCredential(data));
	if (hasOwnSession(credential)) return { 'LV-Access': credential.accessToken, 'LV-Session': credential.sessionId };
	const error = new Error('The session belongs to other values of the credential');
	throw Object.assign(error, { response: { status: 401 } });
}

function valueOrThrow<T>(result: Result<T>): T {
	if (result.outcome === 'accepted') return result.value;
	throw new Error(toParagraph(result.error));
}
