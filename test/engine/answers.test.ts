/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { gzipSync } from 'node:zlib';

import { connectionErrors, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { startGateway, type Delivery, type Gateway } from './network/gateway';
import { failureOf, listTemplates, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
let gateway: Gateway;
beforeAll(async () => (harness = await Harness.start()));
beforeEach(async () => {
	gateway = await startGateway(harness.livevox.url);
	harness.changeCredential({ baseUrl: gateway.url });
});
afterEach(async () => {
	await gateway.close();
	harness.reset();
});
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const JSON_TYPE = { 'content-type': 'application/json' };
const MB = 1024 * 1024;

/** LiveVox's answer with so many bytes of white space before it, piece by piece. */
const padded =
	(bytes: number): Delivery =>
	(response, body) => {
		response.writeHead(200, JSON_TYPE);
		const piece = Buffer.alloc(MB, ' ');
		for (let written = 0; written < bytes; written += MB) response.write(piece);
		response.end(body);
	};

const gzipped: Delivery = (response, body) => {
	response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(gzipSync(body));
};

const halfGzipped: Delivery = (response, body) => {
	response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
	response.end(gzipSync(body).subarray(0, 12));
};

/** Half the body in one chunk; the chunk that ends the answer never comes. */
const halfChunked: Delivery = (response, body) => {
	response.writeHead(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
	response.write(body.subarray(0, body.length / 2), () => response.socket?.end());
};

const chunked: Delivery = (response, body) => {
	response.writeHead(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
	for (const byte of body) response.write(Buffer.of(byte));
	response.end();
};

/** Never ends its headers: one letter each 20 ms. */
const headersByteByByte: Delivery = ({ socket }) => {
	socket?.write('HTTP/1.1 200 OK\r\nX-Slow: ');
	const dripping = setInterval(() => socket?.write('x'), 20);
	socket?.once('close', () => clearInterval(dripping));
};

/** A kilobyte each 5 ms, for ever: it is never silent, and the test's own memory lasts. */
const endless: Delivery = (response) => {
	response.writeHead(200, JSON_TYPE);
	const flowing = setInterval(() => response.write(Buffer.alloc(1024, ' ')), 5);
	response.once('close', () => clearInterval(flowing));
};

const WHOLE: Array<[string, Delivery]> = [
	['compressed with gzip', gzipped],
	['in chunks of a byte', chunked],
	['of 8 MB', padded(8 * MB)],
];

const BROKEN: Array<[string, Delivery, string]> = [
	['in chunks that end in the middle', halfChunked, toWords(connectionErrors.lost).message],
	['compressed with gzip, that ends in the middle', halfGzipped, 'LiveVox returned status 200 without a reason'],
	['whose headers come byte by byte', headersByteByByte, toWords(connectionErrors.timeout).message],
];

/** Those that end by themselves: the others last as long as a time-out. */
const AT_ONCE = BROKEN.slice(0, 2);

const BAR_MS = 5000;
const impatient = { ...sendMessage, options: { timeout: 1 } };

describe('an answer', () => {
	test.each(WHOLE)('%s is read', async (_, delivery) => {
		for (const path of ['/session/login', '/sms/templates', '/sms/']) gateway.spoil(path, delivery);
		const started = Date.now();
		const { items: templates } = await harness.run(listTemplates, [{}]);
		expect(templates.map(({ json }) => json)).toEqual(harness.livevox.state.templates);

		const { items } = await harness.run(sendMessage, recipients(2));
		expect(items.map(({ json }) => json.transactionId)).toEqual(
			harness.livevox.record.sent.map(({ transactionId }) => transactionId),
		);
		expect(harness.reached.sort()).toEqual(recipients(2).map(({ to }) => to));
		expect(Date.now() - started).toBeLessThan(4 * BAR_MS);
	});

	test.each(BROKEN)('%s leaves a message unknown', async (_, delivery, words) => {
		await harness.run(listTemplates, [{}]);
		gateway.spoil('/sms/', delivery);
		const started = Date.now();
		const { items } = await harness.run(impatient, recipients(2), CONTINUE);
		expect(Date.now() - started).toBeLessThan(BAR_MS);
		for (const item of items) {
			const { outcome, message } = failureOf(item);
			expect([outcome, message]).toEqual(['unknown', expect.stringContaining(words)]);
			expect(message).toContain('may have been sent');
		}
		expect(harness.reached.sort()).toEqual(recipients(2).map(({ to }) => to));
	});

	test.each(AT_ONCE)('%s fails a list', async (_, delivery, words) => {
		gateway.spoil('/sms/templates', delivery);
		const { items } = await harness.run(listTemplates, [{}], CONTINUE);
		expect(failureOf(items[0]).message).toContain(words);
	});

	test.each(AT_ONCE)('%s fails a login, and with it all messages', async (_, delivery) => {
		gateway.spoil('/session/login', delivery);
		const { items } = await harness.run(sendMessage, recipients(3), CONTINUE);
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('rejected'));
		expect(failureOf(items[0]).message).toMatch(/^LiveVox rejected the login: no reason given$|\(while logging in\)$/);
		expect(harness.livevox.record.logins).toHaveLength(1);
		expect(harness.reached).toEqual([]);
	});

	test('that never ends is given up in time', async () => {
		await harness.run(listTemplates, [{}]);
		gateway.spoil('/sms/', endless);
		const started = Date.now();
		const { items } = await harness.run(impatient, recipients(1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'unknown' });
		expect(failureOf(items[0]).message).toContain(toWords(connectionErrors.timeout).message);
		expect(Date.now() - started).toBeLessThan(BAR_MS);
	});
});
