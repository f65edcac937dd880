import { randomBytes } from 'node:crypto';

import { loginNotRepeated } from '../shared/errorMessages';
import type { Accepted } from '../shared/result';
import { trimUnseen } from '../shared/text';
import { toDigest, type UsableCredential } from './credential';
import type { Call } from './endpoints';
import { makeRequest, type HttpRequest } from './httpRequest';
import { toLoginResult, type LoginFailure } from './response';

const LOGIN_TIMEOUT_MS = 30_000;
/** LiveVox ends a session that isn't used for two hours (its page on session management). */
const SESSION_IDLE_MS = 2 * 60 * 60_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/**
 * How long the same values aren't tried again after the first, second and third rejection. After the fourth only a
 * person can: LiveVox locks a login after 5 rejections by default, however long ago they were.
 */
const LOGIN_BACKOFF = [5 * MINUTE, 60 * MINUTE, 720 * MINUTE];

/** Who logs in: a person who waits for the result, or a workflow that nobody watches. */
export type LoginBy = 'person' | 'workflow';

/** What a login returned; the client ID and the expiry are '' if LiveVox leaves them out. */
export interface Session {
	sessionId: string;
	/** Ties the session to the values that it was made with. */
	sessionDigest: string;
	clientId: string;
	/** ISO 8601, in UTC: LiveVox counts in whole days from the login on. */
	passwordExpiresAt: string;
	/** LiveVox has accepted it for a request. */
	isProven: boolean;
	/** Milliseconds since 1970. */
	usedAt: number;
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
		let login = this.pending.get(key);
		if (!login) {
			const failure = this.failIfBackingOff(key, by);
			if (failure) return failure;
			const call = toCall(credential, this.now);
			const request = makeRequest(http, credential, LOGIN_TIMEOUT_MS, call);
			const hasUnseen = credential.password !== trimUnseen(credential.password);
			login = toLoginResult(request, call.read, hasUnseen).then((result) => this.settle(key, result));
			this.pending.set(key, login);
		}
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
			this.sessions.delete(key);
			const count = (this.rejections.get(key)?.count ?? 0) + 1;
			this.rejections.set(key, { count, lastAt: this.now(), failure: result });
		}
		return result;
	}

	private failIfBackingOff(key: string, by: LoginBy): LoginFailure | undefined {
		const rejections = this.rejections.get(key);
		if (!rejections) return undefined;
		const { count, lastAt, failure } = rejections;
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

function toCall(credential: UsableCredential, now: () => number): Call<Session> {
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
			return {
				sessionId,
				sessionDigest: toDigest(credential, sessionId),
				clientId: ['number', 'string'].includes(typeof clientId) ? String(clientId) : '',
				passwordExpiresAt: hasExpiry ? new Date(now() + days * DAY).toISOString() : '',
				isProven: false,
				usedAt: now(),
			};
		},
	};
}
