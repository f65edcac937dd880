/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';

import { connectionErrors, whileLoggingIn, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { listen, type Listening } from './network/listen';
import { fatalAlert, selfSigned, startAlerting, startBreaking, startTls, trust, type Certificate } from './network/tls';
import { startRecorder } from './network/recorder';
import { failureOf, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
let certificate: Certificate;
let servers: Listening[];
beforeAll(async () => {
	harness = await Harness.start();
	certificate = await selfSigned();
});
beforeEach(() => {
	servers = [];
});
afterEach(async () => {
	jest.restoreAllMocks();
	for (const server of servers) await server.close();
	harness.reset();
});
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const impatient = { ...sendMessage, options: { maxRateLimitWait: 1 } };

/** A server that the test closes. */
async function kept<T extends Listening>(server: Promise<T>): Promise<T> {
	servers.push(await server);
	return await server;
}

/** Sends to three people, with a session that LiveVox knows. */
const send = async (baseUrl: string) => {
	await harness.logInPast(baseUrl);
	return await logInAndSend(baseUrl);
};

/** The same where a login has to come first. */
const logInAndSend = async (baseUrl: string) => {
	harness.changeCredential({ baseUrl });
	const { items } = await harness.run(impatient, recipients(3), CONTINUE);
	expect(harness.reached).toEqual([]);
	return items.map(failureOf);
};

async function closedPort(): Promise<number> {
	const { port, close } = await listen(createServer());
	await close();
	return port;
}

describe('nobody at the address', () => {
	const DEAD: Array<[string, () => Promise<string>, RegExp]> = [
		['a refused connection', async () => `http://127.0.0.1:${await closedPort()}`, /^ECONNREFUSED$/],
		['a host that does not exist', async () => 'https://livevox.invalid', /^(ENOTFOUND|EAI_AGAIN)$/],
	];

	test.each(DEAD)('%s rejects each message, after its longest wait', async (_, address, code) => {
		const started = Date.now();
		const failures = await send(await address());
		expect(Date.now() - started).toBeLessThan(8000);
		for (const failure of failures) {
			expect(failure).toMatchObject({ outcome: 'rejected', httpStatus: null });
			expect(failure.code).toMatch(code);
			expect(failure.message).toContain(toWords(connectionErrors.notConnected).message);
			expect(failure.description).toContain("Check 'Environment' or 'Base URL'");
		}
	});

	test.each(DEAD)('%s fails a login, and that all messages', async (_, address) => {
		const failures = await logInAndSend(await address());
		for (const { outcome, message } of failures) {
			expect([outcome, message]).toEqual(['rejected', whileLoggingIn(toWords(connectionErrors.notConnected).message)]);
		}
	});

	test('a server that comes back in time gets each message once', async () => {
		const port = await closedPort();
		await harness.logInPast(`http://127.0.0.1:${port}`);
		const running = harness.start(sendMessage, recipients(3));
		// A refused connection leaves nothing that could be awaited.
		await sleep(300);
		const { hostname, port: livevox } = new URL(harness.livevox.url);
		const back = createServer((socket) => void socket.pipe(connect(Number(livevox), hostname)).pipe(socket));
		await kept(listen(back, port));
		const { items } = await harness.result(running);
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('accepted'));
		expect(harness.reached.sort()).toEqual(recipients(3).map(({ to }) => to));
	});
});

describe('an encrypted connection', () => {
	test('to a certificate that is trusted works', async () => {
		trust(certificate);
		const { port } = await kept(startTls(certificate, Number(new URL(harness.livevox.url).port)));
		harness.changeCredential({ baseUrl: `https://localhost:${port}` });
		const { items } = await harness.run(sendMessage, recipients(3), CONTINUE);
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('accepted'));
		expect(harness.reached).toHaveLength(3);
	});

	test.each([
		['to a certificate that nobody has signed', send],
		['to such a certificate, for a login,', logInAndSend],
	])('%s is not used, and the words say why', async (_, attempt) => {
		const behind = await kept(startRecorder());
		const { port } = await kept(startTls(certificate, behind.port));
		for (const { outcome, message, description } of await attempt(`https://localhost:${port}`)) {
			expect(outcome).toBe('rejected');
			expect(message).toContain(toWords(connectionErrors.certificate).message);
			expect(description).toContain('NODE_EXTRA_CA_CERTS');
		}
		expect(behind.received()).toBe('');
	});

	test('to a certificate of another host is not used', async () => {
		const another = await selfSigned('livevox.example');
		trust(another);
		const behind = await kept(startRecorder());
		const { port } = await kept(startTls(another, behind.port));
		const [failure] = await send(`https://localhost:${port}`);
		expect(failure).toMatchObject({ outcome: 'rejected', code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
		expect(behind.received()).toBe('');
	});

	test('to a server that speaks no TLS is not used', async () => {
		const plain = await kept(startRecorder('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
		const failures = await send(`https://127.0.0.1:${plain.port}`);
		expect(failures[0]).toMatchObject({ outcome: 'rejected' });
		for (const secret of [harness.credential.accessToken, ...harness.sessions]) {
			expect(plain.received()).not.toContain(secret);
		}
	});

	test('that is closed in its handshake rejects the messages', async () => {
		const cut = createServer((socket) => socket.once('data', () => socket.end()));
		const { port } = await kept(listen(cut));
		for (const failure of await send(`https://127.0.0.1:${port}`)) {
			expect(failure).toMatchObject({ outcome: 'rejected', code: 'ECONNRESET' });
			expect(failure.message).toContain(toWords(connectionErrors.notConnected).message);
		}
	});

	// Fatal alerts: handshake_failure, access_denied, protocol_version, internal_error, unrecognized_name.
	test.each([40, 49, 70, 80, 112])('that ends with alert %i to its ClientHello rejects them', async (alert) => {
		const { port } = await kept(startAlerting(alert));
		for (const failure of await send(`https://127.0.0.1:${port}`)) {
			expect(failure).toMatchObject({ outcome: 'rejected', code: 'EPROTO' });
			expect(failure.message).toContain(toWords(connectionErrors.notConnected).message);
		}
	});

	// With TLS 1.3 the server looks at the client's certificate when the request may be there already.
	test('that asks for a certificate of the client leaves them unknown', async () => {
		trust(certificate);
		const asking = createTlsServer({
			...certificate,
			requestCert: true,
			rejectUnauthorized: true,
			minVersion: 'TLSv1.3',
		});
		const { port } = await kept(listen(asking));
		for (const failure of await send(`https://localhost:${port}`)) {
			expect(failure).toMatchObject({
				outcome: 'unknown',
				code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
			});
		}
	});

	test.each([
		['plain bytes', 'TLSv1.2', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
		['plain bytes', 'TLSv1.3', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
		['an alert in plain', 'TLSv1.2', fatalAlert(80)],
		['an alert in plain', 'TLSv1.3', fatalAlert(40)],
	] as const)('that gets %s after the request (%s) leaves them unknown', async (_, version, bytes) => {
		trust(certificate);
		const received: string[] = [];
		const front = await kept(startBreaking(certificate, version, bytes, (text) => received.push(text)));
		for (const failure of await send(`https://localhost:${front.port}`)) {
			expect(failure.outcome).toBe('unknown');
			expect(failure.code).toMatch(/^ERR_SSL_/);
		}
		// The request was there: LiveVox could have carried it out.
		expect(received.join('')).toContain('POST /sms/');
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

describe('what a header does not take', () => {
	// What Node 20 does not write, n8n 2.41 would write without the character.
	test.each(['a\nb', 'tok\0en', 'tokеn', '😀'])('an access token %j rejects the messages', async (accessToken) => {
		harness.changeCredential({ accessToken });
		const { items } = await harness.run(sendMessage, recipients(3), CONTINUE);
		for (const item of items) {
			expect(failureOf(item).outcome).toBe('rejected');
			expect(failureOf(item).message).toContain("'Access Token'");
		}
		expect(harness.reached).toEqual([]);
	});

	test.each(['a\nb', 'ses\0ion', '😀'])('a stored session %j is as none', async (sessionId) => {
		harness.changeCredential({ sessionId });
		const { items } = await harness.run(sendMessage, recipients(3), CONTINUE);
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('accepted'));
		// None of it was tried with half of that session.
		expect(harness.livevox.record.count('send')).toBe(3);
	});
});

describe('a message that was certainly not sent', () => {
	const keyed = {
		...sendMessage,
		options: { maxRateLimitWait: 0, sendOnceKey: '={{ $json.to }}' },
	};

	test.each<[string, () => Promise<Record<string, string>>]>([
		['an alert', async () => ({ baseUrl: `https://127.0.0.1:${(await kept(startAlerting(40))).port}` })],
		['no TLS', async () => ({ baseUrl: `https://127.0.0.1:${(await kept(startRecorder())).port}` })],
		['a token that no header takes', async () => ({ accessToken: 'a\nb' })],
	])('(%s) leaves its Send Once Key free, and Retry sends it', async (_, values) => {
		const good = harness.credential;
		harness.changeCredential(await values());
		const failed = await harness.run(keyed, recipients(2));
		expect(failed.error?.message).not.toMatch(/may have been sent/i);
		expect(harness.reached).toEqual([]);
		harness.changeCredential(good);
		const { items } = await harness.retry(failed, keyed, recipients(1));
		expect(items.map(({ json }) => json.status)).toEqual(Array(2).fill('accepted'));
		const { items: later } = await harness.run(keyed, recipients(3));
		expect(later.map(({ json }) => json.status)).toEqual(['skipped', 'skipped', 'accepted']);
		expect(harness.reached.sort()).toEqual(recipients(3).map(({ to }) => to));
	});
});
