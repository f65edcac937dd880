/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:net';

import { connectionErrors, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { setProxies, startProxy, type Proxy } from './network/proxy';
import { selfSigned, startTls, trust, type Certificate } from './network/tls';
import { listen, type Listening } from './network/listen';
import { failureOf, recipients, sendMessage, Harness, type NodeRun } from './harness';

let harness: Harness;
let proxy: Proxy;
let certificate: Certificate;
let secure: Listening;
beforeAll(async () => {
	harness = await Harness.start();
	certificate = await selfSigned();
	secure = await startTls(certificate, Number(new URL(harness.livevox.url).port));
});
beforeEach(async () => {
	trust(certificate);
	proxy = await startProxy();
	setProxies({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url });
});
afterEach(async () => {
	jest.restoreAllMocks();
	setProxies({});
	await proxy.close();
	harness.reset();
});
afterAll(async () => {
	await secure.close();
	await harness.close();
});

const ADDRESSES = [
	['HTTP', () => harness.livevox.url],
	['HTTPS', () => `https://localhost:${secure.port}`],
] as const;
const impatient = { ...sendMessage, options: { maxRateLimitWait: 1 } };

async function send(baseUrl: string): Promise<NodeRun> {
	harness.changeCredential({ baseUrl });
	return await harness.run(impatient, recipients(3), { onError: 'continueRegularOutput' });
}

/** Has the node log in, without the proxy. */
async function logIn(baseUrl: string): Promise<void> {
	setProxies({});
	await harness.logInPast(baseUrl);
	setProxies({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url });
}

describe.each(ADDRESSES)('a proxy in between, for %s,', (_, address) => {
	test('passes on each message once, after one login', async () => {
		const { items } = await send(address());
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('accepted'));
		expect(harness.reached.sort()).toEqual(recipients(3).map(({ to }) => to));
		expect(harness.livevox.record.logins).toHaveLength(1);
		expect(proxy.asked).toHaveLength(4);
		for (const asked of proxy.asked) expect(asked).toContain(new URL(address()).host);
	});

	test('is left out for the hosts that NO_PROXY names', async () => {
		const NO_PROXY = 'localhost,127.0.0.1';
		setProxies({ HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY });
		const { items } = await send(address());
		expect(items.map(({ json }) => json.status)).toEqual(Array(3).fill('accepted'));
		expect(harness.reached).toHaveLength(3);
		expect(proxy.asked).toEqual([]);
	});

	test('that is away rejects the messages', async () => {
		await logIn(address());
		await proxy.close();
		const { items } = await send(address());
		for (const item of items) {
			expect(failureOf(item)).toMatchObject({ outcome: 'rejected', code: 'ECONNREFUSED' });
			expect(failureOf(item).description).toContain('proxy');
		}
		expect(harness.reached).toEqual([]);
		proxy = await startProxy();
	});

	test('that asks for a login of its own rejects them, and says who asks', async () => {
		await logIn(address());
		proxy.reject(407);
		const { items } = await send(address());
		for (const item of items) {
			expect(failureOf(item)).toMatchObject({ outcome: 'rejected', httpStatus: 407 });
			expect(failureOf(item).description).toContain('proxy');
		}
		expect(harness.reached).toEqual([]);
	});

	// n8n hands on the proxy's answer as if it were LiveVox's: nothing tells the two apart.
	test('that cannot reach LiveVox leaves them unknown', async () => {
		await logIn(address());
		proxy.reject(502);
		const { items } = await send(address());
		for (const item of items) {
			expect(failureOf(item)).toMatchObject({ outcome: 'unknown', httpStatus: 502 });
		}
		expect(proxy.asked).toHaveLength(3);
		expect(harness.reached).toEqual([]);
	});

	test.each([407, 502])('that answers a login with %i ends the run', async (status) => {
		proxy.reject(status);
		const { items } = await send(address());
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('rejected'));
		expect(failureOf(items[0]).message).toContain('(while logging in)');
		expect(proxy.asked).toHaveLength(1);
		expect(harness.livevox.record.requests).toEqual([]);
	});
});

describe.each(ADDRESSES)('an address that is none, as the proxy for %s,', (_, address) => {
	test.each(['http://', ':3128', 'http://127.0.0.1:99999', 'http://my proxy:3128'])(
		'rejects the messages: %s',
		async (url) => {
			await logIn(address());
			setProxies({ HTTP_PROXY: url, HTTPS_PROXY: url });
			const { items } = await send(address());
			for (const item of items) {
				expect(failureOf(item)).toMatchObject({ outcome: 'rejected', code: 'ERR_INVALID_URL' });
				expect(failureOf(item).message).toContain(toWords(connectionErrors.notConnected).message);
			}
			expect(harness.reached).toEqual([]);
		},
	);
});

describe('a proxy for HTTPS that lets nobody through', () => {
	const rejecting = async (answer: string): Promise<NodeRun> => {
		await logIn(ADDRESSES[1][1]());
		const server = await listen(createServer((socket) => socket.once('data', () => socket.end(answer))));
		setProxies({ HTTPS_PROXY: `http://127.0.0.1:${server.port}` });
		return await send(ADDRESSES[1][1]()).finally(server.close);
	};

	test.each([
		['ends the connection', ''],
		['ends it in the middle of its answer', 'HTTP/1.1 200 Conn'],
		['ends it before the handshake', 'HTTP/1.1 200 OK\r\n\r\n'],
		['forbids it', 'HTTP/1.1 403 Forbidden\r\n\r\n'],
		['forbids the method', 'HTTP/1.1 405 Method Not Allowed\r\n\r\n'],
	])('and %s rejects the messages', async (_, answer) => {
		const { items } = await rejecting(answer);
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('rejected'));
		expect(harness.reached).toEqual([]);
	});

	test('and answers with something else than HTTP leaves them unknown', async () => {
		const { items } = await rejecting('Hello\r\n\r\n');
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('unknown'));
	});
});

test.each([undefined, 407, 502])(
	'a proxy for HTTPS learns nothing but the host, also where it answers %p',
	async (status) => {
		await logIn(ADDRESSES[1][1]());
		const { accessToken, password } = harness.credential;
		if (status) proxy.reject(status);
		await send(ADDRESSES[1][1]());
		expect(proxy.asked.length).toBeGreaterThan(0);
		for (const secret of [accessToken, password, ...harness.sessions]) {
			expect(secret).toBeTruthy();
			expect(proxy.received.join()).not.toContain(secret);
		}
	},
);
