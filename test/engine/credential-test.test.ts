/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sendMessage, recipients, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const press = async () => await world.engine.testCredential();
const routes = () => world.livevox.record.requests.map(({ route, answer }) => `${route} ${answer}`);

/** What the test says with a server of one's own behind the Base URL, and what that was asked. */
async function pressAt(answer: RequestListener) {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		answer(request, response);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	world.changeCredential({ baseUrl: `http://127.0.0.1:${port}` });
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
		const [login, codes] = world.livevox.record.requests;
		expect(login).toMatchObject({
			headers: {
				'lv-access': world.credential.accessToken,
				'content-type': 'application/json',
				accept: 'application/json',
			},
			body: { clientName: 'DEMO', userName: 'demo.user', password: 'demo-password', agent: false },
		});
		expect(codes?.query).toEqual({});
		expect(codes?.headers).toMatchObject({
			'lv-access': world.credential.accessToken,
			'lv-session': expect.stringMatching(/^[\w-]{36}$/),
		});
	});

	test('stores nothing in n8n', async () => {
		const before = { ...world.credential };
		await press();
		expect(world.credential).toEqual(before);
	});

	test('logs in afresh although there is a session', async () => {
		await world.run(sendMessage, recipients(1));
		await press();
		expect(world.livevox.record.logins).toHaveLength(2);
	});

	test('leaves its session to the workflows of this process', async () => {
		await press();
		await world.run(sendMessage, recipients(1));
		expect(world.livevox.record.logins).toHaveLength(1);
	});

	test('names the suspects of a refused login, which it tries once', async () => {
		world.changeCredential({ password: 'not-the-password' });
		const { status, message } = await press();
		expect(status).toBe('Error');
		for (const suspect of ['client code', 'password', 'access token', 'environment']) {
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
		await world.run(sendMessage, recipients(1));
		expect(await press()).toMatchObject({ status: 'OK' });
		world.livevox.record.clear();
		world.changeCredential(values);
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toContain('LiveVox refused the login');
		expect(routes()).toEqual(['login 401']);
		// The session of the right values is not used either.
		await world.run(sendMessage, recipients(1));
		expect(world.reached).toEqual([]);
	});

	test('is good for another user after that of the first, and says so', async () => {
		await press();
		world.livevox.record.clear();
		world.logInAsAgent();
		const { status, message } = await press();
		expect(status).toBe('OK');
		expect(message).toMatch(/^Logged in as demo\.agent\. /);
		expect(world.livevox.record.logins).toMatchObject([{ userName: 'demo.agent', granted: true }]);
		await world.run(sendMessage, recipients(1));
		expect(world.livevox.record.logins).toHaveLength(1);
	});

	test('does not repeat a refused login, and says until when', async () => {
		world.changeCredential({ password: ' demo-password' });
		const first = await press();
		expect(first.message).toContain('The password begins or ends with a space');
		const second = await press();
		expect(second).toMatchObject({ status: 'Error' });
		expect(second.message).toMatch(/Not tried again with the same values before \d{4}-/);
		expect(routes()).toEqual(['login 401']);
	});

	test.each(['demo.viewer', 'demo.it'])(
		'says that the role does not allow SMS: %s',
		async (userName) => {
			world.changeCredential({ userName });
			const { status, message } = await press();
			expect(status).toBe('Error');
			expect(message).toMatch(/^The login works, but LiveVox did not list the codes: Role /);
			expect(message).toContain('Agent, Sysadmin, Superuser and Manager');
			expect(routes()).toEqual(['login 200', 'codes 403']);
		},
	);

	test('leaves out what was pasted around the values', async () => {
		const { accessToken } = world.credential;
		world.changeCredential({
			accessToken: `\u200b${accessToken}\n`,
			clientName: ' DEMO\t',
			userName: '\ufeffdemo.user\u00a0',
		});
		expect(await press()).toMatchObject({ status: 'OK' });
		for (const { headers } of world.livevox.record.requests) {
			expect(headers['lv-access']).toBe(accessToken);
		}
	});

	test('takes a Base URL with a slash at its end and blanks around it', async () => {
		world.changeCredential({ baseUrl: ` ${world.livevox.url}/ ` });
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
			expect(codes.message).toContain('points to another address');
			const login = await pressAt(redirect);
			expect(login).toMatchObject({ status: 'Error', asked: ['POST /session/login'] });
			expect(login.message).toContain('points to another address');
		},
	);

	test.each<[string, RequestListener, string]>([
		[
			'a page in place of JSON',
			(_, response) => response.setHeader('content-type', 'text/html').end('<p>Welcome</p>'),
			'not one of the LiveVox API',
		],
		['nothing', (_, response) => response.end(), 'not one of the LiveVox API'],
		[
			'broken JSON',
			(_, response) => response.end('{"listSmsCodes":['),
			'not one of the LiveVox API',
		],
		[
			'a gateway that gave up',
			(_, response) => response.writeHead(502).end('<p>Bad Gateway</p>'),
			'status 502',
		],
		['a cut connection', (request) => request.socket.destroy(), 'The connection to LiveVox broke'],
	])('says what came in place of the codes: %s', async (_, answer, words) => {
		const { status, message, asked } = await pressAt(afterLogin(answer));
		expect(status).toBe('Error');
		expect(message).toMatch(/^The login works, but LiveVox did not list the codes: /);
		expect(message).toContain(words);
		expect(asked).toEqual(BOTH);
	});

	test.each<[string, RequestListener, string]>([
		[
			'a page in place of JSON',
			(_, response) => response.setHeader('content-type', 'text/html').end('<p>Welcome</p>'),
			'LiveVox refused the login',
		],
		['nothing', (_, response) => response.writeHead(599).end(), 'LiveVox refused the login'],
		['a gateway that gave up', (_, response) => response.writeHead(502).end(), 'status 502'],
		['a cut connection', (request) => request.socket.destroy(), 'The connection to LiveVox broke'],
	])('says what came of the login: %s', async (_, answer, words) => {
		const { status, message, asked } = await pressAt(answer);
		expect(status).toBe('Error');
		expect(message).toContain(words);
		expect(asked).toEqual(['POST /session/login']);
	});

	test('says that nobody answers', async () => {
		world.changeCredential({ baseUrl: 'http://127.0.0.1:1' });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/^No connection to LiveVox could be made \(during the login\)\. Check/);
	});

	test.each([200, 400, 502])('tells no secret that a server repeats, status %i', async (status) => {
		const { accessToken } = world.credential;
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
		['nonsense', 'not a web address'],
	])('refuses the Base URL %s in words', async (baseUrl, words) => {
		world.changeCredential({ baseUrl });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toContain(words);
		expect(routes()).toEqual([]);
	});

	test('refuses a token that no header carries, by its name', async () => {
		world.changeCredential({ accessToken: 'to\u200bken' });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toMatch(/^Access Token in the LiveVox API credential/);
		expect(routes()).toEqual([]);
	});
});
