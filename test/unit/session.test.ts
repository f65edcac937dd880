/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { listCodes, sendSms, type Row } from '../../nodes/LiveVoxSms/transport/calls';
import { logins } from '../../nodes/LiveVoxSms/transport/login';
import { LiveVoxSession, type Call } from '../../nodes/LiveVoxSms/transport/session';
import { CREDENTIAL as LOGIN } from './credential-values';
import { FakeN8n, type Answer, type Asked } from './fake-n8n';

const CREDENTIAL = {
	...LOGIN,
	loginAs: 'agent' as const,
	sessionId: 'stored session',
	clientId: '77',
	passwordExpiresAt: '2026-12-01T00:00:00.000Z',
};
const TIMEOUT = 5_000;
const CODES = { listSmsCodes: [{ code: '53063' }] };
const REQUEST = { from: '53063', to: '4155550123', body: { message: 'Hello' } };

const PING: Call<string> = {
	method: 'GET',
	path: '/ping',
	read: ({ pong }) => (typeof pong === 'string' ? pong : undefined),
};

async function opened(values: Partial<typeof CREDENTIAL> = {}, answer?: FakeN8n['answer']) {
	const n8n = new FakeN8n({ ...CREDENTIAL, ...values });
	if (answer) n8n.answer = answer;
	return { n8n, session: await LiveVoxSession.open(n8n.context, TIMEOUT) };
}

/** LiveVox as it is while it takes only the sessions named. */
const taking =
	(...sessions: string[]) =>
	({ sessionId }: Asked): Answer =>
		sessions.includes(sessionId)
			? { statusCode: 200, body: { pong: `pong ${sessions.indexOf(sessionId)}` } }
			: { statusCode: 401, body: { message: 'Invalid session' } };

const sessionsOf = (n8n: FakeN8n) => n8n.asked.map(({ sessionId }) => sessionId);

