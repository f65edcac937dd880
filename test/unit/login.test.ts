/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { inspect } from 'node:util';

import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { LiveVoxCredential, Session } from '../../nodes/LiveVoxSms/transport/credential';
import { Logins } from '../../nodes/LiveVoxSms/transport/login';
import { readLoginMessage } from '../../nodes/LiveVoxSms/transport/loginError';
import { CREDENTIAL } from './credential-values';

/** What a login may have instead of the credential above. */
type Values = Partial<Pick<LiveVoxCredential, keyof typeof CREDENTIAL>>;

const SUSPECTS = [
	'client code',
	'username',
	'password',
	'access token',
	'environment',
	'Log In As',
	'not repeated by itself',
];

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
		refuse: (error: unknown) => void;
	}> = [];

	readonly http = async (options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> => {
		this.asked.push(options);
		return await new Promise((answer, refuse) => this.waiting.push({ answer, refuse }));
	};

	logIn(values: Values = {}): Promise<Session> {
		return this.logins.logIn(this.http, { ...CREDENTIAL, ...values });
	}

	answer(statusCode: number, body: unknown): void {
		const response = { statusCode, body, headers: {} } as IN8nHttpFullResponse;
		this.waiting.shift()?.answer(response);
	}

	breakOff(error: unknown): void {
		this.waiting.shift()?.refuse(error);
	}

	/** A login from its request to its answer. */
	async loggedIn(sessionId: string, values: Values = {}): Promise<Session> {
		const login = this.logIn(values);
		this.answer(200, { sessionId });
		return await login;
	}
}

/** What a login throws that LiveVox answers like that. */
async function refusalOf(statusCode: number, body: unknown): Promise<Refusal> {
	const liveVox = new FakeLiveVox();
	const login = liveVox.logIn();
	liveVox.answer(statusCode, body);
	return await rejectionOf(login);
}

interface Refusal {
	error: Error;
	words: string;
	advice: string;
}

async function rejectionOf(login: Promise<unknown>): Promise<Refusal> {
	const error: unknown = await login.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof Error)) throw new Error('The login brought a session');
	return { error, words: '', advice: '', ...readLoginMessage(error.message) };
}

const withoutSession = { sessionId: 'session-1', clientId: '', passwordExpiresAt: '' };

describe('what is posted', () => {
	test.each([
		['user', false],
		['agent', true],
	] as const)('by a login as %s', async (loginAs, agent) => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('new', { loginAs, sessionId: 'old', clientId: '1234' });

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
		await liveVox.loggedIn('session-1', {
			environment: 'custom',
			baseUrl: 'http://localhost:3000/livevox/',
		});
		expect(liveVox.asked[0]?.url).toBe('http://localhost:3000/livevox/session/login');
	});

	test('is nothing where the Base URL is refused', async () => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.logIn({ environment: 'custom', baseUrl: 'http://api.example.com' });

		expect(await rejectionOf(login)).toMatchObject({
			words:
				'The Base URL in the LiveVox API credential does not start with https:// (during the login)',
			advice: 'Type it with https:// at its start, because the password is sent there.',
		});
		expect(liveVox.asked).toEqual([]);
	});
});

describe('what a login brings', () => {
	/** What is left of the answer to a login. */
	async function sessionFrom(body: object): Promise<Session> {
		const liveVox = new FakeLiveVox();
		const login = liveVox.logIn();
		liveVox.answer(200, { sessionId: 'a', ...body });
		return await login;
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
			clientId,
			passwordExpiresAt: '',
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
		const login = liveVox.logIn();
		liveVox.answer(status, { sessionId: 'session-1' });
		expect(await login).toEqual(withoutSession);
	});
});

