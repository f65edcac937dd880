import type { IHttpRequestHelper, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { LiveVoxApi } from '../../credentials/LiveVoxApi.credentials';
import type { LiveVoxCredential } from '../../nodes/LiveVoxSms/transport/credential';
import { logins } from '../../nodes/LiveVoxSms/transport/login';
import { CHANGES, CREDENTIAL, usable, type Values } from './credential-values';

const credential = new LiveVoxApi();

/** No test sees a session of another: the process has one for each set of values. */
let tests = 0;
let CLIENT: Values;
let asked: IHttpRequestOptions[];
let answer: (login: number) => { statusCode: number; body: unknown };
beforeEach(() => {
	CLIENT = { password: `${CREDENTIAL.password} ${++tests}` };
	asked = [];
	answer = (login) => ({
		statusCode: 200,
		body: { sessionId: `session-${login}`, clientId: 1234, daysUntilPasswordExpires: 10 },
	});
});
afterEach(() => jest.restoreAllMocks());

const http = async (options: IHttpRequestOptions) => {
	asked.push(options);
	return { headers: {}, ...answer(asked.length) } as IN8nHttpFullResponse;
};

/** What n8n's HTTP Request node has of the credential. */
const filledIn = (values: Values = {}) => ({ ...CREDENTIAL, ...CLIENT, ...values }) as LiveVoxCredential;

/** n8n has no session, or has received a 401. It stores what this gives, and puts it into what the node has. */
async function logIn(data: LiveVoxCredential): Promise<LiveVoxCredential> {
	const context = { helpers: { httpRequest: http } } as unknown as IHttpRequestHelper;
	const output = await credential.preAuthentication.call(context, data);
	return { ...data, ...output } as LiveVoxCredential;
}

const REQUEST: IHttpRequestOptions = {
	method: 'GET',
	url: 'https://api.na4.livevox.com/sms/codes',
	headers: { 'X-Own': 'kept' },
};

async function errorOf(work: Promise<unknown>): Promise<Error & { response?: object }> {
	const error: unknown = await work.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof Error)) throw new Error('Nothing was thrown');
	return error;
}

