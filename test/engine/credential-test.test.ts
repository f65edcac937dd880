/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sendMessage, recipients, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const press = async () => await world.engine.testCredential();
const routes = () => world.livevox.record.requests.map(({ route, answer }) => `${route} ${answer}`);

describe('the Test button', () => {
	test('logs in and reads the codes', async () => {
		expect(await press()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(routes()).toEqual(['login 200', 'codes 200']);
	});

	test('logs in afresh although there is a session', async () => {
		await world.run(sendMessage, recipients(1));
		await press();
		expect(world.livevox.record.logins).toHaveLength(2);
	});

	test('stores the session for the workflows', async () => {
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

	test('says that the role does not allow SMS', async () => {
		world.changeCredential({ userName: 'demo.viewer' });
		const { status, message } = await press();
		expect(status).toBe('Error');
		// n8n 2.8 loses the answer on its way to the rules of the test and shows words of its own.
		expect(message).toMatch(/Agent, Sysadmin, Superuser or Manager|^Forbidden/);
	});

	test('works for an agent', async () => {
		world.logInAsAgent();
		expect(await press()).toMatchObject({ status: 'OK' });
	});

	test('takes a Base URL with a slash at its end and blanks around it', async () => {
		world.changeCredential({ baseUrl: ` ${world.livevox.url}/ ` });
		expect(await press()).toMatchObject({ status: 'OK' });
	});

	test('follows no redirect: the session goes to no other address', async () => {
		const asked: string[] = [];
		const server = createServer((request, response) => {
			asked.push(request.url ?? '');
			if (request.url === '/session/login') response.end('{"sessionId":"s-1"}');
			else response.writeHead(302, { location: '/elsewhere' }).end();
		});
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const { port } = server.address() as AddressInfo;
		world.changeCredential({ baseUrl: `http://127.0.0.1:${port}` });

		const { status } = await press().finally(() => server.close());

		expect(asked).toEqual(['/session/login', '/sms/codes']);
		expect(status).toBe('Error');
	});

	test.each([
		['http://livevox.example', 'https://'],
		['nonsense', 'not a web address'],
	])('refuses the Base URL %s in words', async (baseUrl, words) => {
		world.changeCredential({ baseUrl });
		const { status, message } = await press();
		expect(status).toBe('Error');
		expect(message).toContain(words);
		expect(routes()).toEqual([]);
	});
});
