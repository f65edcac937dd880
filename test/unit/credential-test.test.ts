import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { liveVoxApiTest } from '../../nodes/LiveVoxSms/methods/credentialTest';
import { logins } from '../../nodes/LiveVoxSms/transport/login';
import { AROUND, CREDENTIAL, usable, type Values } from './credential-values';

const LOGIN = '/session/login';
const SESSION = 'session-that-is-secret';

type Asked = Record<string, unknown> & { url: string };
interface Answer {
	statusCode: number;
	body?: unknown;
}

/** No test sees a session of another: the process has one for each set of values. */
let tests = 0;
let CLIENT: Values;
let asked: Asked[];
let logIn: () => Answer | Promise<Answer>;
let listCodes: () => Answer | Promise<Answer>;
beforeEach(() => {
	CLIENT = { clientName: `Tested ${++tests}` };
	asked = [];
	logIn = () => ({ statusCode: 200, body: { sessionId: SESSION } });
	listCodes = () => ({ statusCode: 200, body: { listSmsCodes: [{ code: '1' }, { code: '2' }] } });
});
afterEach(() => jest.restoreAllMocks());

/** The only helper that n8n gives to a test. */
const context = {
	helpers: {
		request: async (options: Asked) => {
			asked.push(options);
			return { headers: {}, ...(await (options.url.endsWith(LOGIN) ? logIn() : listCodes())) };
		},
	},
} as unknown as ICredentialTestFunctions;

/** Presses Test, with the values as they stand in the form. */
const press = async (values: Values = {}): Promise<INodeCredentialTestResult> => {
	const data = { ...CREDENTIAL, ...CLIENT, ...values } as ICredentialDataDecryptedObject;
	return await liveVoxApiTest.call(context, { id: '1', name: 'LiveVox', type: 'liveVoxApi', data });
};

const paths = () => asked.map(({ url }) => url.replace('https://api.na4.livevox.com', ''));