describe('a request', () => {
	test('is what the call says, to the address in the credential', async () => {
		const { n8n, session } = await opened({}, () => ({ statusCode: 200, body: CODES }));
		const reply = await session.request<Row[]>({ ...listCodes, query: { count: 10 } });

		expect(reply).toMatchObject({ kind: 'answer', status: 200, value: CODES.listSmsCodes });
		expect(n8n.asked).toEqual([
			{
				sessionId: 'stored session',
				isUnattended: true,
				options: {
					method: 'GET',
					url: 'https://api.na4.livevox.com/sms/codes',
					headers: { 'Content-Type': 'application/json' },
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
		const { n8n, session } = await opened();
		await Promise.all([session.request(PING), session.request(PING)]);
		expect(n8n.reads).toBe(1);
		expect(session).toMatchObject({
			loginAs: 'agent',
			clientId: '77',
			passwordExpiresAt: '2026-12-01T00:00:00.000Z',
			logins: 0,
		});
	});

	test('is not made where the address is refused', async () => {
		const { n8n, session } = await opened({ environment: 'custom', baseUrl: 'http://example.com' });
		expect(await session.request(PING)).toMatchObject({
			kind: 'noSession',
			words: expect.stringContaining('does not start with https://'),
			advice: expect.stringContaining('https:// at its start'),
		});
		expect(n8n.asked).toEqual([]);
	});

	test('shows no secret that LiveVox repeats', async () => {
		const { session } = await opened({}, () => ({
			statusCode: 400,
			body: { message: 'What is password-that-is-secret?' },
		}));
		expect(await session.request(PING)).toMatchObject({ words: 'What is ***?' });
	});

	test('that breaks is told by its code', async () => {
		const { session } = await opened({}, async () => {
			throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		});
		expect(await session.request(PING)).toMatchObject({ kind: 'broken', code: 'ECONNRESET' });
	});

	test.each([
		['at once where there is a session', 'stored session', TIMEOUT],
		['after the login, for which is looked every half second', '', 500],
	])('has its time: %s', async (_, sessionId, ms) => {
		const { session } = await opened({ sessionId });
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		await session.request(PING);
		expect(timeout.mock.calls).toEqual([[ms]]);
		timeout.mockRestore();
	});
});

describe('a login that never ends', () => {
	afterEach(() => jest.restoreAllMocks());

	test('is left 30 seconds, and the request its own time after that', async () => {
		const { n8n, session } = await opened({ sessionId: '' });
		n8n.logIn = async () => await new Promise(() => {});
		let now = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		const waits: number[] = [];
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
			waits.push(ms);
			const controller = new AbortController();
			setImmediate(() => {
				now += ms;
				controller.abort();
			});
			return controller.signal;
		});
		expect(await session.request(PING)).toMatchObject({ kind: 'broken', code: 'ETIMEDOUT' });
		expect(waits).toEqual([...Array<number>(60).fill(500), TIMEOUT]);
	});
});

describe('what LiveVox answers shows that the values of the login are good', () => {
	test.each([
		[200, 1],
		[299, 1],
		[300, 0],
		[400, 0],
		[500, 0],
	])('%i: %i times', async (statusCode, times) => {
		const { session } = await opened({}, () => ({ statusCode }));
		const proven = jest.spyOn(logins, 'proven');
		await session.request(PING);
		expect(proven.mock.calls).toHaveLength(times);
		for (const [credential] of proven.mock.calls) expect(credential).toMatchObject(CREDENTIAL);
		proven.mockRestore();
	});

	test('no answer shows nothing', async () => {
		const { session } = await opened({}, async () => {
			throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
		});
		const proven = jest.spyOn(logins, 'proven');
		await session.request(PING);
		expect(proven).not.toHaveBeenCalled();
		proven.mockRestore();
	});
});

describe('where there is no session yet', () => {
	test('the first request logs in, and the others use its session', async () => {
		const { n8n, session } = await opened({ sessionId: '', clientId: '' });
		await session.request(PING);
		await session.request(PING);
		expect(sessionsOf(n8n)).toEqual(['session 1', 'session 1']);
		expect(n8n.logins).toBe(1);
		expect(session).toMatchObject({
			logins: 1,
			clientId: '1234',
			passwordExpiresAt: '2026-12-24T00:00:00.000Z',
		});
	});

	test('a login that fails is the last: nothing is asked any more', async () => {
		const { n8n, session } = await opened({ sessionId: '' });
		n8n.logIn = async () => {
			throw new Error('Bad client (LiveVox refused the login). Check the client code.');
		};
		const reply = { kind: 'noSession', words: 'Bad client (LiveVox refused the login)' };
		expect(await session.request(PING)).toMatchObject(reply);
		expect(await session.request(PING)).toMatchObject(reply);
		expect(n8n).toMatchObject({ logins: 1, asked: [] });
		expect(session.logins).toBe(0);
	});
});

describe('a session that LiveVox refuses', () => {
	test('is replaced by a login, and the request is made again', async () => {
		const { n8n, session } = await opened({}, taking('session 1'));
		const forget = jest.spyOn(logins, 'forget');
		expect(await session.request(PING)).toMatchObject({ status: 200, value: 'pong 0' });
		expect(sessionsOf(n8n)).toEqual(['stored session', 'session 1']);
		expect(session.logins).toBe(1);
		// Nobody else in this process is to get it from a login of a moment ago.
		expect(forget.mock.calls).toEqual([['stored session']]);
		forget.mockRestore();
	});

	test('is replaced by the one that another run has stored meanwhile', async () => {
		const { n8n, session } = await opened({}, taking('their session'));
		n8n.stored = { ...CREDENTIAL, sessionId: 'their session', clientId: '88' };
		expect(await session.request(PING)).toMatchObject({ status: 200 });
		expect(n8n.logins).toBe(0);
		expect(session).toMatchObject({ logins: 0, clientId: '88' });
	});

	test('is replaced by a login where the store cannot be read', async () => {
		const { n8n, session } = await opened({}, taking('session 1'));
		n8n.stored = null;
		expect(await session.request(PING)).toMatchObject({ status: 200, value: 'pong 0' });
		expect(n8n.logins).toBe(1);
	});

	test('is replaced once for all requests that it was refused for', async () => {
		// n8n shares the login of several requests; here each of them makes its own.
		const { n8n, session } = await opened({}, taking('session 1', 'session 2', 'session 3'));
		const replies = await Promise.all([1, 2, 3].map(async () => await session.request(PING)));
		expect(replies).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }]);
		expect(n8n.reads).toBe(2);
	});

	test('is no reason for another login where a new one has come meanwhile', async () => {
		const { n8n, session } = await opened();
		let refuseFirst: (answer: Answer) => void = () => undefined;
		n8n.answer = (asked) =>
			n8n.asked.length === 1
				? new Promise((resolve) => (refuseFirst = resolve))
				: taking('session 1')(asked);
		const first = session.request(PING);
		expect(await session.request(PING)).toMatchObject({ status: 200 });
		refuseFirst({ statusCode: 401 });
		expect(await first).toMatchObject({ status: 200 });
		expect(n8n).toMatchObject({ logins: 1, reads: 2 });
	});

	test('does not come back with a request that was slower than its refusal', async () => {
		const { n8n, session } = await opened({ sessionId: '' });
		let answerFirst: (answer: Answer) => void = () => undefined;
		n8n.answer = (asked) =>
			n8n.asked.length === 1
				? new Promise((resolve) => (answerFirst = resolve))
				: taking('session 3')(asked);
		let endThirdLogin: () => void = () => undefined;
		const { logIn } = n8n;
		n8n.logIn = async () => {
			const brought = await logIn();
			if (n8n.logins === 3) await new Promise<void>((resolve) => (endThirdLogin = resolve));
			return brought;
		};
		const first = session.request(PING);
		await new Promise(setImmediate);
		// The second logs in as well, is refused, and logs in again.
		const second = session.request(PING);
		await new Promise(setImmediate);
		answerFirst({ statusCode: 200, body: { pong: 'late' } });
		expect(await first).toMatchObject({ status: 200, value: 'late' });
		endThirdLogin();
		expect(await second).toMatchObject({ status: 200, value: 'pong 0' });
		await session.request(PING);
		expect(sessionsOf(n8n)).toEqual(['session 1', 'session 2', 'session 3', 'session 3']);
	});

	test('is not replaced for ever: two logins in vain, and 401 is the answer', async () => {
		const { n8n, session } = await opened({}, taking());
		expect(await session.request(PING)).toMatchObject({ status: 401 });
		expect(await session.request(PING)).toMatchObject({ status: 401 });
		expect(n8n.logins).toBe(2);
		expect(await session.request(PING)).toMatchObject({ status: 401 });
		expect(n8n.logins).toBe(2);
		expect(sessionsOf(n8n)).toHaveLength(5);
	});

	test('may be replaced again and again where LiveVox takes the new ones', async () => {
		const { n8n, session } = await opened();
		for (let run = 1; run <= 4; run++) {
			n8n.answer = taking(`session ${run}`);
			expect(await session.request(PING)).toMatchObject({ status: 200 });
		}
		expect(n8n.logins).toBe(4);
		expect(session.logins).toBe(4);
	});

	test('a connection that breaks does not count as LiveVox taking the session', async () => {
		const { n8n, session } = await opened({}, taking());
		await session.request(PING);
		n8n.answer = async () => {
			throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
		};
		await session.request(PING);
		n8n.answer = taking();
		await session.request(PING);
		await session.request(PING);
		expect(n8n.logins).toBe(2);
	});
});

