/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { inspect } from 'node:util';

import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { connectionErrors, loginRejected, responseAdvice, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { Logins, type LoginResult, type Session } from '../../nodes/LiveVoxSms/transport/login';
import type { LoginFailure } from '../../nodes/LiveVoxSms/transport/response';
import { CHANGES, CREDENTIAL, usable, type Values } from './credential-values';

const HOUR = 60 * 60_000;

function sessionIn(result: LoginResult): Session {
	if (result.outcome !== 'accepted') throw new Error(result.error.message);
	return result.value;
}

function failureIn(result: LoginResult): LoginFailure {
	if (result.outcome === 'accepted') throw new Error('The login returned a session');
	return result;
}

/**
 * Answers each login when the test says so, and keeps what was asked. A test leaves no login without its
 * answer: its time-out would come 30 seconds later, in the middle of another file's test.
 */
class FakeLiveVox {
	now = 1_000_000;
	readonly asked: IHttpRequestOptions[] = [];
	readonly logins = new Logins(() => this.now);
	private readonly waiting: Array<{
		answer: (response: IN8nHttpFullResponse) => void;
		reject: (error: unknown) => void;
	}> = [];

	readonly http = async (options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> => {
		this.asked.push(options);
		return await new Promise((answer, reject) => this.waiting.push({ answer, reject }));
	};

	/** A run needs a session. */
	async need(values: Values = {}, isExpired?: (session: Session) => boolean): Promise<LoginResult> {
		return await this.logins.sessionOf(this.http, usable(values), 'workflow', isExpired);
	}

	answer(statusCode: number, body: unknown, headers = {}): void {
		const response = { statusCode, body, headers } as IN8nHttpFullResponse;
		this.waiting.shift()?.answer(response);
	}

	breakOff(error: unknown): void {
		this.waiting.shift()?.reject(error);
	}

	/** A login from its request to its answer. */
	async loggedIn(sessionId: string, values: Values = {}): Promise<Session> {
		const login = this.need(values);
		this.answer(200, { sessionId });
		return sessionIn(await login);
	}

	/** The session that this process has; throws where it would have to log in. */
	async known(values: Values = {}): Promise<string> {
		const reject = async () => await Promise.reject(new Error('Nobody is to log in'));
		const result = await this.logins.sessionOf(reject, usable(values), 'workflow');
		return sessionIn(result).sessionId;
	}
}

/** What comes of a login that LiveVox answers like that. */
async function failureOf(status: number, body: unknown, values: Values = {}) {
	const liveVox = new FakeLiveVox();
	const login = liveVox.need(values);
	liveVox.answer(status, body);
	return failureIn(await login);
}

describe('what is posted', () => {
	test.each([
		['user', false],
		['agent', true],
	] as const)('by a login as %s', async (loginAs, agent) => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('new', { loginAs, sessionId: 'old' });

		expect(liveVox.asked).toEqual([
			{
				method: 'POST',
				url: 'https://api.na4.livevox.com/session/login',
				headers: { 'LV-Access': 'token-that-is-secret', 'Content-Type': 'application/json' },
				body: {
					clientName: 'ACME',
					userName: 'api_user',
					password: 'password-that-is-secret',
					agent,
				},
				json: true,
				timeout: 30_000,
				disableFollowRedirect: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
			},
		]);
	});

	test('goes to the custom Base URL', async () => {
		const liveVox = new FakeLiveVox();
		const baseUrl = 'http://localhost:3000/livevox/';
		await liveVox.loggedIn('session-1', { environment: 'custom', baseUrl });
		expect(liveVox.asked[0]?.url).toBe('http://localhost:3000/livevox/session/login');
	});
});

describe('what a login returns', () => {
	/** What is left of the answer to a login. */
	async function sessionFrom(body: object): Promise<Session> {
		const liveVox = new FakeLiveVox();
		const login = liveVox.need();
		liveVox.answer(200, { sessionId: 'a', ...body });
		return sessionIn(await login);
	}

	test.each<[string, object, string]>([
		['a client id that is a number', { clientId: 1234, userId: 5 }, '1234'],
		['one that is a text', { clientId: '1234' }, '1234'],
		['the client id 0', { clientId: 0 }, '0'],
		['none', {}, ''],
		['null', { clientId: null }, ''],
		['an object', { clientId: {} }, ''],
	])('%s', async (_, body, clientId) => {
		expect(await sessionFrom(body)).toStrictEqual({
			sessionId: 'a',
			sessionDigest: expect.stringMatching(/^[\w-]{43}$/),
			clientId,
			passwordExpiresAt: '',
			isProven: false,
			usedAt: 1_000_000,
		});
	});

	test.each<[string, unknown, string]>([
		['in 42 days', 42, '1970-02-12T00:16:40.000Z'],
		['today', 0, '1970-01-01T00:16:40.000Z'],
		['not told', undefined, ''],
		['null', null, ''],
		['a text', '42', ''],
		['gone by', -1, ''],
		['Not a Number', NaN, ''],
		['in a hundred years', 36_500, '2069-12-07T00:16:40.000Z'],
		['later than that', 36_501, ''],
		['beyond all dates', 1e300, ''],
	])('a password that expires: %s', async (_, daysUntilPasswordExpires, passwordExpiresAt) => {
		expect(await sessionFrom({ daysUntilPasswordExpires })).toMatchObject({ passwordExpiresAt });
	});

	test.each([201, 202])('a session with status %i as well', async (status) => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.need();
		liveVox.answer(status, { sessionId: 'session-1' });
		expect(sessionIn(await login).sessionId).toBe('session-1');
	});
});

