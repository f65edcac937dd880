/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { gzipSync } from 'node:zlib';

import { startGateway, type Delivery, type Gateway } from './network/gateway';
import { failureOf, listTemplates, recipients, sendMessage, World } from './world';

let world: World;
let gateway: Gateway;
beforeAll(async () => (world = await World.start()));
beforeEach(async () => {
	gateway = await startGateway(world.livevox.url);
	world.changeCredential({ baseUrl: gateway.url });
});
afterEach(async () => {
	await gateway.close();
	world.reset();
});
afterAll(async () => await world.close());

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
	['of 50 MB', padded(50 * MB)],
];

const BROKEN: Array<[string, Delivery, string]> = [
	['in chunks that end in the middle', halfChunked, 'broke before its answer was complete'],
	['compressed with gzip, that ends in the middle', halfGzipped, 'answered with status 200'],
	['whose headers come byte by byte', headersByteByByte, 'did not answer in time'],
];

/** Those that end by themselves: the others last as long as a time-out. */
const AT_ONCE = BROKEN.slice(0, 2);

const BAR_MS = 5000;
const impatient = { ...sendMessage, options: { timeout: 1 } };

describe('an answer', () => {
	test.each(WHOLE)('%s is read', async (_, delivery) => {
		for (const path of ['/session/login', '/sms/templates', '/sms/']) gateway.spoil(path, delivery);
		const started = Date.now();
		const { items: templates } = await world.run(listTemplates, [{}]);
		expect(templates.map(({ json }) => json)).toEqual(world.livevox.state.templates);

		const { items } = await world.run(sendMessage, recipients(2));
		expect(items.map(({ json }) => json.transactionId)).toEqual(
			world.livevox.record.sent.map(({ transactionId }) => transactionId),
		);
		expect(world.reached.sort()).toEqual(recipients(2).map(({ to }) => to));
		expect(Date.now() - started).toBeLessThan(4 * BAR_MS);
	});

	test.each(BROKEN)('%s leaves a message unknown', async (_, delivery, words) => {
		await world.run(listTemplates, [{}]);
		gateway.spoil('/sms/', delivery);
		const started = Date.now();
		const { items } = await world.run(impatient, recipients(2), CONTINUE);
		expect(Date.now() - started).toBeLessThan(BAR_MS);
		for (const item of items) {
			const { outcome, message } = failureOf(item);
			expect([outcome, message]).toEqual(['unknown', expect.stringContaining(words)]);
			expect(message).toContain('may have been sent');
		}
		expect(world.reached.sort()).toEqual(recipients(2).map(({ to }) => to));
	});

	test.each(AT_ONCE)('%s fails a list', async (_, delivery, words) => {
		gateway.spoil('/sms/templates', delivery);
		const { items } = await world.run(listTemplates, [{}], CONTINUE);
		expect(failureOf(items[0]).message).toContain(words);
	});

	test.each(AT_ONCE)('%s fails a login, and with it all messages', async (_, delivery) => {
		gateway.spoil('/session/login', delivery);
		const { items } = await world.run(sendMessage, recipients(3), CONTINUE);
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('rejected'));
		expect(failureOf(items[0]).message).toMatch(
			/\((during the login|LiveVox refused the login)\)$/,
		);
		expect(world.livevox.record.logins).toHaveLength(1);
		expect(world.reached).toEqual([]);
	});

	test('that never ends is given up in time', async () => {
		await world.run(listTemplates, [{}]);
		gateway.spoil('/sms/', endless);
		const started = Date.now();
		const { items } = await world.run(impatient, recipients(1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'unknown' });
		expect(failureOf(items[0]).message).toContain('did not answer in time');
		expect(Date.now() - started).toBeLessThan(BAR_MS);
	});
});