describe('a 403', () => {
	const FORBIDDEN: Answer = { statusCode: 403, body: { message: 'Forbidden' } };

	test('may be about a stale session: one login tells', async () => {
		const { n8n, session } = await opened({}, ({ sessionId }) =>
			sessionId === 'session 1' ? { statusCode: 200, body: {} } : FORBIDDEN,
		);
		expect(await session.request(PING)).toMatchObject({ status: 200 });
		expect(n8n.logins).toBe(1);
	});

	test('may be so again later', async () => {
		const { n8n, session } = await opened({}, taking('session 1'));
		await session.request(PING);
		n8n.answer = ({ sessionId }) =>
			sessionId === 'session 2' ? { statusCode: 200, body: {} } : FORBIDDEN;
		expect(await session.request(PING)).toMatchObject({ status: 200 });
		expect(n8n.logins).toBe(2);
	});

	test('may be so for a session that another run has stored', async () => {
		const { n8n, session } = await opened({}, taking('session 1'));
		n8n.stored = { ...CREDENTIAL, sessionId: 'their session' };
		n8n.answer = async ({ sessionId }) => {
			if (sessionId === 'stored session') return { statusCode: 401 };
			throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
		};
		expect(await session.request(PING)).toMatchObject({ kind: 'broken' });
		n8n.answer = ({ sessionId }) =>
			sessionId === 'session 1' ? { statusCode: 200, body: {} } : FORBIDDEN;
		expect(await session.request(PING)).toMatchObject({ status: 200 });
		expect(n8n.logins).toBe(1);
	});

	test('that outlives a login is about the role: no further login', async () => {
		const { n8n, session } = await opened({}, () => FORBIDDEN);
		expect(await session.request(PING)).toMatchObject({ status: 403 });
		expect(sessionsOf(n8n)).toEqual(['stored session', 'session 1']);
		expect(await session.request(PING)).toMatchObject({ status: 403 });
		expect(n8n.logins).toBe(1);
		n8n.answer = () => ({ statusCode: 200, body: {} });
		await session.request(PING);
		n8n.answer = () => FORBIDDEN;
		expect(await session.request(PING)).toMatchObject({ status: 403 });
		expect(n8n.logins).toBe(1);
	});

	test('of a session that was just made is about the role as well', async () => {
		const { n8n, session } = await opened({ sessionId: '' }, () => FORBIDDEN);
		expect(await session.request(PING)).toMatchObject({ status: 403 });
		expect(n8n.logins).toBe(1);
		expect(n8n.asked).toHaveLength(1);
	});

	test('after LiveVox has taken the session leads to a login again', async () => {
		const { n8n, session } = await opened({ sessionId: '' });
		await session.request(PING);
		n8n.answer = ({ sessionId }) =>
			sessionId === 'session 2' ? { statusCode: 200, body: {} } : FORBIDDEN;
		expect(await session.request(PING)).toMatchObject({ status: 200 });
		expect(n8n.logins).toBe(2);
	});
});

test('n8n throws where the node has no credential', async () => {
	const n8n = new FakeN8n(null);
	await expect(LiveVoxSession.open(n8n.context, TIMEOUT)).rejects.toThrow('No such credential');
});