describe('one login for the process', () => {
	test('while it is pending', async () => {
		const liveVox = new FakeLiveVox();
		const logins = Array.from({ length: 50 }, async () => await liveVox.need());
		liveVox.answer(200, { sessionId: 'session-1' });

		const sessions = (await Promise.all(logins)).map(sessionIn);
		expect(new Set(sessions).size).toBe(1);
		expect(liveVox.asked).toHaveLength(1);
	});

	test('and afterwards, whatever session n8n has stored', async () => {
		const liveVox = new FakeLiveVox();
		const session = await liveVox.loggedIn('session-1');
		expect(sessionIn(await liveVox.need())).toBe(session);
		expect(sessionIn(await liveVox.need({ sessionId: 'x', sessionDigest: 'y' }))).toBe(session);
		expect(liveVox.asked).toHaveLength(1);
	});

	test('but another one where the session no longer serves, for all who wait', async () => {
		const liveVox = new FakeLiveVox();
		const rejected = await liveVox.loggedIn('session-1');
		const isExpired = (session: Session) => session === rejected;
		const waiting = [1, 2, 3].map(async () => await liveVox.need({}, isExpired));
		liveVox.answer(200, { sessionId: 'session-2' });

		const sessions = (await Promise.all(waiting)).map((result) => sessionIn(result).sessionId);
		expect(sessions).toEqual(Array(3).fill('session-2'));
		// Who hears only now that the first one is rejected.
		expect(sessionIn(await liveVox.need({}, isExpired)).sessionId).toBe('session-2');
		expect(liveVox.asked).toHaveLength(2);
	});

	// LiveVox gives the same user and token the session that is still alive.
	test('whose session of the same name is another one, not yet proven', async () => {
		const liveVox = new FakeLiveVox();
		const rejected = await liveVox.loggedIn('session-1');
		liveVox.logins.onSessionAccepted(rejected);
		const next = liveVox.need({}, (session) => session === rejected);
		liveVox.answer(200, { sessionId: 'session-1' });
		expect(sessionIn(await next)).toMatchObject({ sessionId: 'session-1', isProven: false });
		expect(rejected.isProven).toBe(true);
	});

	test('a test logs in although there is a session, and runs then have that of the test', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		const login = liveVox.logins.logIn(liveVox.http, usable(), 'person');
		liveVox.answer(200, { sessionId: 'session-2' });
		expect(sessionIn(await login).sessionId).toBe('session-2');
		expect(await liveVox.known()).toBe('session-2');
	});
});

