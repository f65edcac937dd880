import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import type { Reply } from '../delivery/outcome';
import type { LiveVoxCredential } from './credential';
import { withDeadline } from './deadline';
import { baseUrlOf } from './environment';
import { unsendableToken, withSendableSession } from './headers';
import { logins, UNATTENDED } from './login';
import { LOGIN_TIMEOUT_MS } from './loginRequest';
import { redactAnswer } from './redact';
import { answerReply, brokenReply, noSessionReply } from './reply';

/** Where LiveVox can be asked from: the execution of a node, or one of its dropdowns. */
export type LiveVoxContext = IExecuteFunctions | ILoadOptionsFunctions;

/** One request, and how to find what it promises in the answer's body. */
export interface Call<T> {
	method: 'GET' | 'POST';
	path: string;
	query?: Record<string, string | number>;
	body?: object;
	read: (body: Record<string, unknown>) => T | undefined;
}

type NoSession = Extract<Reply<never>, { kind: 'noSession' }>;

const CREDENTIAL = 'liveVoxApi';

/** LiveVox refused a session as often as this without taking one in between: a login does not help. */
const MOST_RENEWALS_IN_VAIN = 2;

/**
 * One run's session with LiveVox. It reads the credential once and hands it to each request; where its
 * `sessionId` is '', n8n logs in through the credential and stores the session for other runs.
 */
export class LiveVoxSession {
	/** Sessions that this run got by a login. */
	logins = 0;
	/** Set once a login has failed: nobody in this run tries another. */
	private closed: NoSession | undefined;
	private renewing: Promise<void> | undefined;
	private renewals = 0;
	private renewalsInVain = 0;
	/** The session comes from a login of this run, and LiveVox has not taken it yet. */
	private isFresh = false;
	/** A 403 that outlived a new login: it speaks of the role, not of the session. */
	private isForbidden = false;

	private constructor(
		private readonly context: LiveVoxContext,
		private readonly timeoutMs: number,
		private credential: LiveVoxCredential,
	) {}

	/**
	 * @param timeoutMs how long each request may take
	 * @throws what n8n throws where the node has no credential
	 */
	static async open(context: LiveVoxContext, timeoutMs: number): Promise<LiveVoxSession> {
		return new LiveVoxSession(context, timeoutMs, await readCredential(context));
	}

	get loginAs(): 'user' | 'agent' {
		return this.credential.loginAs;
	}

	get clientId(): string {
		return this.credential.clientId;
	}

	/** An ISO date with its time; '' where LiveVox has not told. */
	get passwordExpiresAt(): string {
		return this.credential.passwordExpiresAt;
	}

	/**
	 * Asks LiveVox, once more with a new session where it refuses the present one: it has done nothing
	 * then. Never throws; what goes wrong is in the reply.
	 */
	async request<T>(call: Call<T>): Promise<Reply<T>> {
		const first = await this.ask(call);
		if (!this.refusesSession(first.reply) || !(await this.renew(first.sessionId))) {
			return first.reply;
		}
		const { reply } = await this.ask(call);
		if (statusOf(reply) === 403) this.isForbidden = true;
		return reply;
	}

	private refusesSession(reply: Reply<unknown>): boolean {
		const status = statusOf(reply);
		return status === 401 || (status === 403 && !this.isFresh && !this.isForbidden);
	}

	/** Replaces the session that LiveVox has refused; true where it is worth asking again. */
	private async renew(refused: string): Promise<boolean> {
		if (this.credential.sessionId !== refused) return true;
		if (this.renewalsInVain >= MOST_RENEWALS_IN_VAIN) return false;
		this.renewing ??= this.dropSession(refused).finally(() => (this.renewing = undefined));
		await this.renewing;
		return true;
	}

	/** Another run may have stored a new session meanwhile: take that before logging in. */
	private async dropSession(refused: string): Promise<void> {
		this.renewalsInVain++;
		logins.forget(refused);
		const stored = await readCredential(this.context).catch(() => this.credential);
		const sessionId = stored.sessionId === refused ? '' : stored.sessionId;
		this.credential = { ...stored, sessionId };
		this.renewals++;
		this.isFresh = false;
	}

	private async ask<T>(call: Call<T>): Promise<{ reply: Reply<T>; sessionId: string }> {
		if (this.closed) return { reply: this.closed, sessionId: '' };
		const credential = { ...this.credential, [UNATTENDED]: true };
		const { renewals } = this;
		const reply = await send(this.context, this.timeoutMs, credential, call);
		// A request from before the last renewal brings back the session that was refused.
		if (renewals === this.renewals) this.takeLogin(credential);
		this.learn(reply);
		return { reply, sessionId: credential.sessionId };
	}

	/** n8n has written the session of a login into the credential that the request was given. */
	private takeLogin(used: LiveVoxCredential): void {
		if (this.credential.sessionId !== '' || used.sessionId === '') return;
		this.credential = used;
		this.isFresh = true;
		this.logins++;
	}

	private learn(reply: Reply<unknown>): void {
		if (reply.kind === 'noSession') this.closed = reply;
		const status = statusOf(reply);
		if (status !== undefined && status !== 401 && status !== 403) {
			this.isFresh = false;
			this.renewalsInVain = 0;
		}
		if (status !== undefined && status < 300) logins.proven(this.credential);
	}
}

const statusOf = (reply: Reply<unknown>) => (reply.kind === 'answer' ? reply.status : undefined);

async function readCredential(context: LiveVoxContext): Promise<LiveVoxCredential> {
	return withSendableSession({ ...(await context.getCredentials<LiveVoxCredential>(CREDENTIAL)) });
}

async function send<T>(
	context: LiveVoxContext,
	timeoutMs: number,
	credential: LiveVoxCredential,
	{ method, path, query, body, read }: Call<T>,
): Promise<Reply<T>> {
	const baseUrl = baseUrlOf(credential);
	if ('refusal' in baseUrl) {
		return { kind: 'noSession', words: baseUrl.refusal, advice: baseUrl.mend };
	}
	const unsendable = unsendableToken(credential);
	if (unsendable) return { kind: 'noSession', ...unsendable };
	const options: IHttpRequestOptions = {
		method,
		url: `${baseUrl.url}${path}`,
		headers: { 'Content-Type': 'application/json' },
		json: true,
		timeout: timeoutMs,
		disableFollowRedirect: true,
		returnFullResponse: true,
		// The 401 as well: n8n 2.8 cannot except it here, and a login of its own would be one a request.
		ignoreHttpStatusErrors: true,
		...(query && { qs: query }),
		...(body && { body }),
	};
	const credentialsDecrypted = { id: '', name: '', type: CREDENTIAL, data: credential };
	const startedAt = Date.now();
	// A login on the way has a time-out of its own; n8n writes its session into the credential.
	const isLoggedIn = () =>
		credential.sessionId !== '' || Date.now() - startedAt >= LOGIN_TIMEOUT_MS;
	const request = context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options, {
		credentialsDecrypted,
	});
	return await withDeadline(timeoutMs, request, isLoggedIn)
		.then((answer) => answerReply(redactAnswer(answer, credential), read))
		.catch((error: unknown) => noSessionReply(error) ?? brokenReply(error));
}
