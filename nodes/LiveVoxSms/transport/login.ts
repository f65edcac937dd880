import { createHash } from 'node:crypto';

import type { LiveVoxCredential, Session } from './credential';
import { readLoginMessage } from './loginError';
import { requestSession, type HttpRequest, type LoginResult } from './loginRequest';

/**
 * How long a login serves those who asked for one before they could see its session in n8n's store: it
 * only has to outlast the writing of one row.
 */
const SHARED_FOR = 2_000;

const MINUTE = 60_000;

/**
 * How long the very same values are not tried again after LiveVox has refused them once, twice and three
 * times. After the fourth it takes a person: LiveVox locks an account after 5 refusals by default, however
 * long ago they were, and a schedule never tires.
 */
const REST_AFTER_REFUSALS = [5 * MINUTE, 60 * MINUTE, 720 * MINUTE];

/** Marks a credential that a workflow uses, not a person who presses Test and waits for the answer. */
export const UNATTENDED = Symbol('unattended');

interface Refusals {
	count: number;
	lastAt: number;
	error: Error;
}

/**
 * Logs in to LiveVox with one request in flight for each set of credential values: all who ask meanwhile,
 * or just after it, get its session, and all who ask after a refusal get that. n8n itself has no such lock.
 */
export class Logins {
	private readonly underWay = new Map<string, Promise<LoginResult>>();
	private readonly recent = new Map<string, { session: Session; at: number }>();
	private readonly refusals = new Map<string, Refusals>();

	/** @param now milliseconds since 1970 */
	constructor(private readonly now: () => number) {}

	/** LiveVox no longer takes this session: nobody else gets it from here. */
	forget(sessionId: string): void {
		for (const [key, { session }] of this.recent) {
			if (session.sessionId === sessionId) this.recent.delete(key);
		}
	}

	/**
	 * LiveVox has taken a session of these values: somebody has mended what it refused, be it in another
	 * process, whose session comes here through n8n's store.
	 */
	proven(credential: LiveVoxCredential): void {
		if (this.refusals.size > 0) this.refusals.delete(keyOf(credential));
	}

	/**
	 * @param http n8n's `httpRequest` helper
	 * @param credential the values to log in with; its `sessionId` is the session that no longer serves
	 * @throws a plain error when LiveVox refuses or has just refused, cannot be reached, or answers
	 *   without a session
	 */
	async logIn(http: HttpRequest, credential: LiveVoxCredential): Promise<Session> {
		const key = keyOf(credential);
		const shared = this.sharedSession(key, credential.sessionId);
		if (shared) return shared;

		let login = this.underWay.get(key);
		if (!login) {
			this.refuseAgain(key, UNATTENDED in credential);
			login = requestSession(http, credential, this.now).then((result) => this.settle(key, result));
			this.underWay.set(key, login);
		}
		const result = await login;
		if ('error' in result) throw result.error;
		return result.session;
	}

	private sharedSession(key: string, refused: string): Session | undefined {
		const recent = this.recent.get(key);
		if (!recent || this.now() - recent.at >= SHARED_FOR) return undefined;
		return recent.session.sessionId === refused ? undefined : recent.session;
	}

	private settle(key: string, result: LoginResult): LoginResult {
		this.underWay.delete(key);
		if ('session' in result) {
			this.recent.set(key, { session: result.session, at: this.now() });
			this.refusals.delete(key);
		} else if (result.isRefused) {
			const count = (this.refusals.get(key)?.count ?? 0) + 1;
			this.refusals.set(key, { count, lastAt: this.now(), error: result.error });
		}
		return result;
	}

	/** LiveVox has refused these very values a while ago: asking again would bring the account to its lock. */
	private refuseAgain(key: string, isUnattended: boolean): void {
		const refusals = this.refusals.get(key);
		if (!refusals) return;
		const { count, lastAt, error } = refusals;
		const until = lastAt + (REST_AFTER_REFUSALS[isUnattended ? count - 1 : 0] ?? Infinity);
		if (this.now() >= until) return;
		const { words, advice } = readLoginMessage(error.message)!;
		throw new Error(
			`${words}. Not tried again with the same values ${untilWhen(until)}; changed values are tried at once. ${advice}`,
		);
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

function untilWhen(until: number): string {
	const takesAPerson = until === Infinity;
	if (takesAPerson) return 'until somebody presses Retry in the LiveVox API credential';
	return `before ${minuteOf(until)}`;
}

/** `2026-11-23 18:50 UTC`, rounded up. */
const minuteOf = (at: number) =>
	`${new Date(Math.ceil(at / MINUTE) * MINUTE).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
