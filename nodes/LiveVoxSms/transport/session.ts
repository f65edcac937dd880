import { sleep } from 'n8n-workflow';
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import type { Accepted, Failure, Result } from '../shared/result';
import { readCredential, toDigest, type LiveVoxCredential, type UsableCredential } from './credential';
import type { Call } from './endpoints';
import { makeRequest, TIMEOUT_MS, type HttpRequest } from './httpRequest';
import { logins, type Session } from './login';
import { statusOf, toResult } from './response';

/** An execution of a node, or one of its dropdowns. */
export type LiveVoxContext = IExecuteFunctions | ILoadOptionsFunctions;

const CREDENTIAL = 'liveVoxApi';
const [FIRST_BACKOFF_MS, MAX_BACKOFF_MS] = [250, 4_000];
/** A stop is noticed within this time. */
const MAX_SLEEP_MS = 100;
/** If LiveVox rejects so many new sessions in a row, another login doesn't help. */
const MAX_RENEWALS = 2;

/**
 * One execution's session with LiveVox. It reads the credential once, and takes the session that this process has for
 * its values. It stores none in n8n, which would store it beside whatever the credential says by then.
 */
export class LiveVoxSession {
	/** Milliseconds spent waiting because LiveVox limited the rate of lookups. */
	waited = 0;
	private session: Session | undefined;
	/** Why there is no session. */
	private failure: Failure | undefined;
	private renewals = 0;
	/** A new login didn't change a 403: it's about the role. */
	private isForbidden = false;

	private constructor(
		private readonly context: LiveVoxContext,
		private readonly timeoutMs: number,
		private readonly maxWaitMs: number,
		readonly loginAs: 'user' | 'agent',
		private readonly credential: Result<UsableCredential>,
	) {}

	/** `maxWaitMs`: how long lookups may wait in all if LiveVox limits the rate. Throws if the node has no credential. */
	static async open(context: LiveVoxContext, timeoutMs = TIMEOUT_MS, maxWaitMs = 60_000): Promise<LiveVoxSession> {
		const data = await context.getCredentials<LiveVoxCredential>(CREDENTIAL);
		return new LiveVoxSession(context, timeoutMs, maxWaitMs, data.loginAs, readCredential(data));
	}

	/** The same for all who log in to LiveVox with the same values. */
	get account(): string {
		return this.credential.outcome === 'accepted' ? toDigest(this.credential.value, 'account') : '';
	}

	/** 'Only Send To' as the credential has it. */
	get onlySendTo(): unknown {
		return this.credential.outcome === 'accepted' ? this.credential.value.onlySendTo : undefined;
	}

	/** LiveVox's ID of the client, which a login returns; '' if LiveVox left it out, and without a session. */
	async clientId(): Promise<string> {
		const session = await this.ensureSession();
		return session.outcome === 'accepted' ? session.value.clientId : '';
	}

	/** An ISO date with its time; '' before the first request, and if LiveVox left it out. */
	get passwordExpiresAt(): string {
		return this.session?.passwordExpiresAt ?? '';
	}

	/** Makes a request; once more with a new session if this one has expired. Never throws. */
	async request<T>(call: Call<T>): Promise<Result<T>> {
		const session = await this.ensureSession();
		if (session.outcome !== 'accepted') return session;
		const result = await this.sendOnce(call, session.value);
		if (!this.isExpired(session.value, statusOf(result))) return result;
		const renewed = await this.ensureSession(session.value);
		if (renewed.outcome !== 'accepted') return renewed;
		const second = await this.sendOnce(call, renewed.value);
		this.isForbidden ||= statusOf(second) === 403;
		return second;
	}

	/** The same for what changes nothing in LiveVox: if LiveVox limits the rate, waits and repeats it. */
	async lookUp<T>(call: Call<T>): Promise<Result<T>> {
		const signal = 'getExecutionCancelSignal' in this.context ? this.context.getExecutionCancelSignal() : undefined;
		for (let backoff = FIRST_BACKOFF_MS; ; backoff = Math.min(backoff * 2, MAX_BACKOFF_MS)) {
			const result = await this.request(call);
			if (result.outcome === 'accepted' || !result.retry || !statusOf(result)) return result;
			const ms = result.retry.afterMs ?? backoff;
			if (this.waited + ms > this.maxWaitMs) return result;
			for (let left = ms; left > 0 && !signal?.aborted; left -= MAX_SLEEP_MS) await sleep(Math.min(left, MAX_SLEEP_MS));
			if (signal?.aborted) return result;
			this.waited += ms;
		}
	}

	private isExpired(used: Session, status: number | undefined): boolean {
		if (this.session === used && this.renewals >= MAX_RENEWALS) return false;
		return status === 401 || (status === 403 && used.isProven && !this.isForbidden);
	}

	/** All requests that need a session share a login. One that failed is repeated only if LiveVox throttled it. */
	private async ensureSession(expired?: Session): Promise<Result<Session>> {
		const { context, credential } = this;
		if (expired && this.session === expired) {
			this.session = undefined;
			this.renewals++;
		}
		if (this.session) return { outcome: 'accepted', value: this.session };
		if (this.failure && !this.failure.retry) return this.failure;
		if (credential.outcome !== 'accepted') return credential;
		// In the editor and in a dropdown somebody sees at once how a login ends.
		const by = ['manual', 'internal'].includes(context.getMode?.() ?? 'internal') ? 'person' : 'workflow';
		const { httpRequest } = context.helpers;
		const login = await logins.sessionOf(httpRequest, credential.value, by, (session) => session === expired);
		if (login.outcome === 'accepted') this.session = login.value;
		else this.failure = login;
		return login;
	}

	/** Uses the helper of n8n that ends the request when the execution is stopped. */
	private async sendOnce<T>(call: Call<T>, session: Session): Promise<Result<T>> {
		const data = { ...(this.credential as Accepted<UsableCredential>).value, ...session };
		const given = { credentialsDecrypted: { id: '', name: '', type: CREDENTIAL, data } };
		const { httpRequestWithAuthentication } = this.context.helpers;
		const http: HttpRequest = async (options) =>
			await httpRequestWithAuthentication.call(this.context, CREDENTIAL, options, given);
		const result = await toResult(makeRequest(http, data, call, this.timeoutMs), call.read);
		const status = statusOf(result);
		if (status !== undefined && status !== 401 && status !== 403) this.renewals = 0;
		if (status !== undefined && status < 300) logins.onSessionAccepted(session);
		return result;
	}
}
