import {
	sleep,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { asksForPatience, type Reply } from '../delivery/outcome';
import { retryAfterMs } from '../delivery/retryAfter';
import {
	readCredential,
	type LiveVoxCredential,
	type UnusableCredential,
	type UsableCredential,
} from './credential';
import { withDeadline } from './deadline';
import { logins, type KnownSession } from './login';
import type { HttpRequest } from './loginRequest';
import { redactAnswer } from './redact';
import { answerReply, brokenReply } from './reply';

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

const CREDENTIAL = 'liveVoxApi';

/** How long a list may be put off in all. */
const LIST_WAIT_MS = 60_000;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 4_000;
/** A stop is noticed within this time. */
const MAX_SLEEP_MS = 100;

/** LiveVox refused a session as often as this without taking one in between: a login does not help. */
const MOST_RENEWALS_IN_VAIN = 2;

/**
 * One run's session with LiveVox. It reads the credential once, and takes the session that this process has for its
 * values: no run stores one in n8n, for n8n would store it beside whatever the credential says by then.
 */
export class LiveVoxSession {
	/** Logins that this run has made. */
	logins = 0;
	private current: KnownSession | undefined;
	/** Why there is no session: a bad credential, or what the login came to. */
	private failure: Reply<never> | undefined;
	private opening: Promise<void> | undefined;
	private renewalsInVain = 0;
	/** A 403 that outlived a new login: it speaks of the role, not of the session. */
	private isForbidden = false;

	/** Milliseconds spent waiting because LiveVox limited the rate of look-ups. */
	waited = 0;

	private constructor(
		private readonly context: LiveVoxContext,
		private readonly timeoutMs: number,
		private readonly maxWaitMs: number,
		readonly loginAs: 'user' | 'agent',
		private readonly credential: UsableCredential | UnusableCredential,
	) {}

	/**
	 * @param timeoutMs how long each request may take
	 * @param maxWaitMs how long look-ups may wait in all where LiveVox limits the rate
	 * @throws what n8n throws where the node has no credential
	 */
	static async open(
		context: LiveVoxContext,
		timeoutMs: number,
		maxWaitMs = LIST_WAIT_MS,
	): Promise<LiveVoxSession> {
		const data = await context.getCredentials<LiveVoxCredential>(CREDENTIAL);
		const credential = readCredential(data);
		return new LiveVoxSession(context, timeoutMs, maxWaitMs, data.loginAs, credential);
	}

	/** LiveVox's id of the client, which a login tells; '' where it has not, or where there is no session. */
	async clientId(): Promise<string> {
		await this.ensureSession();
		return this.current?.clientId ?? '';
	}

	/** An ISO date with its time; '' before the first request, and where LiveVox has not told. */
	get passwordExpiresAt(): string {
		return this.current?.passwordExpiresAt ?? '';
	}

	/**
	 * Asks LiveVox, once more with a new session where it refuses the present one: it has done nothing
	 * then. Never throws; what goes wrong is in the reply.
	 */
	async request<T>(call: Call<T>): Promise<Reply<T>> {
		await this.ensureSession();
		const { current: used } = this;
		if (!used) return this.failure!;
		const reply = await this.send(call, used);
		if (!this.isExpired(reply, used) || !(await this.renew(used))) return reply;
		if (!this.current) return this.failure!;
		const second = await this.send(call, this.current);
		if (statusOf(second) === 403) this.isForbidden = true;
		return second;
	}

	/** The same for what changes nothing in LiveVox: where it limits the rate, the request is made again in a while. */
	async lookUp<T>(call: Call<T>): Promise<Reply<T>> {
		for (let backoff = FIRST_BACKOFF_MS; ; backoff = Math.min(backoff * 2, MAX_BACKOFF_MS)) {
			const reply = await this.request(call);
			if (reply.kind !== 'answer' || !asksForPatience(reply)) return reply;
			const wait = retryAfterMs(reply.retryAfter, Date.now()) ?? backoff;
			if (this.waited + wait > this.maxWaitMs || !(await this.wait(wait))) return reply;
		}
	}

	/** @returns false where the execution was stopped meanwhile */
	private async wait(ms: number): Promise<boolean> {
		const signal =
			'getExecutionCancelSignal' in this.context
				? this.context.getExecutionCancelSignal()
				: undefined;
		for (let left = ms; left > 0 && !signal?.aborted; left -= MAX_SLEEP_MS) {
			await sleep(Math.min(left, MAX_SLEEP_MS));
		}
		this.waited += ms;
		return !signal?.aborted;
	}

	private isExpired(reply: Reply<unknown>, used: KnownSession): boolean {
		const status = statusOf(reply);
		return status === 401 || (status === 403 && used.isProven && !this.isForbidden);
	}

	/** Replaces the session that LiveVox has refused; true where it is worth asking again. */
	private async renew(refused: KnownSession): Promise<boolean> {
		if (this.current === refused && this.renewalsInVain >= MOST_RENEWALS_IN_VAIN) return false;
		await this.ensureSession(refused);
		return true;
	}

	/** All requests of the run that need a session wait for the same one. */
	private async ensureSession(refused?: KnownSession): Promise<void> {
		// Nobody in this run tries another login, unless LiveVox has put this one off.
		if (this.failure?.kind === 'noSession') return;
		const isOpen = this.current !== undefined && this.current !== refused;
		if (!this.opening && isOpen) return;
		this.opening ??= this.openSession(refused).finally(() => (this.opening = undefined));
		await this.opening;
	}

	private async openSession(refused: KnownSession | undefined): Promise<void> {
		if (refused) this.renewalsInVain++;
		const result = await this.sessionOrFailure(refused);
		if ('session' in result) {
			this.current = result.session;
		} else {
			this.current = undefined;
			const { words, advice, httpStatus, code, putOff } = result;
			this.failure = putOff ?? { kind: 'noSession', words, advice, httpStatus, code };
		}
	}

	private async sessionOrFailure(refused: KnownSession | undefined) {
		const { context, credential } = this;
		if (!('url' in credential)) {
			return { ...credential, httpStatus: null, code: null, putOff: undefined };
		}
		const by = isWatched(context) ? 'person' : 'workflow';
		const isExpired = (session: KnownSession) => session === refused;
		const http: HttpRequest = async (options) => {
			this.logins++;
			return (await context.helpers.httpRequest(options)) as IN8nHttpFullResponse;
		};
		return await logins.sessionOf(http, credential, by, isExpired);
	}

	private async send<T>(call: Call<T>, session: KnownSession): Promise<Reply<T>> {
		const credential = { ...(this.credential as UsableCredential), ...session };
		const reply = await ask(this.http(credential), credential, this.timeoutMs, call);
		const status = statusOf(reply);
		if (status !== undefined && status !== 401 && status !== 403) this.renewalsInVain = 0;
		if (status !== undefined && status < 300) logins.onAccepted(session);
		return reply;
	}

	/** n8n's helper, which ends the request when the execution is stopped. */
	private http(data: UsableCredential): HttpRequest {
		const { context } = this;
		const credentialsDecrypted = { id: '', name: '', type: CREDENTIAL, data };
		return async (options) =>
			await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options, {
				credentialsDecrypted,
			});
	}
}

const statusOf = (reply: Reply<unknown>) => (reply.kind === 'answer' ? reply.status : undefined);

/** A run in the editor, or a dropdown: somebody sees at once what comes of a login. */
const isWatched = (context: LiveVoxContext): boolean =>
	['manual', 'internal'].includes(context.getMode?.() ?? 'internal');

/**
 * Makes one request and reads what became of it. Never throws.
 *
 * @param http makes the request with the headers of the credential
 */
export async function ask<T>(
	http: HttpRequest,
	credential: UsableCredential,
	timeoutMs: number,
	{ method, path, query, body, read }: Call<T>,
): Promise<Reply<T>> {
	const request = http({
		method,
		url: `${credential.url}${path}`,
		headers: { 'Content-Type': 'application/json' },
		json: true,
		timeout: timeoutMs,
		disableFollowRedirect: true,
		returnFullResponse: true,
		// The 401 as well: n8n would log in and store a session of its own.
		ignoreHttpStatusErrors: true,
		...(query && { qs: query }),
		...(body && { body }),
	});
	return await withDeadline(timeoutMs, request)
		.then((answer) => answerReply(redactAnswer(answer, credential), read))
		.catch((error: unknown) => brokenReply(error));
}