describe('one login for all', () => {
	test('who ask while it is under way', async () => {
		const liveVox = new FakeLiveVox();
		const logins = Array.from({ length: 50 }, () => liveVox.logIn());
		liveVox.answer(200, { sessionId: 'session-1' });

		expect(await Promise.all(logins)).toEqual(logins.map(() => withoutSession));
		expect(liveVox.asked).toHaveLength(1);
	});

	test('who ask just after it', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		liveVox.now += 1_999;

		expect(await liveVox.logIn()).toEqual(withoutSession);
		expect(await liveVox.logIn({ sessionId: 'one before' })).toEqual(withoutSession);
		expect(liveVox.asked).toHaveLength(1);
	});

	test('but not who ask later', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		liveVox.now += 2_000;

		expect((await liveVox.loggedIn('session-2')).sessionId).toBe('session-2');
	});

	test('the time counts from the answer, not from the question', async () => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.logIn();
		liveVox.now += 10_000;
		liveVox.answer(200, { sessionId: 'session-1' });
		await login;
		liveVox.now += 1_999;

		expect((await liveVox.logIn()).sessionId).toBe('session-1');
	});

	test('but not whom that very session no longer serves', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');

		expect((await liveVox.loggedIn('session-2', { sessionId: 'session-1' })).sessionId).toBe(
			'session-2',
		);
	});

	test('who hold a session that no longer serves share the next one', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		const logins = [1, 2, 3].map(() => liveVox.logIn({ sessionId: 'session-1' }));
		liveVox.answer(200, { sessionId: 'session-2' });

		const sessions = await Promise.all(logins);
		expect(sessions.map(({ sessionId }) => sessionId)).toEqual(Array(3).fill('session-2'));
		expect(liveVox.asked).toHaveLength(2);
	});

	test('but not once LiveVox no longer takes the session', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		liveVox.logins.forget('session-1');

		expect((await liveVox.loggedIn('session-2')).sessionId).toBe('session-2');
	});

	test('also after LiveVox no longer takes another session', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		liveVox.logins.forget('session-0');

		expect((await liveVox.logIn()).sessionId).toBe('session-1');
	});

	test.each<[string, Values]>([
		['environment', { environment: 'na5' }],
		['base URL', { environment: 'custom', baseUrl: 'https://a.example.com' }],
		['access token', { accessToken: 'other' }],
		['client code', { clientName: 'OTHER' }],
		['kind of account', { loginAs: 'agent' }],
		['username', { userName: 'other' }],
		['username by case', { userName: 'API_USER' }],
		['password', { password: 'other' }],
		['border between two values', { clientName: 'ACMEa', userName: 'pi_user' }],
	])('of the same values: not with another %s', async (_, values) => {
		const liveVox = new FakeLiveVox();
		const one = liveVox.logIn();
		const other = liveVox.logIn(values);
		liveVox.answer(200, { sessionId: 'session-1' });
		liveVox.answer(200, { sessionId: 'session-2' });

		expect((await one).sessionId).toBe('session-1');
		expect((await other).sessionId).toBe('session-2');
		expect((await liveVox.logIn(values)).sessionId).toBe('session-2');
	});

	test('not with another custom address either', async () => {
		const liveVox = new FakeLiveVox();
		const atAddress = (baseUrl: string) => ({ environment: 'custom', baseUrl }) as const;
		await liveVox.loggedIn('session-1', atAddress('https://a.example.com'));
		await liveVox.loggedIn('session-2', atAddress('https://b.example.com'));
		expect(liveVox.asked).toHaveLength(2);
	});
});