describe('a login for another node', () => {
	test('brings n8n all that it stores', async () => {
		const data = filledIn();
		const stored = await logIn(data);
		expect(stored).toEqual({
			...data,
			sessionId: 'session-1',
			sessionDigest: expect.stringMatching(/^[\w-]{43}$/),
			clientId: '1234',
			passwordExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
		});
		expect(asked).toMatchObject([{ url: 'https://api.na4.livevox.com/session/login' }]);
	});

	test('is none where this process has a session of these values', async () => {
		await logins.logIn(http, usable(CLIENT), 'workflow');
		expect(await logIn(filledIn())).toMatchObject({ sessionId: 'session-1' });
		expect(await logIn(filledIn({ sessionId: 'stored', sessionDigest: 'any' }))).toMatchObject({
			sessionId: 'session-1',
		});
		expect(asked).toHaveLength(1);
	});

	test('is one where LiveVox has rejected the session that both have', async () => {
		const rejected = await logIn(filledIn());
		expect(await logIn(rejected)).toMatchObject({ sessionId: 'session-2' });
		// Another item had the same one.
		expect(await logIn(rejected)).toMatchObject({ sessionId: 'session-2' });
		expect(asked).toHaveLength(2);
	});

	// LiveVox gives the same user and token the session that is still alive, whatever else has changed.
	test('is one for all where only the values have changed and the session has the same name', async () => {
		answer = () => ({ statusCode: 200, body: { sessionId: 'same' } });
		const old = await logIn(filledIn({ password: `old ${CLIENT.password}` }));
		const changed = { ...old, ...CLIENT };
		await logIn(changed);
		await logIn(changed);
		expect(asked).toHaveLength(2);
	});

	test('is shared by those at the same time', async () => {
		const all = await Promise.all([1, 2, 3, 4, 5].map(async () => await logIn(filledIn())));
		expect(all.map(({ sessionId }) => sessionId)).toEqual(Array(5).fill('session-1'));
		expect(asked).toHaveLength(1);
	});

	test('that fails says why, in a plain error: on one with a 401 n8n would log in again', async () => {
		answer = () => ({ statusCode: 401, body: { message: 'Denied password-that-is-secret.' } });
		CLIENT = { password: 'password-that-is-secret', clientName: `Client ${tests}` };
		const error = await errorOf(logIn(filledIn()));
		expect(Object.getPrototypeOf(error)).toBe(Error.prototype);
		expect(Object.getOwnPropertyNames(error).sort()).toEqual(['message', 'stack']);
		expect(error.message).toMatch(
			/^LiveVox rejected the login: Denied \*\*\*\. Check the client code, .* in the LiveVox API credential/,
		);
		expect(error.message).not.toContain('that-is-secret');
	});

	test('rests longer with each rejection: no person sees that of an HTTP Request node', async () => {
		let now = 1_000_000_000;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		answer = () => ({ statusCode: 401, body: {} });
		for (let minute = 0; minute < 7 * 24 * 60; minute += 5) {
			await errorOf(logIn(filledIn()));
			now += 5 * 60_000;
		}
		expect(asked).toHaveLength(4);
	});

	// n8n asks a second time whatever the first login came to.
	test('is rejected once, though n8n asks for it twice', async () => {
		answer = () => ({ statusCode: 404, body: {} });
		await errorOf(logIn(filledIn()));
		expect((await errorOf(logIn(filledIn()))).message).toContain("n8n won't try the same values again until");
		expect(asked).toHaveLength(1);
	});

	test.each<[string, Values, string]>([
		[
			'plain http to 0.0.0.0',
			{ environment: 'custom', baseUrl: 'http://0.0.0.0:80' },
			"'Base URL' in the LiveVox API credential must start with https://",
		],
		[
			'a token that no header carries',
			{ accessToken: 'to\nken' },
			"'Access Token' in the LiveVox API credential contains",
		],
	])('is not made with %s', async (_, values, words) => {
		const error = await errorOf(logIn(filledIn(values)));
		expect(error.message).toContain(words);
		expect(error).not.toHaveProperty('response');
		expect(asked).toEqual([]);
	});

	test('leaves out what stands around values, as runs do', async () => {
		const values = { accessToken: ' to-ken\n', clientName: '\u200bACME ', userName: 'me\ufeff' };
		const data = await logIn(filledIn(values));
		expect(asked).toMatchObject([{ headers: { 'LV-Access': 'to-ken' }, body: { clientName: 'ACME', userName: 'me' } }]);
		const { headers } = await credential.authenticate(data, REQUEST);
		expect(headers).toMatchObject({ 'LV-Access': 'to-ken', 'LV-Session': 'session-1' });
	});
});

describe('a request of another node', () => {
	test('carries the access token and the session, and all else as it was', async () => {
		const data = await logIn(filledIn());
		expect(await credential.authenticate(data, REQUEST)).toEqual({
			...REQUEST,
			headers: {
				'X-Own': 'kept',
				'LV-Access': 'token-that-is-secret',
				'LV-Session': 'session-1',
			},
		});
		expect(REQUEST.headers).toEqual({ 'X-Own': 'kept' });
	});

	test.each(CHANGES)('is not made with a session of another %s: n8n logs in', async (_, values) => {
		const old = await logIn(filledIn());
		const changed = { ...old, ...values };
		const error = await errorOf(credential.authenticate(changed, REQUEST));
		expect(error.response).toEqual({ status: 401 });
		expect(error.message).not.toContain(old.sessionId);

		// As n8n does on a 401.
		const renewed = await logIn(changed);
		const { headers } = await credential.authenticate(renewed, REQUEST);
		expect(headers?.['LV-Session']).toBe(renewed.sessionId);
		expect(renewed.sessionDigest).not.toBe(old.sessionDigest);
	});

	test('is not made with the session of an earlier version, which has no digest', async () => {
		const { sessionId } = await logIn(filledIn());
		const error = await errorOf(credential.authenticate(filledIn({ sessionId }), REQUEST));
		expect(error.response).toEqual({ status: 401 });
	});

	test.each<[string, Values, string]>([
		['0.0.0.0', { environment: 'custom', baseUrl: 'http://0.0.0.0' }, 'must start with https://'],
		[
			'a token that no header carries',
			{ accessToken: 'to\nken' },
			"'Access Token' in the LiveVox API credential contains",
		],
	])('is not made with %s, and nobody logs in for it', async (_, values, words) => {
		const data = { ...(await logIn(filledIn())), ...values };
		const error = await errorOf(credential.authenticate(data, REQUEST));
		expect(error.message).toContain(words);
		expect(error).not.toHaveProperty('response');
	});
});
