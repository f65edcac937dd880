import { randomBytes } from 'node:crypto';

import { digestOf, type Session, type UsableCredential } from './credential';
import {
	requestSession,
	type HttpRequest,
	type LoginFailure,
	type LoginResult,
} from './loginRequest';

/** LiveVox ends a session that is not used for two hours (its page on session management). */
const SESSION_IDLE_MS = 2 * 60 * 60_000;

const MINUTE = 60_000;

/**
 * How long the very same values are not tried again after LiveVox has rejected them once, twice and three
 * times. After the fourth it takes a person: LiveVox locks an account after 5 rejected logins by default, however
 * long ago they were, and a schedule never tires.
 */
const LOGIN_BACKOFF = [5 * MINUTE, 60 * MINUTE, 720 * MINUTE];

/** Who logs in: somebody who waits for the answer, or a workflow that nobody watches. */
export type LoginBy = 'person' | 'workflow';

/** A session that this process has got by a login. */
export interface KnownSession extends Session {
	/** LiveVox has taken it for a request. */
	isProven: boolean;
	/** Milliseconds since 1970. */
	usedAt: number;
}

/** How a login ended for this process. */
type Ended = { session: KnownSession } | LoginFailure;

interface Rejections {
	count: number;
	lastAt: number;
	failure: LoginFailure;
}

/**
 * The sessions of this process, one for each set of credential values, and the logins for them: one request
 * in flight for each set, whose result all get who ask meanwhile. Values that LiveVox has rejected rest.
 */
export class Logins {
	private readonly pending = new Map<string, Promise<Ended>>();
	private readonly sessions = new Map<string, KnownSession>();
	private readonly rejections = new Map<string, Rejections>();
	/** Lives as long as the process: the maps above cannot be searched for a password from outside. */
	private readonly key = randomBytes(32);
	private isWatched = false;

	/** @param now milliseconds since 1970 */
	constructor(private readonly now: () => number) {}

	/**
	 * Gives the session of these values, by a login where there is none that lives.
	 *
	 * @param http n8n's `httpRequest` helper
	 * @param isExpired whether LiveVox no longer takes that session
	 */
	async sessionOf(
		http: HttpRequest,
		credential: UsableCredential,
		by: LoginBy,
		isExpired: (session: KnownSession) => boolean = () => false,
	): Promise<Ended> {
		this.dropIdle();
		const key = digestOf(credential, this.key);
		const session = this.sessions.get(key);
		if (session && !isExpired(session)) return { session };
		this.sessions.delete(key);
		return await this.logIn(http, credential, by);
	}

	/** LiveVox has taken the session for a request, which keeps it alive. */
	onAccepted(session: KnownSession): void {
		session.isProven = true;
		session.usedAt = this.now();
	}

	/** Logs in, whatever sessions there are. Never throws. */
	async logIn(http: HttpRequest, credential: UsableCredential, by: LoginBy): Promise<Ended> {
		const key = digestOf(credential, this.key);
		let login = this.pending.get(key);
		if (!login) {
			const backoff = this.backoff(key, by);
			if (backoff) return backoff;
			login = requestSession(http, credential, this.now).then((result) => this.settle(key, result));
			this.pending.set(key, login);
		}
		return await login;
	}

	/** How many sessions are kept. */
	get size(): number {
		return this.sessions.size;
	}

	private settle(key: string, result: LoginResult): Ended {
		this.pending.delete(key);
		if ('session' in result) {
			const session = { ...result.session, isProven: false, usedAt: this.now() };
			this.rejections.delete(key);
			this.sessions.set(key, session);
			this.dropWhenIdle();
			return { session };
		}
		if (result.isRejected) {
			this.sessions.delete(key);
			const count = (this.rejections.get(key)?.count ?? 0) + 1;
			this.rejections.set(key, { count, lastAt: this.now(), failure: result });
		}
		return result;
	}

	/** A session that LiveVox has ended is a secret that serves nobody any more. */
	private dropIdle(): void {
		for (const [key, { usedAt }] of this.sessions) {
			if (this.now() - usedAt >= SESSION_IDLE_MS) this.sessions.delete(key);
		}
	}

	/** The same where nobody asks for a session any more, as soon as the first of them is idle for that long. */
	private dropWhenIdle(): void {
		if (this.isWatched || this.sessions.size === 0) return;
		this.isWatched = true;
		const usedAt = Math.min(...[...this.sessions.values()].map((session) => session.usedAt));
		const idleIn = usedAt + SESSION_IDLE_MS - this.now();
		// A clock may be set back or ahead meanwhile.
		const ms = Math.max(1, Math.min(idleIn, SESSION_IDLE_MS));
		AbortSignal.timeout(ms).addEventListener('abort', () => {
			this.isWatched = false;
			this.dropIdle();
			this.dropWhenIdle();
		});
	}

	/** LiveVox has rejected these very values a while ago: asking again would bring the account to its lock. */
	private backoff(key: string, by: LoginBy): LoginFailure | undefined {
		const rejections = this.rejections.get(key);
		if (!rejections) return undefined;
		const { count, lastAt, failure } = rejections;
		const until = lastAt + (LOGIN_BACKOFF[by === 'person' ? 0 : count - 1] ?? Infinity);
		if (this.now() >= until) return undefined;
		return {
			...failure,
			advice: `Not tried again with the same values ${untilWhen(until)}; changed values are tried at once. ${failure.advice}`,
		};
	}
}

/** One for the process: the credential, the node and its dropdowns share what they know. */
export const logins = new Logins(() => Date.now());

function untilWhen(until: number): string {
	if (until !== Infinity) return `before ${minuteOf(until)}`;
	return 'until somebody runs the workflow in the editor or selects Retry in the LiveVox API credential';
}

/** `2026-11-23 18:50 UTC`, rounded up. */
const minuteOf = (at: number) =>
	`${new Date(Math.ceil(at / MINUTE) * MINUTE).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