describe('a login that brings no session', () => {
	test.each([
		['refused', 401, 'Denied (LiveVox refused the login)'],
		['not answered', 502, 'Denied (LiveVox, status 502) (during the login)'],
	])('ends so for all who wait: %s', async (_, status, words) => {
		const liveVox = new FakeLiveVox();
		const logins = [1, 2, 3].map(() => liveVox.logIn());
		liveVox.answer(status, { message: 'Denied' });

		const refusals = await Promise.all(logins.map(rejectionOf));
		expect(refusals.map((refusal) => refusal.words)).toEqual(Array(3).fill(words));
		expect(liveVox.asked).toHaveLength(1);
	});

	test('is not kept where LiveVox did not refuse it', async () => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.logIn();
		liveVox.answer(502, '');
		await rejectionOf(login);

		expect((await liveVox.loggedIn('session-1')).sessionId).toBe('session-1');
		expect(liveVox.asked).toHaveLength(2);
	});

	test('takes nothing from the one before it', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		const login = liveVox.logIn({ sessionId: 'session-1' });
		liveVox.answer(401, {});
		await rejectionOf(login);

		expect((await liveVox.logIn()).sessionId).toBe('session-1');
	});

	test.each([400, 401, 403, 404, 599])('status %i names all suspects', async (status) => {
		const { words, advice } = await refusalOf(status, '');

		expect(words).toBe('No reason given (LiveVox refused the login)');
		for (const suspect of SUSPECTS) expect(advice).toContain(suspect);
	});

	test.each([400, 401, 403, 404, 599])("LiveVox's own words come first: %i", async (status) => {
		const { words, advice } = await refusalOf(status, { code: 7, message: 'Authorization error.' });

		expect(words).toBe('Authorization error (LiveVox refused the login)');
		for (const suspect of SUSPECTS) expect(advice).toContain(suspect);
	});

	test('a refusal counts as one even where its body holds a session', async () => {
		expect((await refusalOf(401, { sessionId: 'a' })).words).toBe(
			'No reason given (LiveVox refused the login)',
		);
	});

	test.each<[string, number, unknown, string, string]>([
		['200 with nothing in it', 200, '', 'status 200', 'is not one of the LiveVox API'],
		['200 with another object', 200, { id: 'a' }, 'status 200', 'is not one of'],
		['an empty session id', 200, { sessionId: '' }, 'status 200', 'is not one of'],
		[
			'a session id that begins with a line break',
			200,
			{ sessionId: '\na' },
			'status 200',
			'is not one of',
		],
		['one that ends with one', 200, { sessionId: 'a\n' }, 'status 200', 'is not one of'],
		['a session id that is no text', 200, { sessionId: 7 }, 'status 200', 'is not one of'],
		['a page', 200, '<html>Welcome</html>', 'status 200', 'is not one of'],
		['a list', 200, [{ sessionId: 'a' }], 'status 200', 'is not one of'],
		['204', 204, undefined, 'status 204', 'is not one of'],
		['a redirect', 302, '', 'status 302', 'points to another address'],
		['too many requests', 429, '', 'status 429', 'for the moment'],
		['a gateway that gave up', 502, '<html>Bad Gateway</html>', 'status 502', 'did not finish'],
		['500 with words', 500, { message: 'Database down.' }, 'Database down (LiveVox', 'did not'],
		['500 with a session', 500, { sessionId: 'a' }, 'status 500', 'did not finish'],
	])('%s', async (_, status, body, words, advice) => {
		const refusal = await refusalOf(status, body);

		expect(refusal.words).toContain(words);
		expect(refusal.words).toMatch(/ \(during the login\)$/);
		expect(refusal.advice).toContain(advice);
	});

	test.each([
		[
			'refused',
			{ code: 'ECONNREFUSED', syscall: 'connect' },
			'No connection to LiveVox could be made',
		],
		[
			'reset',
			{ code: 'ECONNRESET' },
			'The connection to LiveVox broke before its answer was complete',
		],
		['timed out', { code: 'ECONNABORTED' }, 'LiveVox did not answer in time'],
	])('a connection that was %s', async (_, values, words) => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.logIn();
		liveVox.breakOff(Object.assign(new Error('Any'), values));

		expect((await rejectionOf(login)).words).toBe(`${words} (during the login)`);
		expect((await liveVox.loggedIn('session-1')).sessionId).toBe('session-1');
	});

	test('a time-out advises nothing that does not help', async () => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.logIn();
		liveVox.breakOff(Object.assign(new Error('Any'), { code: 'ECONNABORTED' }));

		expect((await rejectionOf(login)).advice).not.toContain('Timeout under Options');
	});

	test('is a plain error: on one that carries a 401 n8n would log in again', async () => {
		const { error } = await refusalOf(401, '');
		expect(Object.getPrototypeOf(error)).toBe(Error.prototype);
		expect(Object.getOwnPropertyNames(error).sort()).toEqual(['message', 'stack']);
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
		['a refusal', (liveVox) => liveVox.answer(401, { message: 'Denied' })],
		['an answer without a session', (liveVox) => liveVox.answer(200, 'password-that-is-secret')],
		['a gateway', (liveVox) => liveVox.answer(502, { password: 'password-that-is-secret' })],
		['a broken connection', (liveVox) => liveVox.breakOff(telling())],
	])('are in no part of what is thrown after %s', async (_, end) => {
		const liveVox = new FakeLiveVox();
		const login = liveVox.logIn();
		end(liveVox);

		const { error } = await rejectionOf(login);
		expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(SECRET);
	});

	test('are not in what the logins keep', async () => {
		const liveVox = new FakeLiveVox();
		await liveVox.loggedIn('session-1');
		const underWay = liveVox.logIn({ userName: 'other' });
		expect(inspect(liveVox.logins, { depth: Infinity, showHidden: true })).not.toMatch(SECRET);
		liveVox.answer(200, { sessionId: 'session-2' });
		await underWay;
	});

	test('are not among the words of a server that repeats them', async () => {
		const { error } = await refusalOf(400, {
			message: 'Cannot read {"password":"password-that-is-secret"} of token-that-is-secret',
		});
		expect(error.message).not.toMatch(SECRET);
	});

	// The words are cut, and their final stop left out, before the secrets are looked for in them.
	test.each<[string, string]>([
		['where its words are cut', `${'x'.repeat(490)} password-that-is-secret`],
		['at the end of its words', 'Wrong password: SECRET!'],
	])('are not among the words of a server that repeats them %s', async (_, message) => {
		const liveVox = new FakeLiveVox();
		const password = message.endsWith('!') ? 'SECRET!' : CREDENTIAL.password;
		const login = liveVox.logIn({ password });
		liveVox.answer(400, { message });

		const { error } = await rejectionOf(login);
		expect(error.message).not.toMatch(/SECRET|password-/);
	});
});
