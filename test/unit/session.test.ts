/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { WorkflowExecuteMode } from 'n8n-workflow';

import { credentialIssues, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { listCodes, sendSms, type Call, type Row } from '../../nodes/LiveVoxSms/transport/endpoints';
import { logins } from '../../nodes/LiveVoxSms/transport/login';
import { LiveVoxSession } from '../../nodes/LiveVoxSms/transport/session';
import { AROUND, CHANGES, CREDENTIAL, type Values } from './credential-values';
import { FakeN8n, type Answer, type Asked } from './fake-n8n';

const TIMEOUT = 5_000;
const CODES = { listSmsCodes: [{ code: '53063' }] };
const REQUEST = { from: '53063', to: '4155550123', body: { message: 'Hello' } };

const PING: Call<string> = {
	method: 'GET',
	path: '/ping',
	read: ({ pong }) => (typeof pong === 'string' ? pong : undefined),
};

/** No test sees a session of another: the process has one for each set of values. */
let clients = 0;
let CLIENT: Values;
beforeEach(() => (CLIENT = { clientName: `CLIENT ${++clients}` }));

const n8nWith = (values: Values = {}, mode?: WorkflowExecuteMode) =>
	new FakeN8n({ ...CREDENTIAL, ...CLIENT, ...values }, mode);

const runOf = async (n8n: FakeN8n) => await LiveVoxSession.open(n8n.context, TIMEOUT);

async function opened(values: Values = {}, answer?: FakeN8n['answer']) {
	const n8n = n8nWith(values);
	if (answer) n8n.answer = answer;
	return { n8n, session: await runOf(n8n) };
}

/** LiveVox as it is while it takes only the sessions named. */
const taking =
	(...sessions: string[]) =>
	({ sessionId }: Asked): Answer =>
		sessions.includes(sessionId)
			? { statusCode: 200, body: { pong: 'yes' } }
			: { statusCode: 401, body: { message: 'Invalid session' } };

const reset = async (): Promise<Answer> => {
	throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
};

const sessionsOf = (n8n: FakeN8n) => n8n.asked.map(({ sessionId }) => sessionId);

describe('a request', () => {
	test('is what the call says, to the address in the credential', async () => {
		const { n8n, session } = await opened({}, () => ({ statusCode: 200, body: CODES }));
		const result = await session.request<Row[]>({ ...listCodes, query: { count: 10 } });

		expect(result).toEqual({ outcome: 'accepted', value: CODES.listSmsCodes });
		expect(n8n.asked).toEqual([
			{
				sessionId: 'session-1',
				options: {
					method: 'GET',
					url: 'https://api.na4.livevox.com/sms/codes',
					headers: {
						'Content-Type': 'application/json',
						'LV-Access': 'token-that-is-secret',
						'LV-Session': 'session-1',
					},
					json: true,
					timeout: TIMEOUT,
					disableFollowRedirect: true,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					qs: { count: 10 },
				},
			},
		]);
	});

	test('carries the body of the call, and no query where that has none', async () => {
		const { n8n, session } = await opened();
		await session.request(sendSms(REQUEST));
		expect(n8n.asked[0]?.options).toMatchObject({ method: 'POST', body: REQUEST });
		expect(n8n.asked[0]?.options).not.toHaveProperty('qs');
	});

	test('reads the credential once for all', async () => {
		const { n8n, session } = await opened({ loginAs: 'agent' });
		await Promise.all([session.request(PING), session.request(PING)]);
		expect(n8n.reads).toBe(1);
		expect(session.loginAs).toBe('agent');
	});

	test.each<[string, Values, string, string]>([
		[
			'the address',
			{ environment: 'custom', baseUrl: 'http://0.0.0.0:3000' },
			"'Base URL' in the LiveVox API credential must start with https://",
			toWords(credentialIssues.baseUrlInsecure).description,
		],
		[
			'a character in the token',
			{ accessToken: 'to\u200bken' },
			"'Access Token' in the LiveVox API credential contains a character that can't be sent",
			toWords(credentialIssues.accessTokenInvalid).description,
		],
	])('is not made if %s is invalid, and nobody logs in', async (_, values, message, description) => {
		const { n8n, session } = await opened(values);
		expect(await session.request(PING)).toMatchObject({
			outcome: 'rejected',
			cause: 'login',
			error: { message, description },
		});
		expect(n8n).toMatchObject({ logins: 0, asked: [] });
	});

	test('shows no secret that LiveVox repeats, the session neither', async () => {
		const { session } = await opened({}, ({ sessionId }) => ({
			statusCode: 400,
			body: { message: `What is password-that-is-secret? ${sessionId}` },
		}));
		expect(await session.request(PING)).toMatchObject({
			error: { message: 'What is ***? *** (LiveVox, status 400)' },
		});
	});

	test('that breaks is told by its code', async () => {
		const { session } = await opened({}, reset);
		expect(await session.request(PING)).toMatchObject({
			outcome: 'unknown',
			error: { code: 'ECONNRESET' },
		});
	});

	test('has its own time, after that of the login', async () => {
		const { session } = await opened();
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		await session.request(PING);
		await session.request(PING);
		const waits = timeout.mock.calls.flat().filter((ms) => ms <= 30_000);
		timeout.mockRestore();
		expect(waits).toEqual([30_000, TIMEOUT, TIMEOUT]);
	});

	test.each(AROUND)('and its login leave out %s around values', async (_, around) => {
		const wrapped = (value: string) => `${around}${value}${around}`;
		const { n8n, session } = await opened({
			accessToken: wrapped('to ken'),
			clientName: wrapped(`CLIENT ${clients}`),
			userName: wrapped('me too'),
			password: wrapped('my password'),
		});
		expect(await session.request(PING)).toMatchObject({ outcome: 'accepted' });
		expect(n8n.loginBodies).toMatchObject([
			{
				clientName: `CLIENT ${clients}`,
				userName: 'me too',
				password: `${around}my password${around}`,
			},
		]);
		expect(n8n.asked[0]?.options.headers).toMatchObject({ 'LV-Access': 'to ken' });
	});
});

describe('the session of a run', () => {
	test('comes from a login, and serves all requests', async () => {
		const { n8n, session } = await opened();
		await session.request(PING);
		await session.request(PING);
		expect(sessionsOf(n8n)).toEqual(['session-1', 'session-1']);
		expect(n8n.logins).toBe(1);
		expect(await session.clientId()).toBe('1234');
		expect(session.passwordExpiresAt).toMatch(/^\d{4}-\d\d-\d\dT/);
	});

	test('tells no expiry before the first request, and logs in for the client id', async () => {
		const { n8n, session } = await opened();
		expect(session.passwordExpiresAt).toBe('');
		expect(await session.clientId()).toBe('1234');
		expect(n8n).toMatchObject({ logins: 1, asked: [] });
	});

	test('is that of the runs before it', async () => {
		const { n8n, session } = await opened();
		const next = await runOf(n8n);
		// Also where LiveVox has not taken it yet.
		n8n.answer = reset;
		await session.request(PING);
		await next.request(PING);
		expect(sessionsOf(n8n)).toEqual(['session-1', 'session-1']);
		expect(n8n).toMatchObject({ logins: 1, reads: 2 });
	});

	test('is that of the runs beside it', async () => {
		const n8n = n8nWith();
		const replies = [1, 2, 3, 4, 5].map(async () => await (await runOf(n8n)).request(PING));
		expect(await Promise.all(replies)).toHaveLength(5);
		expect(sessionsOf(n8n)).toEqual(Array(5).fill('session-1'));
		expect(n8n.logins).toBe(1);
	});

	test('is never the one that n8n has stored, and is not stored there', async () => {
		const stored = { sessionId: 'stored', sessionDigest: 'any', clientId: '77' };
		const { n8n, session } = await opened(stored);
		await session.request(PING);
		expect(sessionsOf(n8n)).toEqual(['session-1']);
		expect(n8n.stored).toEqual({ ...CREDENTIAL, ...CLIENT, ...stored });
	});

	test.each(CHANGES)('is another one after a change: another %s', async (_, values) => {
		const n8n = n8nWith({ clientName: 'ACME', password: `${CREDENTIAL.password} ${clients}` });
		await (await runOf(n8n)).request(PING);
		n8n.stored = { ...n8n.stored!, ...values };
		await (await runOf(n8n)).request(PING);
		await (await runOf(n8n)).request(PING);
		expect(sessionsOf(n8n)).toEqual(['session-1', 'session-2', 'session-2']);
		expect(n8n.logins).toBe(2);
	});

	test('a login that fails is the last of the run: nothing is asked any more', async () => {
		const { n8n, session } = await opened();
		n8n.logIn = () => ({ statusCode: 502, body: '' });
		const result = {
			outcome: 'rejected',
			cause: 'login',
			error: { message: 'LiveVox returned status 502 without a reason (while logging in)', httpStatus: 502 },
		};
		expect(await session.request(PING)).toMatchObject(result);
		expect(await session.request(PING)).toMatchObject(result);
		expect(n8n).toMatchObject({ logins: 1, asked: [] });
	});
});

describe('a login that LiveVox rejects', () => {
	afterEach(() => jest.restoreAllMocks());

	/** How many of ten runs log in, each that many minutes after the one before. */
	async function loginsOf(mode: WorkflowExecuteMode | undefined, minutes: number) {
		let now = 1_000_000_000;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		const n8n = n8nWith({}, mode);
		if (mode === undefined) Object.assign(n8n.context, { getMode: undefined });
		n8n.logIn = () => ({ statusCode: 401, body: { message: 'Denied' } });
		for (let run = 0; run < 10; run++) {
			expect(await (await runOf(n8n)).request(PING)).toMatchObject({ cause: 'login' });
			now += minutes * 60_000;
		}
		return n8n.logins;
	}

	test.each(['trigger', 'webhook', 'retry', 'integrated', 'error', 'cli', 'chat'] as const)(
		'rests longer each time in a run by a workflow: %s',
		async (mode) => {
			expect(await loginsOf(mode, 60)).toBe(3);
		},
	);

	test.each(['manual', 'internal', undefined] as const)(
		'rests five minutes where a person waits for it: %s',
		async (mode) => {
			expect(await loginsOf(mode, 5)).toBe(10);
		},
	);
});

describe('what LiveVox answers shows that the session is good', () => {
	afterEach(() => jest.restoreAllMocks());

	test.each([
		[200, 1],
		[299, 1],
		[300, 0],
		[400, 0],
		[500, 0],
	])('%i: %i times', async (statusCode, times) => {
		const { session } = await opened({}, () => ({ statusCode }));
		const accepted = jest.spyOn(logins, 'onSessionAccepted');
		await session.request(PING);
		expect(accepted.mock.calls).toHaveLength(times);
	});

	test('no answer shows nothing', async () => {
		const { session } = await opened({}, reset);
		const accepted = jest.spyOn(logins, 'onSessionAccepted');
		await session.request(PING);
		expect(accepted).not.toHaveBeenCalled();
	});

	test('and each use keeps it for two hours more', async () => {
		let now = 1_000_000_000;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		const n8n = n8nWith();
		for (let run = 0; run < 5; run++) {
			await (await runOf(n8n)).request(PING);
			now += 2 * 60 * 60_000 - 1;
		}
		expect(n8n.logins).toBe(1);
		now += 1;
		await (await runOf(n8n)).request(PING);
		expect(n8n.logins).toBe(2);
	});
});

describe('a session that LiveVox rejects', () => {
	test('is replaced by a login, and the request is made again', async () => {
		const { n8n, session } = await opened({}, taking('session-2'));
		expect(await session.request(PING)).toEqual({ outcome: 'accepted', value: 'yes' });
		expect(sessionsOf(n8n)).toEqual(['session-1', 'session-2']);
	});

	test('is replaced by the one that another run has got meanwhile', async () => {
		const { n8n, session } = await opened();
		await session.request(PING);
		n8n.answer = taking('session-2');
		await (await runOf(n8n)).request(PING);
		expect(await session.request(PING)).toEqual({ outcome: 'accepted', value: 'yes' });
		expect(n8n.logins).toBe(2);
	});

	test('is replaced where LiveVox gives it the same name', async () => {
		let isAlive = true;
		const { n8n, session } = await opened({}, () =>
			isAlive ? { statusCode: 200, body: { pong: 'yes' } } : { statusCode: 401 },
		);
		n8n.logIn = () => {
			isAlive = true;
			return { statusCode: 200, body: { sessionId: 'the-only-one' } };
		};
		await session.request(PING);
		isAlive = false;
		expect(await session.request(PING)).toEqual({ outcome: 'accepted', value: 'yes' });
		expect(n8n.logins).toBe(2);
	});

	test('is replaced once for all requests and runs that it was rejected for', async () => {
		const { n8n, session } = await opened({}, taking('session-2'));
		const other = await runOf(n8n);
		const replies = [session, session, session, other, other].map(async (run) => await run.request(PING));
		expect(await Promise.all(replies)).toMatchObject(Array(5).fill({ outcome: 'accepted' }));
		expect(n8n.logins).toBe(2);
	});

	test('is no reason for another login where a new one has come meanwhile', async () => {
		const { n8n, session } = await opened();
		let rejectFirst: (answer: Answer) => void = () => undefined;
		n8n.answer = (asked) =>
			n8n.asked.length === 1 ? new Promise((resolve) => (rejectFirst = resolve)) : taking('session-2')(asked);
		const first = session.request(PING);
		expect(await session.request(PING)).toMatchObject({ outcome: 'accepted' });
		rejectFirst({ statusCode: 401 });
		expect(await first).toMatchObject({ outcome: 'accepted' });
		expect(n8n.logins).toBe(2);
	});

	// The new session was rejected as well by then, and its successor is on its way.
	test('is followed by the session that is on its way, however late it is rejected', async () => {
		const { n8n, session } = await opened();
		const answers: Array<(answer: Answer) => void> = [];
		n8n.answer = (asked) =>
			n8n.asked.length <= 2 ? new Promise((resolve) => answers.push(resolve)) : taking('session-3')(asked);
		const { logIn } = n8n;
		let endThirdLogin: () => void = () => undefined;
		const third = new Promise<void>((resolve) => (endThirdLogin = resolve));
		n8n.logIn = async () => {
			const answer = await logIn();
			if (n8n.logins === 3) await third;
			return answer;
		};

		const late = session.request(PING);
		const soon = session.request(PING);
		await new Promise(setImmediate);
		answers[1]!({ statusCode: 401 });
		expect(await soon).toMatchObject({ cause: 'request', error: { httpStatus: 401 } });
		const next = session.request(PING);
		await new Promise(setImmediate);
		expect(n8n.logins).toBe(3);
		answers[0]!({ statusCode: 401 });
		await new Promise(setImmediate);
		endThirdLogin();

		expect(await next).toEqual({ outcome: 'accepted', value: 'yes' });
		expect(await late).toEqual({ outcome: 'accepted', value: 'yes' });
		expect(n8n.logins).toBe(3);
	});

	test('is not replaced for ever: after two more logins, 401 is the answer', async () => {
		const { n8n, session } = await opened({}, taking());
		for (let request = 0; request < 4; request++) {
			expect(await session.request(PING)).toMatchObject({ cause: 'request', error: { httpStatus: 401 } });
		}
		expect(n8n.logins).toBe(3);
		expect(sessionsOf(n8n)).toHaveLength(6);
	});

	test('may be replaced again and again where LiveVox takes the new ones', async () => {
		const { n8n, session } = await opened();
		for (let run = 1; run <= 4; run++) {
			n8n.answer = taking(`session-${run}`);
			expect(await session.request(PING)).toMatchObject({ outcome: 'accepted' });
		}
		expect(n8n.logins).toBe(4);
	});

	test('a connection that breaks does not count as LiveVox taking the session', async () => {
		const { n8n, session } = await opened({}, taking());
		await session.request(PING);
		n8n.answer = reset;
		await session.request(PING);
		n8n.answer = taking();
		await session.request(PING);
		await session.request(PING);
		expect(n8n.logins).toBe(3);
	});

	test('and whose login is rejected then ends the run', async () => {
		const { n8n, session } = await opened();
		await session.request(PING);
		n8n.answer = taking();
		n8n.logIn = () => ({ statusCode: 401, body: { message: 'Password has expired' } });
		expect(await session.request(PING)).toMatchObject({
			cause: 'login',
			error: { message: 'LiveVox rejected the login: Password has expired' },
		});
		await session.request(PING);
		expect(n8n.logins).toBe(2);
	});
});

describe('a 403', () => {
	const FORBIDDEN: Answer = { statusCode: 403, body: { message: 'Forbidden' } };
	const allowing =
		(allowed: string) =>
		({ sessionId }: Asked): Answer =>
			sessionId === allowed ? { statusCode: 200, body: { pong: 'yes' } } : FORBIDDEN;

	test('of a session that LiveVox has taken before leads to a login', async () => {
		const { n8n, session } = await opened();
		await session.request(PING);
		n8n.answer = allowing('session-2');
		expect(await session.request(PING)).toMatchObject({ outcome: 'accepted' });
		n8n.answer = allowing('session-3');
		expect(await session.request(PING)).toMatchObject({ outcome: 'accepted' });
		expect(n8n.logins).toBe(3);
	});

	test('also where an earlier run has proven it', async () => {
		const { n8n, session } = await opened();
		await session.request(PING);
		n8n.answer = allowing('session-2');
		expect(await (await runOf(n8n)).request(PING)).toMatchObject({ outcome: 'accepted' });
		expect(n8n.logins).toBe(2);
	});

	test('of one that was just made is about the role, in later runs too', async () => {
		const { n8n, session } = await opened({}, () => FORBIDDEN);
		for (const run of [session, session, await runOf(n8n)]) {
			expect(await run.request(PING)).toMatchObject({ cause: 'request', error: { httpStatus: 403 } });
		}
		expect(sessionsOf(n8n)).toEqual(Array(3).fill('session-1'));
		expect(n8n.logins).toBe(1);
	});

	test('of one that no answer has proven is about the role', async () => {
		const { n8n, session } = await opened({}, () => ({ statusCode: 400 }));
		await session.request(PING);
		n8n.answer = () => FORBIDDEN;
		expect(await session.request(PING)).toMatchObject({ cause: 'request', error: { httpStatus: 403 } });
		expect(n8n.logins).toBe(1);
	});

	test('that outlives a login is about the role: no further login in this run', async () => {
		const { n8n, session } = await opened();
		await session.request(PING);
		n8n.answer = () => FORBIDDEN;
		expect(await session.request(PING)).toMatchObject({ cause: 'request', error: { httpStatus: 403 } });
		expect(sessionsOf(n8n)).toEqual(['session-1', 'session-1', 'session-2']);
		n8n.answer = () => ({ statusCode: 200, body: { pong: 'yes' } });
		await session.request(PING);
		n8n.answer = () => FORBIDDEN;
		expect(await session.request(PING)).toMatchObject({ cause: 'request', error: { httpStatus: 403 } });
		expect(n8n.logins).toBe(2);
	});
});

describe('a lookup that LiveVox throttles', () => {
	const throttled = (after?: string): Answer => ({ statusCode: 429, headers: after ? { 'retry-after': after } : {} });
	const withWait = async (n8n: FakeN8n, maxWaitMs: number) =>
		await LiveVoxSession.open(n8n.context, TIMEOUT, maxWaitMs);

	test('waits as long as LiveVox asked, and is made again', async () => {
		const n8n = n8nWith();
		n8n.answer = () => (n8n.asked.length < 3 ? throttled('0.02') : { statusCode: 200, body: { pong: 'yes' } });
		const session = await withWait(n8n, 1000);
		expect(await session.lookUp(PING)).toEqual({ outcome: 'accepted', value: 'yes' });
		expect(session.waited).toBe(40);
	});

	test('waits a while, then longer, if LiveVox asked for nothing', async () => {
		const n8n = n8nWith();
		n8n.answer = () => throttled();
		const session = await withWait(n8n, 800);
		expect(await session.lookUp(PING)).toMatchObject({ outcome: 'rejected', error: { httpStatus: 429 } });
		expect(session.waited).toBe(750);
		expect(n8n.asked).toHaveLength(3);
	});

	test('is not waited for if that would take too long', async () => {
		const n8n = n8nWith();
		n8n.answer = () => throttled('60');
		const session = await withWait(n8n, 59_999);
		expect(await session.lookUp(PING)).toMatchObject({ retry: { afterMs: 60_000 } });
		expect(session.waited).toBe(0);
	});

	test('is waited for at the login too, which is then made again', async () => {
		const n8n = n8nWith();
		const { logIn } = n8n;
		n8n.logIn = () => (n8n.logins === 1 ? throttled('0.02') : logIn());
		n8n.answer = () => ({ statusCode: 200, body: { pong: 'yes' } });
		const session = await withWait(n8n, 1000);
		expect(await session.lookUp(PING)).toEqual({ outcome: 'accepted', value: 'yes' });
		expect(n8n.logins).toBe(2);
	});

	test.each<[string, FakeN8n['answer']]>([
		['an answer of another kind', () => ({ statusCode: 400 })],
		[
			'a server that is not there',
			async () => await Promise.reject(Object.assign(new Error('Any'), { code: 'ENOTFOUND' })),
		],
	])('is not waited for: %s', async (_, answer) => {
		const { n8n, session } = await opened({}, answer);
		await session.lookUp(PING);
		expect(n8n.asked).toHaveLength(1);
	});

	test('ends when the execution is stopped', async () => {
		const n8n = n8nWith();
		const stop = new AbortController();
		Object.assign(n8n.context, { getExecutionCancelSignal: () => stop.signal });
		n8n.answer = () => {
			stop.abort();
			return throttled('30');
		};
		const session = await withWait(n8n, 60_000);
		expect(await session.lookUp(PING)).toMatchObject({ error: { httpStatus: 429 } });
		expect(n8n.asked).toHaveLength(1);
	});
});

test('n8n throws where the node has no credential', async () => {
	const n8n = new FakeN8n(null);
	await expect(LiveVoxSession.open(n8n.context, TIMEOUT)).rejects.toThrow('No such credential');
});

test('the account is the same for the same values, another one for others, and shows none of them', async () => {
	const { session } = await opened();
	const same = await opened();
	const other = await opened({ userName: 'another' });
	const unusable = await opened({ environment: 'custom', baseUrl: 'x' });
	expect(same.session.account).toBe(session.account);
	expect(other.session.account).not.toBe(session.account);
	for (const secret of [CREDENTIAL.accessToken, CREDENTIAL.password]) expect(session.account).not.toContain(secret);
	expect(unusable.session.account).toBe('');
});
