/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { listen, type Listening } from './network/listen';
import { selfSigned, startTls, trust, type Certificate } from './network/tls';
import { startWitness } from './network/witness';
import { failureOf, recipients, sendMessage, World } from './world';

let world: World;
let certificate: Certificate;
let servers: Listening[];
beforeAll(async () => {
	world = await World.start();
	certificate = await selfSigned();
});
beforeEach(() => {
	servers = [];
});
afterEach(async () => {
	jest.restoreAllMocks();
	for (const server of servers) await server.close();
	world.reset();
});
afterAll(async () => await world.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const impatient = { ...sendMessage, options: { maxRateLimitWait: 1 } };

/** A server that the test closes. */
async function kept<T extends Listening>(server: Promise<T>): Promise<T> {
	servers.push(await server);
	return await server;
}

/** Sends to three people, with a session that LiveVox knows. */
const send = async (baseUrl: string) => {
	await world.logInPast(baseUrl);
	return await logInAndSend(baseUrl);
};

/** The same where a login has to come first. */
const logInAndSend = async (baseUrl: string) => {
	world.changeCredential({ baseUrl });
	const { items } = await world.run(impatient, recipients(3), CONTINUE);
	expect(world.reached).toEqual([]);
	return items.map(failureOf);
};

async function closedPort(): Promise<number> {
	const { port, close } = await listen(createServer());
	await close();
	return port;
}

describe('nobody at the address', () => {
	const DEAD: Array<[string, () => Promise<string>, RegExp]> = [
		[
			'a refused connection',
			async () => `http://127.0.0.1:${await closedPort()}`,
			/^ECONNREFUSED$/,
		],
		[
			'a host that does not exist',
			async () => 'https://livevox.invalid',
			/^(ENOTFOUND|EAI_AGAIN)$/,
		],
	];

	test.each(DEAD)('%s rejects each message, after its patience', async (_, address, code) => {
		const started = Date.now();
		const failures = await send(await address());
		expect(Date.now() - started).toBeLessThan(8000);
		for (const failure of failures) {
			expect(failure).toMatchObject({ outcome: 'rejected', httpStatus: null });
			expect(failure.code).toMatch(code);
			expect(failure.message).toContain('No connection to LiveVox could be made');
			expect(failure.description).toContain('Check the environment, or the Base URL');
		}
	});

	test.each(DEAD)('%s fails a login, and that all messages', async (_, address) => {
		const failures = await logInAndSend(await address());
		for (const { outcome, message } of failures) {
			expect([outcome, message]).toEqual([
				'rejected',
				'No connection to LiveVox could be made (during the login)',
			]);
		}
	});

	test('a server that comes back in time gets each message once', async () => {
		const port = await closedPort();
		await world.logInPast(`http://127.0.0.1:${port}`);
		const running = world.start(sendMessage, recipients(3));
		// A refused connection leaves nothing that could be awaited.
		await sleep(300);
		const { hostname, port: livevox } = new URL(world.livevox.url);
		const back = createServer(
			(socket) => void socket.pipe(connect(Number(livevox), hostname)).pipe(socket),
		);
		await kept(listen(back, port));
		const { items } = await world.result(running);
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('accepted'));
		expect(world.reached.sort()).toEqual(recipients(3).map(({ to }) => to));
	});
});

describe('an encrypted connection', () => {
	test('to a certificate that is trusted works', async () => {
		trust(certificate);
		const { port } = await kept(startTls(certificate, Number(new URL(world.livevox.url).port)));
		world.changeCredential({ baseUrl: `https://localhost:${port}` });
		const { items } = await world.run(sendMessage, recipients(3), CONTINUE);
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('accepted'));
		expect(world.reached).toHaveLength(3);
	});

	test.each([
		['to a certificate that nobody has signed', send],
		['to such a certificate, for a login,', logInAndSend],
	])('%s is not used, and the words say why', async (_, attempt) => {
		const behind = await kept(startWitness());
		const { port } = await kept(startTls(certificate, behind.port));
		for (const { outcome, message, description } of await attempt(`https://localhost:${port}`)) {
			expect(outcome).toBe('rejected');
			expect(message).toContain('does not trust the certificate');
			expect(description).toContain('NODE_EXTRA_CA_CERTS');
		}
		expect(behind.heard()).toBe('');
	});

	test('to a certificate of another host is not used', async () => {
		const another = await selfSigned('livevox.example');
		trust(another);
		const behind = await kept(startWitness());
		const { port } = await kept(startTls(another, behind.port));
		const [failure] = await send(`https://localhost:${port}`);
		expect(failure).toMatchObject({ outcome: 'rejected', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
		expect(behind.heard()).toBe('');
	});

	test('to a server that speaks no TLS is not used', async () => {
		const plain = await kept(startWitness('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
		const failures = await send(`https://127.0.0.1:${plain.port}`);
		expect(failures[0]).toMatchObject({ outcome: 'rejected' });
		for (const secret of [world.credential.accessToken, ...world.sessions]) {
			expect(plain.heard()).not.toContain(secret);
		}
	});

	test('that is closed in its handshake rejects the messages', async () => {
		const cut = createServer((socket) => socket.once('data', () => socket.end()));
		const { port } = await kept(listen(cut));
		for (const failure of await send(`https://127.0.0.1:${port}`)) {
			expect(failure).toMatchObject({ outcome: 'rejected', code: 'ECONNRESET' });
			expect(failure.message).toContain('No connection to LiveVox could be made');
		}
	});

	// Node tells it with the same error as a connection that is reset after the request.
	test('that is reset in its handshake leaves the messages unknown', async () => {
		const reset = createServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
		const { port } = await kept(listen(reset));
		for (const failure of await send(`https://127.0.0.1:${port}`)) {
			expect(failure).toMatchObject({ outcome: 'unknown', code: 'ECONNRESET' });
		}
	});
});
