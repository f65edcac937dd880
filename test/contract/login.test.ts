import { Bench, CREDENTIALS, HOUR, rejection, SECOND, TOKEN, useBench } from './support';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const bench = useBench();

describe('a granted login', () => {
	it('answers with the session, the ids and the days left', async () => {
		const { status, data, headers } = await bench.login();
		expect(status).toBe(200);
		expect(headers['content-type']).toBe('application/json');
		expect(data).toEqual({
			sessionId: expect.stringMatching(UUID),
			clientId: 1234,
			userId: 56789,
			daysUntilPasswordExpires: 42,
		});
	});

	it('leaves out the days where the account has none', async () => {
		const { data } = await bench.login({ userName: 'demo.agent', agent: true });
		expect(Object.keys(data)).toEqual(['sessionId', 'clientId', 'userId']);
	});

	it('takes agent: false for an absent flag', async () => {
		expect((await bench.login({ agent: false })).status).toBe(200);
	});

	it('accepts each access token of the client', async () => {
		bench.simulator.state.clients[0]?.accessTokens.push('second-token');
		expect((await bench.login({}, 'second-token')).status).toBe(200);
	});

	it('compares user names with case for users and without for agents', async () => {
		expect((await bench.login({ userName: 'Demo.User' })).status).toBe(401);
		expect((await bench.login({ userName: 'Demo.AGENT', agent: true })).status).toBe(200);
	});
});

describe('a rejected login', () => {
	const wrong: Array<[string, object, string?]> = [
		['client', { clientName: 'OTHER' }],
		['client, told apart by case', { clientName: 'demo' }],
		['user name', { userName: 'nobody' }],
		['password', { password: 'wrong' }],
		['flag: a user as agent', { agent: true }],
		['flag: an agent as user', { userName: 'demo.agent' }],
		['access token', {}, 'unknown-token'],
		['access token: none', {}, ''],
	];

	it.each(wrong)('wrong %s: 401 and recorded', async (_what, fields, token = TOKEN) => {
		expect(rejection(await bench.login(fields, token)).status).toBe(401);
		expect(bench.simulator.record.logins).toEqual([{ userName: expect.any(String), at: bench.now, granted: false }]);
	});

	it.each(wrong)('wrong %s: status as switched', async (_what, fields, token = TOKEN) => {
		for (const status of [403, 404] as const) {
			bench.simulator.switches.loginRefusal = status;
			expect(rejection(await bench.login(fields, token)).status).toBe(status);
		}
		bench.simulator.switches.loginRefusal = 599;
		const { status, data } = await bench.login(fields, token);
		expect({ status, data }).toEqual({ status: 599, data: '' });
	});

	it('calls an access token that it does not know an authorization error', async () => {
		expect(rejection(await bench.login({}, 'x')).message).toBe('Authorization error');
	});

	it('rejects the access token of another client', async () => {
		bench.simulator.state.clients.push({
			clientId: 2,
			clientCode: 'OTHER',
			accessTokens: ['other-token'],
		});
		expect((await bench.login({}, 'other-token')).status).toBe(401);
	});

	it.each(['clientName', 'userName', 'password'])('400 without %s', async (field) => {
		for (const value of [undefined, '', 7]) {
			const { status, message } = rejection(await bench.login({ [field]: value }));
			expect(status).toBe(400);
			expect(message).toContain(field);
		}
	});

	it('400 for a flag that is no boolean', async () => {
		const { status, message } = rejection(await bench.login({ agent: 'true' }));
		expect(status).toBe(400);
		expect(message).toContain('agent');
	});

	it('599 for a malformed login too, once that is the status of rejections', async () => {
		bench.simulator.switches.loginRefusal = 599;
		const { status, data } = await bench.login({ password: '' });
		expect({ status, data }).toEqual({ status: 599, data: '' });
	});
});

describe('the session of a second login', () => {
	const sessionOf = async (...login: Parameters<Bench['login']>) => (await bench.login(...login)).data.sessionId;

	it('is the same for the same user and token while it lives', async () => {
		const first = await sessionOf();
		expect(await sessionOf()).toBe(first);
		bench.now += 2 * HOUR;
		expect(await sessionOf()).not.toBe(first);
	});

	it('is renewed by the login', async () => {
		const first = await sessionOf();
		bench.now += 2 * HOUR - SECOND;
		expect(await sessionOf()).toBe(first);
		bench.now += 2 * HOUR - SECOND;
		expect((await bench.api.get(`/session/validate/${first}`)).status).toBe(204);
	});

	it('is another for another user or token', async () => {
		bench.simulator.state.clients[0]?.accessTokens.push('second-token');
		const sessions = [await sessionOf(), await sessionOf({}, 'second-token'), await sessionOf({ userName: 'demo.it' })];
		expect(new Set(sessions).size).toBe(3);
	});

	it('is another each time as switched, and both live', async () => {
		bench.simulator.switches.sameSessionForSameUser = false;
		const [first, second] = [await sessionOf(), await sessionOf()];
		expect(second).not.toBe(first);
		for (const id of [first, second]) {
			expect((await bench.api.get(`/session/validate/${id}`)).status).toBe(204);
		}
	});
});

it('records logins in order', async () => {
	await bench.login({ password: 'wrong' });
	bench.now += SECOND;
	await bench.login();
	const { userName } = CREDENTIALS;
	expect(bench.simulator.record.logins).toEqual([
		{ userName, at: bench.now - SECOND, granted: false },
		{ userName, at: bench.now, granted: true },
	]);
});