describe('the session belongs to the values that it was made with', () => {
	test.each(CHANGES)('another %s logs in again, and both are known then', async (_, values) => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		expect((await liveVox.loggedIn('session-2', values)).sessionId).toBe('session-2');
		expect(liveVox.asked).toHaveLength(2);
		expect(await liveVox.known()).toBe('session-1');
		expect(await liveVox.known(values)).toBe('session-2');
	});

	test.each(CHANGES)('logins at the same time are not mixed up: another %s', async (_, values) => {
		const liveVox = new FakeLiveVox();
		const one = liveVox.need();
		const other = liveVox.need(values);
		liveVox.answer(200, { sessionId: 'session-1' });
		liveVox.answer(200, { sessionId: 'session-2' });
		expect(sessionIn(await one).sessionId).toBe('session-1');
		expect(sessionIn(await other).sessionId).toBe('session-2');
	});

	test('a custom address is one of the values', async () => {
		const liveVox = new FakeLiveVox();
		const atAddress = (baseUrl: string) => ({ environment: 'custom', baseUrl });
		await liveVox.loggedIn('session-1', atAddress('https://a.example.com'));
		await liveVox.loggedIn('session-2', atAddress('https://b.example.com'));
		expect(await liveVox.known(atAddress('https://a.example.com/'))).toBe('session-1');
	});

	test('a rejected login forgets the session of the same values, and no other', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		await liveVox.loggedIn('session-2', { userName: 'other' });
		const login = liveVox.logins.logIn(liveVox.http, usable(), 'person');
		liveVox.answer(401, {});
		failureIn(await login);
		expect(inspect(liveVox.logins, { depth: Infinity, showHidden: true })).not.toContain('session-1');
		expect(await liveVox.known({ userName: 'other' })).toBe('session-2');
	});

	test('one that failed otherwise forgets none', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		const login = liveVox.logins.logIn(liveVox.http, usable(), 'person');
		liveVox.answer(502, '');
		failureIn(await login);
		expect(await liveVox.known()).toBe('session-1');
	});
});

describe('two hours of idleness', () => {
	const IDLE = 2 * HOUR;
	/** What this process keeps, with the sessions that it holds. */
	const kept = (liveVox: FakeLiveVox) => inspect(liveVox.logins, { depth: Infinity, showHidden: true });

	test('end a session: who asks logs in', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		liveVox.now += IDLE - 1;
		expect(await liveVox.known()).toBe('session-1');
		liveVox.now += 1;
		expect((await liveVox.loggedIn('session-2')).sessionId).toBe('session-2');
		expect(kept(liveVox)).not.toContain('session-1');
	});

	test('forget the sessions of all other values too, once somebody asks', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		liveVox.now += 1;
		await liveVox.loggedIn('session-2', { userName: 'other' });
		liveVox.now += IDLE - 1;
		await liveVox.loggedIn('session-3', { userName: 'third' });
		expect(kept(liveVox)).not.toContain('session-1');
		expect(kept(liveVox)).toContain('session-2');
	});

	test('start again with each use', async () => {
		const liveVox = new FakeLiveVox();
		const session = await liveVox.loggedIn('session-1');
		for (let use = 0; use < 5; use++) {
			liveVox.now += IDLE - 1;
			expect(await liveVox.known()).toBe('session-1');
			liveVox.logins.onSessionAccepted(session);
		}
		expect(liveVox.asked).toHaveLength(1);
	});
});

describe('a login that returns no session', () => {
	test.each([
		['rejected', 401, 'LiveVox rejected the login: Denied'],
		['not answered', 502, 'Denied (LiveVox, status 502) (while logging in)'],
	])('ends so for all who wait: %s', async (_, status, words) => {
		const liveVox = new FakeLiveVox();
		const logins = [1, 2, 3].map(async () => await liveVox.need());
		liveVox.answer(status, { message: 'Denied' });

		const failures = (await Promise.all(logins)).map(failureIn);
		expect(failures.map((failure) => failure.error.message)).toEqual(Array(3).fill(words));
		expect(liveVox.asked).toHaveLength(1);
	});

	test('is not kept if LiveVox did not reject it', async () => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.need();
		liveVox.answer(502, '');
		failureIn(await login);

		expect((await liveVox.loggedIn('session-1')).sessionId).toBe('session-1');
		expect(liveVox.asked).toHaveLength(2);
	});
});

