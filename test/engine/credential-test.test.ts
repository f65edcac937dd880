/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { connectionErrors, responseAdvice, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { sendMessage, recipients, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const press = async () => await harness.engine.testCredential();
const routes = () => harness.livevox.record.requests.map(({ route, answer }) => `${route} ${answer}`);

/** What the test says with a server of one's own behind the Base URL, and what that was asked. */
async function pressAt(answer: RequestListener) {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		answer(request, response);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	harness.changeCredential({ baseUrl: `http://127.0.0.1:${port}` });
	const said = await press().finally(() => server.close());
	return { ...said, asked };
}

const BOTH = ['POST /session/login', 'GET /sms/codes'];

/** Gives a session to who logs in, and answers all else otherwise. */
const afterLogin =
	(answer: RequestListener): RequestListener =>
	(request, response) => {
		if (request.url === '/session/login') response.end('{"sessionId":"session-that-is-secret"}');
		else answer(request, response);
	};

describe('the Test button', () => {
	test('logs in, reads the codes, and says as whom', async () => {
		expect(await press()).toEqual({
			status: 'OK',
			message: 'Logged in as demo.user. LiveVox lists 4 codes to send from.',
		});
		expect(routes()).toEqual(['login 200', 'codes 200']);
		const [login, codes] = harness.livevox.record.requests;
		expect(login).toMatchObject({
			headers: {
				'lv-access': harness.credential.accessToken,
				'content-type': 'application/json',
				accept: 'application/json',
			},
			body: { clientName: 'DEMO', userName: 'demo.user', password: 'demo-password', agent: false },
		});
		expect(codes?.query).toEqual({});
		expect(codes?.headers).toMatchObject({
			'lv-access': harness.credential.accessToken,
			'lv-session': expect.stringMatching(/^[\w-]{36}$/),
		});
	});

	test('says how many numbers Only Send To allows, and rejects what is none of them without a login', async () => {
		harness.changeCredential({ onlySendTo: '(415) 555-0123\n415-555-0199' });
		expect((await press()).message).toContain("'Only Send To' allows 2 numbers.");
		harness.livevox.record.clear();
		harness.changeCredential({ onlySendTo: '(415) 555-0123, my phone' });
		expect(await press()).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(
				"'Only Send To' in the LiveVox API credential has 1 value that isn't a phone number",
			),
		});
		expect(routes()).toEqual([]);
	});

	test('stores nothing in n8n', async () => {
		const before = { ...harness.credential };
		await press();
		expect(harness.credential).toEqual(before);
	});

	test('logs in afresh although there is a session', async () => {
		await harness.run(sendMessage, recipients(1));
		await press();
		expect(harness.livevox.record.logins).toHaveLength(2);
	});

	test('leaves its session to the workflows of this process', async () => {
		await press();
		await harness.run(sendMessage, recipients(1));
		expect(harness.livevox.record.logins).toHaveLength(1);
	});

	test('names the suspects of a rejected login, which it tries once', async () => {
		harness.changeCredential({ password: 'not-the-password' });
		const { status, message } = await press();
		expect(status).toBe('Error');
		for (const suspect of ['client code', 'password', 'access token', 'environment', 'single sign-on']) {
			expect(message).toContain(suspect);
		}
		expect(routes()).toEqual(['login 401']);
	});

	test.each([
		['password', { password: 'not-the-password' }],
		['user', { userName: 'nobody' }],
		['client code', { clientName: 'OTHER' }],
		['access token', { accessToken: 'other' }],
		['kind of account', { loginAs: 'agent' }],
	])('tells a wrong %s although there is a good session, with one login', async (_, values) => {
		await harness.run(sendMessage, recipients(1));
		expect(await press()).toMatchObject({ status: 'OK' });
		harness.livevox.record.clear();
		harness.changeCredential(values);
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toContain('LiveVox rejected the login: ');
		expect(routes()).toEqual(['login 401']);
		// The session of the right values is not used either.
		await harness.run(sendMessage, recipients(1));
		expect(harness.reached).toEqual([]);
	});

	test('is good for another user after that of the first, and says so', async () => {
		await press();
		harness.livevox.record.clear();
		harness.logInAsAgent();
		const { status, message } = await press();
		expect(status).toBe('OK');
		expect(message).toMatch(/^Logged in as demo\.agent\. /);
		expect(harness.livevox.record.logins).toMatchObject([{ userName: 'demo.agent', granted: true }]);
		await harness.run(sendMessage, recipients(1));
		expect(harness.livevox.record.logins).toHaveLength(1);
	});

	test('does not repeat a rejected login, and says until when', async () => {
		harness.changeCredential({ password: ' demo-password' });
		const first = await press();
		expect(first.message).toContain('The password begins or ends with a space');
		const second = await press();
		expect(second).toMatchObject({ status: 'Error' });
		expect(second.message).toMatch(/n8n won't try the same values again until \d{4}-/);
		expect(routes()).toEqual(['login 401']);
	});

	test.each(['demo.viewer', 'demo.it'])('says that the role does not allow SMS: %s', async (userName) => {
		harness.changeCredential({ userName });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/^The login works, but LiveVox didn't list the codes: Role /);
		expect(message).toContain('Agent, Manager, Superuser, or Sysadmin');
		expect(routes()).toEqual(['login 200', 'codes 403']);
	});

	test('leaves out what was pasted around the values', async () => {
		const { accessToken } = harness.credential;
		harness.changeCredential({
			accessToken: `\u200b${accessToken}\n`,
			clientName: ' DEMO\t',
			userName: '\ufeffdemo.user\u00a0',
		});
		expect(await press()).toMatchObject({ status: 'OK' });
		for (const { headers } of harness.livevox.record.requests) {
			expect(headers['lv-access']).toBe(accessToken);
		}
	});

	test('takes a Base URL with a slash at its end and blanks around it', async () => {
		harness.changeCredential({ baseUrl: ` ${harness.livevox.url}/ ` });
		expect(await press()).toMatchObject({ status: 'OK' });
	});

	test.each([301, 302, 303, 307, 308])(
		'follows no redirect, neither of the codes nor of the login: %i',
		async (status) => {
			const redirect: RequestListener = (_, response) => {
				response.writeHead(status, { location: '/elsewhere' }).end();
			};
			const codes = await pressAt(afterLogin(redirect));
			expect(codes).toMatchObject({ status: 'Error', asked: BOTH });
			expect(codes.message).toContain(responseAdvice.redirected);
			const login = await pressAt(redirect);
			expect(login).toMatchObject({ status: 'Error', asked: ['POST /session/login'] });
			expect(login.message).toContain(responseAdvice.redirected);
		},
	);

	test.each<[string, RequestListener, string]>([
		[
			'a page in place of JSON',
			(_, response) => response.setHeader('content-type', 'text/html').end('<p>Welcome</p>'),
			responseAdvice.notLivevox,
		],
		['nothing', (_, response) => response.end(), responseAdvice.notLivevox],
		['broken JSON', (_, response) => response.end('{"listSmsCodes":['), responseAdvice.notLivevox],
		['a gateway that gave up', (_, response) => response.writeHead(502).end('<p>Bad Gateway</p>'), 'status 502'],
		['a cut connection', (request) => request.socket.destroy(), toWords(connectionErrors.lost).message],
	])('says what came in place of the codes: %s', async (_, answer, words) => {
		const { status, message, asked } = await pressAt(afterLogin(answer));
		expect(status).toBe('Error');
		expect(message).toMatch(/^The login works, but LiveVox didn't list the codes: /);
		expect(message).toContain(words);
		expect(asked).toEqual(BOTH);
	});

	test.each<[string, RequestListener, string]>([
		[
			'a page in place of JSON',
			(_, response) => response.setHeader('content-type', 'text/html').end('<p>Welcome</p>'),
			'LiveVox rejected the login: no reason given',
		],
		['nothing', (_, response) => response.writeHead(599).end(), 'LiveVox rejected the login: no reason given'],
		['a gateway that gave up', (_, response) => response.writeHead(502).end(), 'status 502'],
		['a cut connection', (request) => request.socket.destroy(), toWords(connectionErrors.lost).message],
	])('says what came of the login: %s', async (_, answer, words) => {
		const { status, message, asked } = await pressAt(answer);
		expect(status).toBe('Error');
		expect(message).toContain(words);
		expect(asked).toEqual(['POST /session/login']);
	});

	test('says that nobody answers', async () => {
		harness.changeCredential({ baseUrl: 'http://127.0.0.1:1' });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/^n8n couldn't connect to LiveVox \(while logging in\)\. Check/);
	});

	test.each([200, 400, 502])('tells no secret that a server repeats, status %i', async (status) => {
		const { accessToken } = harness.credential;
		const { message } = await pressAt(
			afterLogin((request, response) => {
				const words = `demo-password ${JSON.stringify(request.headers)}`;
				response.writeHead(status).end(JSON.stringify({ code: 1, message: words }));
			}),
		);
		expect(message).toContain('***');
		for (const secret of ['demo-password', 'session-that-is-secret', accessToken!]) {
			expect(message).not.toContain(secret);
		}
	});

	test.each([
		['http://livevox.example', 'https://'],
		['http://0.0.0.0:5678', 'https://'],
		['nonsense', "isn't a valid URL"],
	])('rejects the Base URL %s in words', async (baseUrl, words) => {
		harness.changeCredential({ baseUrl });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toContain(words);
		expect(routes()).toEqual([]);
	});

	test('rejects a token that no header carries, by its name', async () => {
		harness.changeCredential({ accessToken: 'to\u200bken' });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/^'Access Token' in the LiveVox API credential/);
		expect(routes()).toEqual([]);
	});
});