describe('a test of the credential', () => {
	test('asks in the words of its helper', async () => {
		await press();
		const same = {
			json: true,
			timeout: 30_000,
			followRedirect: false,
			resolveWithFullResponse: true,
			simple: false,
		};
		expect(asked).toEqual([
			{
				...same,
				method: 'POST',
				url: 'https://api.na4.livevox.com/session/login',
				headers: { 'LV-Access': 'token-that-is-secret', 'Content-Type': 'application/json' },
				body: {
					clientName: CLIENT.clientName,
					userName: 'api_user',
					password: 'password-that-is-secret',
					agent: false,
				},
			},
			{
				...same,
				method: 'GET',
				url: 'https://api.na4.livevox.com/sms/codes',
				headers: {
					'LV-Access': 'token-that-is-secret',
					'LV-Session': SESSION,
					'Content-Type': 'application/json',
				},
			},
		]);
	});

	test.each<[number, string]>([
		[0, '0 codes'],
		[1, '1 code'],
		[2, '2 codes'],
	])('says what it did: %i', async (count, codes) => {
		listCodes = () => ({ statusCode: 200, body: { listSmsCodes: Array(count).fill({}) } });
		expect(await press()).toEqual({
			status: 'OK',
			message: `Logged in as api_user. LiveVox lists ${codes} to send from.`,
		});
	});

	test('logs in each time, and whatever session n8n has stored', async () => {
		await press();
		await press();
		await press({ sessionId: 'stored', sessionDigest: 'any' });
		expect(paths()).toEqual(Array(3).fill([LOGIN, '/sms/codes']).flat());
		for (const { headers } of asked) expect(JSON.stringify(headers)).not.toContain('stored');
	});

	test('leaves its session to runs, as one that LiveVox takes', async () => {
		await press();
		const http = async () => await Promise.reject(new Error('Nobody is to log in'));
		expect(await logins.sessionOf(http, usable(CLIENT), 'workflow')).toMatchObject({
			value: { sessionId: SESSION, isProven: true },
		});
	});

	test('leaves one that LiveVox does not take unproven', async () => {
		listCodes = () => ({ statusCode: 403, body: { message: 'Role Viewer may not.' } });
		expect(await press()).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^The login works, but LiveVox didn't list the codes: Role Viewer may not \(LiveVox, status 403\)\. .*Agent, Manager, Superuser, or Sysadmin\.$/,
			),
		});
		const http = async () => await Promise.reject(new Error('Nobody is to log in'));
		expect(await logins.sessionOf(http, usable(CLIENT), 'workflow')).toMatchObject({
			value: { isProven: false },
		});
	});

	test('ends with a rejected login, and tells what to check', async () => {
		logIn = () => ({ statusCode: 401, body: { message: 'Denied.' } });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/^LiveVox rejected the login: Denied\. Check the client code, .*\.$/);
		expect(paths()).toEqual([LOGIN]);
	});

	test('tries the same rejected values again after five minutes, however often', async () => {
		let now = 1_000_000_000;
		jest.spyOn(Date, 'now').mockImplementation(() => now);
		logIn = () => ({ statusCode: 401, body: {} });
		for (let minute = 0; minute < 60; minute++) {
			await press();
			now += 60_000;
		}
		expect(asked).toHaveLength(12);
	});

	test('and other values at once', async () => {
		logIn = () => ({ statusCode: 401, body: {} });
		await press();
		logIn = () => ({ statusCode: 200, body: { sessionId: 'any' } });
		expect(await press({ password: 'the right one' })).toMatchObject({ status: 'OK' });
	});

	test.each<[string, Values, RegExp]>([
		[
			'plain http',
			{ environment: 'custom', baseUrl: 'http://0.0.0.0:80' },
			/^'Base URL' in the LiveVox API credential must start with https:\/\/\. The password .*\.$/,
		],
		[
			'a token with a line break',
			{ accessToken: 'to\nken' },
			/^'Access Token' in the LiveVox API credential .*\. Copy .*\.$/,
		],
	])('asks nothing with %s', async (_, values, words) => {
		expect(await press(values)).toEqual({
			status: 'Error',
			message: expect.stringMatching(words),
		});
		expect(asked).toEqual([]);
	});

	test('of nothing at all ends in words', async () => {
		const nothing = { id: '', name: '', type: 'liveVoxApi' } as ICredentialsDecrypted;
		expect(await liveVoxApiTest.call(context, nothing)).toMatchObject({ status: 'Error' });
		expect(asked).toEqual([]);
	});

	test.each(AROUND)('leaves out %s around the values', async (_, around) => {
		const wrapped = (value: string) => `${around}${value}${around}`;
		const { message } = await press({
			accessToken: wrapped('token'),
			clientName: wrapped(CLIENT.clientName!),
			userName: wrapped('me'),
			password: wrapped('pass'),
		});
		expect(message).toMatch(/^Logged in as me\. /);
		expect(asked).toMatchObject([
			{
				headers: { 'LV-Access': 'token' },
				body: { clientName: CLIENT.clientName, userName: 'me', password: wrapped('pass') },
			},
			{ headers: { 'LV-Access': 'token' } },
		]);
	});
});

describe('no secret is in what a test says', () => {
	const ALL = `password-that-is-secret token-that-is-secret ${SESSION}`;
	const broken = async () => await Promise.reject(Object.assign(new Error(ALL), { code: 'ECONNRESET', options: ALL }));

	test.each<[string, () => void]>([
		['a rejected login', () => (logIn = () => ({ statusCode: 401, body: { message: ALL } }))],
		['a login that failed', () => (logIn = () => ({ statusCode: 502, body: { message: ALL } }))],
		['a login that broke', () => (logIn = broken)],
		['codes rejected', () => (listCodes = () => ({ statusCode: 403, body: { message: ALL } }))],
		['codes that are none', () => (listCodes = () => ({ statusCode: 200, body: ALL }))],
		['codes that broke', () => (listCodes = broken)],
	])('%s', async (_, arrange) => {
		arrange();
		const { status, message } = await press();
		expect(status).toBe('Error');
		// LiveVox has not given the session yet where the login failed.
		expect(message).not.toMatch(/(password|token)-that-is-secret/);
		if (paths().length === 2) expect(message).not.toContain(SESSION);
	});
});