describe('what a login without a session says', () => {
	test.each([400, 401, 403, 404, 599])("LiveVox's own words come first: %i", async (status) => {
		expect(await failureOf(status, { code: 7, message: 'Authorization error.' })).toEqual({
			outcome: 'rejected',
			cause: 'login',
			error: { ...loginRejected('Authorization error', false), httpStatus: status, code: 7 },
			isRejected: true,
		});
	});

	test.each<[string, number, unknown]>([
		['a rejection with nothing in it', 401, ''],
		['a rejection whose body holds a session', 401, { sessionId: 'a' }],
		['200 with nothing in it', 200, ''],
		['200 with another object', 200, { id: 'a' }],
		['an empty session id', 200, { sessionId: '' }],
		['a session id that begins with a line break', 200, { sessionId: '\na' }],
		['one that ends with one', 200, { sessionId: 'a\n' }],
		['a session id that is no text', 200, { sessionId: 7 }],
		['a page', 200, '<html>Welcome</html>'],
		['a list', 200, [{ sessionId: 'a' }]],
		['204', 204, undefined],
	])('is a rejection: %s', async (_, status, body) => {
		expect(await failureOf(status, body)).toMatchObject({
			cause: 'login',
			error: { ...loginRejected(undefined, false), httpStatus: status },
			isRejected: true,
		});
	});

	test.each<[string, number, unknown, string, keyof typeof responseAdvice]>([
		['a redirect', 302, '', 'status 302', 'redirected'],
		['a proxy', 407, '', 'status 407', 'proxyLogin'],
		['a timeout', 408, '', 'status 408', 'requestTimeout'],
		['a gateway that gave up', 502, '<html>Bad Gateway</html>', 'status 502', 'serverFailed'],
		['500 with words', 500, { message: 'Database down.' }, 'Database down (LiveVox', 'serverFailed'],
		['500 with a session', 500, { sessionId: 'a' }, 'status 500', 'serverFailed'],
		['503 alone', 503, '', 'status 503', 'busy'],
	])('is none: %s', async (_, status, body, words, advice) => {
		const failure = await failureOf(status, body);

		expect(failure).toMatchObject({ outcome: 'rejected', cause: 'login', isRejected: false });
		expect(failure.error.message).toContain(words);
		expect(failure.error.message).toMatch(/ \(while logging in\)$/);
		expect(failure.error.description).toBe(responseAdvice[advice]);
		expect(failure).not.toHaveProperty('retry');
	});

	test.each<[string, number, object, object]>([
		['429', 429, {}, { afterMs: undefined }],
		['429 with Retry-After', 429, { 'retry-after': '7' }, { afterMs: 7000 }],
		['503 with Retry-After', 503, { 'retry-after': '1' }, { afterMs: 1000 }],
	])('is none, but worth repeating: %s', async (_, status, headers, retry) => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.need();
		liveVox.answer(status, {}, headers);
		expect(await login).toMatchObject({
			outcome: 'rejected',
			cause: 'request',
			error: { message: expect.stringMatching(/\(while logging in\)$/), httpStatus: status },
			retry,
			isRejected: false,
		});
	});

	test.each([
		['rejected', { code: 'ECONNREFUSED', syscall: 'connect' }, connectionErrors.notConnected],
		['reset', { code: 'ECONNRESET' }, connectionErrors.lost],
		['timed out', { code: 'ECONNABORTED' }, connectionErrors.timeout],
	])('a connection that was %s', async (_, values, words) => {
		const { message, description } = toWords(words);
		const liveVox = new FakeLiveVox();
		const login = liveVox.need();
		liveVox.breakOff(Object.assign(new Error('Any'), values));

		expect(failureIn(await login)).toEqual({
			outcome: 'rejected',
			cause: 'login',
			error: { message: `${message} (while logging in)`, description, code: values.code },
			isRejected: false,
		});
		expect((await liveVox.loggedIn('session-1')).sessionId).toBe('session-1');
	});

	test('one that never answers is given up after 30 seconds', async () => {
		const controller = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(controller.signal);
		const liveVox = new FakeLiveVox();
		const login = liveVox.need();
		expect(timeout.mock.calls).toEqual([[30_000]]);
		controller.abort();
		expect(failureIn(await login).error.message).toBe("LiveVox didn't respond in time (while logging in)");
		timeout.mockRestore();
		// It comes too late, and is nobody's.
		liveVox.answer(200, { sessionId: 'late' });
		expect((await liveVox.loggedIn('session-1')).sessionId).toBe('session-1');
	});
});

describe('a rejected password', () => {
	const SAID = /begins or ends with a space or an invisible character/;

	test.each([' pass', 'pass ', 'pass\n', 'pass\u200b', '\u00a0pass'])(
		'is told to have something around it: %j',
		async (password) => {
			const liveVox = new FakeLiveVox();
			const login = liveVox.need({ password });
			expect(liveVox.asked[0]?.body).toMatchObject({ password });
			liveVox.answer(401, {});
			const { description } = failureIn(await login).error;
			expect(description).toMatch(SAID);
			expect(description).toContain('Check the client code, username, password');
		},
	);

	test.each(['pass', 'pass word', ''])('has nothing around it: "%s"', async (password) => {
		expect((await failureOf(401, {}, { password })).error.description).not.toMatch(SAID);
	});

	test('is not spoken of if LiveVox rejected nothing', async () => {
		expect((await failureOf(502, {}, { password: ' pass' })).error.description).not.toMatch(SAID);
	});
});

describe('secrets', () => {
	const SECRET = /that-is-secret/;
	/** As axios throws it: with the whole request in it. */
	const telling = () =>
		Object.assign(new Error('password-that-is-secret'), {
			code: 'ECONNRESET',
			config: { headers: { 'LV-Access': 'token-that-is-secret' } },
		});

	test.each<[string, (liveVox: FakeLiveVox) => void]>([
		['a rejection', (liveVox) => liveVox.answer(401, { message: 'Denied' })],
		['an answer without a session', (liveVox) => liveVox.answer(200, 'password-that-is-secret')],
		['a gateway', (liveVox) => liveVox.answer(502, { password: 'password-that-is-secret' })],
		['a broken connection', (liveVox) => liveVox.breakOff(telling())],
	])('are in no part of what comes of %s', async (_, end) => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.need();
		end(liveVox);

		const failure = failureIn(await login);
		expect(inspect(failure, { depth: Infinity, showHidden: true })).not.toMatch(SECRET);
	});

	test('are not in what the logins keep, but for the session', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		const rejected = liveVox.need({ userName: 'third' });
		liveVox.answer(401, { message: 'Denied' });
		await rejected;
		const pending = liveVox.need({ userName: 'other' });
		const kept = inspect(liveVox.logins, { depth: Infinity, showHidden: true });
		expect(kept).toContain('session-1');
		expect(kept).not.toMatch(SECRET);
		expect(kept).not.toMatch(/ACME|api_user|third/);
		liveVox.answer(200, { sessionId: 'session-2' });
		await pending;
	});

	test('are not among the words of a server that repeats them', async () => {
		const { error } = await failureOf(400, {
			message: 'Cannot read {"password":"password-that-is-secret"} of token-that-is-secret',
		});
		expect(error.message).toMatch(/: Cannot read \{"password":"\*\*\*"\} of \*\*\*$/);
		expect(error.message).not.toMatch(SECRET);
	});

	// The words are cut, and their final stop left out, before the secrets are looked for in them.
	test.each<[string, string]>([
		['where its words are cut', `${'x'.repeat(490)} password-that-is-secret`],
		['at the end of its words', 'Wrong password: SECRET!'],
	])('are not among the words of a server that repeats them %s', async (_, message) => {
		const password = message.endsWith('!') ? 'SECRET!' : CREDENTIAL.password;
		const { error } = await failureOf(400, { message }, { password });
		expect(error.message).not.toMatch(/SECRET|password-/);
	});
});
