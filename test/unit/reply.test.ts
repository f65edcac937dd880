/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import {
	createServer,
	type AddressInfo,
	type LookupFunction,
	type Server,
	type Socket,
} from 'node:net';

import axios, { type AxiosRequestConfig } from 'axios';
import fc from 'fast-check';
import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import {
	answerReply,
	brokenReply,
	codeOf,
	isRecord,
	wordsOf,
} from '../../nodes/LiveVoxSms/transport/reply';

const many = { seed: 8, numRuns: 1000 };

/** What a body can be: JSON of any shape, the text of a page, nothing; often with the keys that matter. */
const anyBody = fc.oneof(
	fc.jsonValue(),
	fc.record({ code: fc.jsonValue(), message: fc.jsonValue() }, { requiredKeys: [] }),
	fc.string(),
	fc.constant(undefined),
);

describe("LiveVox's own words", () => {
	test.each<[string, unknown, string | undefined]>([
		['a message', { code: 7, message: 'Invalid client' }, 'Invalid client'],
		['the final stop is left out', { message: 'Invalid client.' }, 'Invalid client'],
		['so are several', { message: 'Please wait...' }, 'Please wait'],
		['and exclamation marks', { message: 'Denied!.!' }, 'Denied'],
		['and blanks around it', { message: '  Denied. \n' }, 'Denied'],
		['a stop inside stays', { message: 'No. 5 is taken' }, 'No. 5 is taken'],
		['an emoji inside stays', { message: 'No 😀 today' }, 'No 😀 today'],
		['a question mark stays', { message: 'Who?' }, 'Who?'],
		['a long message is cut', { message: 'x'.repeat(501) }, `${'x'.repeat(499)}…`],
		[
			'what turns the direction of the words is not shown',
			{ message: 'No\u202e \0way' },
			'No\ufffd \ufffdway',
		],
		['one that just fits is not', { message: 'x'.repeat(500) }, 'x'.repeat(500)],
		['an empty message', { message: '' }, undefined],
		['a blank message', { message: ' \n ' }, undefined],
		['stops alone', { message: '...' }, undefined],
		['no message', { code: 7 }, undefined],
		['a number as message', { message: 7 }, undefined],
		['a list as message', { message: ['Denied'] }, undefined],
		['null as message', { message: null }, undefined],
		['a page', '<html>Bad Gateway</html>', undefined],
		['an empty text', '', undefined],
		['nothing', undefined, undefined],
		['null', null, undefined],
		['a list with a message', [{ message: 'Denied' }], undefined],
		['a list that has a message', Object.assign([], { message: 'Denied' }), undefined],
	])('%s', (_, body, words) => {
		expect(wordsOf(body)).toBe(words);
	});

	it('are a text or missing, whatever the body', () => {
		fc.assert(
			fc.property(anyBody, (body) => {
				const words = wordsOf(body);
				if (words === undefined) return;
				expect(words).toMatch(/\S/);
				expect(words.length).toBeLessThanOrEqual(500);
			}),
			many,
		);
	});

	test('are not cut inside an emoji', () => {
		const long = `${'x'.repeat(498)}😀😀`;
		expect(wordsOf({ message: long })).toBe(`${'x'.repeat(498)}…`);
	});
});

describe("LiveVox's own code", () => {
	test.each<[string, unknown, string | number | null]>([
		['a number', { code: 7 }, 7],
		['zero', { code: 0 }, 0],
		['a text', { code: 'E7' }, 'E7'],
		['one that just fits', { code: 'x'.repeat(100) }, 'x'.repeat(100)],
		['a long text is cut', { code: 'x'.repeat(101) }, `${'x'.repeat(99)}…`],
		['what turns the direction is not shown', { code: 'E\u202e7\0' }, 'E\ufffd7\ufffd'],
		['no code', { message: 'Denied' }, null],
		['null as code', { code: null }, null],
		['an object as code', { code: {} }, null],
		['true as code', { code: true }, null],
		['a page', '<html>', null],
		['nothing', undefined, null],
		['null', null, null],
		['a list that has a code', Object.assign([], { code: 7 }), null],
	])('%s', (_, body, code) => {
		expect(codeOf(body)).toBe(code);
	});

	it('is a text, a number or null, whatever the body', () => {
		fc.assert(
			fc.property(anyBody, (body) => {
				const code = codeOf(body);
				expect(code === null || ['string', 'number'].includes(typeof code)).toBe(true);
			}),
			many,
		);
	});
});

describe('an answer', () => {
	const read = ({ sessionId }: Record<string, unknown>) => sessionId;

	test.each<[string, unknown, object]>([
		['with the promised value', { sessionId: 'a' }, { value: 'a', words: undefined, code: null }],
		[
			'with an explanation',
			{ code: 7, message: 'Denied.' },
			{ value: undefined, words: 'Denied', code: 7 },
		],
		['with a page', '<html>', { value: undefined, words: undefined, code: null }],
		['with nothing', undefined, { value: undefined, words: undefined, code: null }],
		['with null', null, { value: undefined, words: undefined, code: null }],
		['with a list', [{ sessionId: 'a' }], { value: undefined, words: undefined, code: null }],
	])('%s', (_, body, expected) => {
		const answer = { statusCode: 418, headers: {}, body } as IN8nHttpFullResponse;
		expect(answerReply(answer, read)).toEqual({
			kind: 'answer',
			status: 418,
			...expected,
		});
	});

	test.each<[string, IDataObject, string | undefined]>([
		['seconds', { 'retry-after': '5' }, '5'],
		['a date', { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 'Wed, 21 Oct 2026 07:28:00 GMT'],
		['nothing', { 'retry-after': '' }, ''],
		['a number', { 'retry-after': 5 }, '5'],
		['no such header', { 'content-type': 'text/html' }, undefined],
	])('says when to come back, as it came: %s', (_, headers, retryAfter) => {
		const answer = { statusCode: 429, headers, body: '' };
		expect(answerReply(answer, read)).toMatchObject({ status: 429, retryAfter });
	});

	it('is read from a body of any shape, and only objects are searched for the value', () => {
		fc.assert(
			fc.property(anyBody, (body) => {
				const answer = { statusCode: 200, headers: {}, body } as IN8nHttpFullResponse;
				const reply = answerReply(answer, (found) => ({ found }));
				expect(reply).toMatchObject({ value: isRecord(body) ? { found: body } : undefined });
			}),
			many,
		);
	});
});

test.each<[string, unknown, boolean]>([
	['an object', {}, true],
	['null', null, false],
	['a list', [], false],
	['a text', 'x', false],
	['undefined', undefined, false],
	['a function', () => 1, false],
])('%s is a record: %s', (_, value, expected) => {
	expect(isRecord(value)).toBe(expected);
});

describe('a broken connection, as Node and axios really tell it', () => {
	const closing: Server[] = [];

	afterAll(() => closing.forEach((server) => server.close()));

	/** A server on a port of its own; `talk` is called with each connection. */
	async function listen(talk: (socket: Socket) => void): Promise<number> {
		const server = createServer((socket) => {
			socket.on('error', () => undefined);
			talk(socket);
		});
		closing.push(server);
		await once(server.listen(0, '127.0.0.1'), 'listening');
		return (server.address() as AddressInfo).port;
	}

	async function freePort(): Promise<number> {
		const port = await listen(() => undefined);
		await new Promise((closed) => closing.pop()?.close(closed));
		return port;
	}

	async function errorOf(url: string, config: AxiosRequestConfig = {}): Promise<unknown> {
		return await axios.post(url, { any: 'thing' }, { proxy: false, ...config }).then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
	}

	/** Answers the first bytes of a request in some way. */
	const atFirstBytes = (answer: (socket: Socket) => void) => (socket: Socket) =>
		socket.once('data', () => answer(socket));

	test('a refused connection', async () => {
		expect(brokenReply(await errorOf(`http://127.0.0.1:${await freePort()}/`))).toEqual({
			kind: 'broken',
			code: 'ECONNREFUSED',
			beforeSending: true,
		});
	});

	test('a host name that nobody has', async () => {
		const { code, beforeSending } = brokenReply(await errorOf('http://livevox.invalid/'));
		expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(code);
		expect(beforeSending).toBe(true);
	});

	test('a connection that ends in the middle of the TLS handshake', async () => {
		const port = await listen(atFirstBytes((socket) => socket.end()));
		expect(brokenReply(await errorOf(`https://127.0.0.1:${port}/`))).toEqual({
			kind: 'broken',
			code: 'ECONNRESET',
			beforeSending: true,
		});
	});

	test.each<[string, (socket: Socket) => void, unknown]>([
		['reset after the request', (socket) => socket.resetAndDestroy(), 'ECONNRESET'],
		['ended without an answer', (socket) => socket.end(), 'ECONNRESET'],
		[
			'ended in the middle of the answer',
			(socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"tr'),
			'ERR_BAD_RESPONSE',
		],
		[
			'answered with something else than HTTP',
			(socket) => socket.end('Hello\r\n\r\n'),
			expect.stringMatching(/^HPE_/),
		],
	])('%s', async (_, answer, code) => {
		const port = await listen(atFirstBytes(answer));
		expect(brokenReply(await errorOf(`http://127.0.0.1:${port}/`))).toEqual({
			kind: 'broken',
			code,
			beforeSending: false,
		});
	});

	test('a time-out', async () => {
		const port = await listen(() => undefined);
		const error = await errorOf(`http://127.0.0.1:${port}/`, { timeout: 30 });
		expect(brokenReply(error)).toEqual({
			kind: 'broken',
			code: 'ECONNABORTED',
			beforeSending: false,
		});
	});

	test('an execution that is stopped', async () => {
		const stopped = new AbortController();
		const port = await listen(atFirstBytes(() => stopped.abort()));
		const error = await errorOf(`http://127.0.0.1:${port}/`, { signal: stopped.signal });
		expect(brokenReply(error)).toEqual({
			kind: 'broken',
			code: 'ERR_CANCELED',
			beforeSending: false,
		});
	});

	test('a host of two addresses that both refuse', async () => {
		const lookup: LookupFunction = (_host, _options, found) => {
			found(null, [
				{ address: '127.0.0.1', family: 4 },
				{ address: '127.0.0.2', family: 4 },
			]);
		};
		const url = `http://livevox.invalid:${await freePort()}/`;
		const config = { lookup: lookup as NonNullable<AxiosRequestConfig['lookup']> };
		expect(brokenReply(await errorOf(url, config))).toEqual({
			kind: 'broken',
			code: 'ECONNREFUSED',
			beforeSending: true,
		});
	});
});

describe('a broken connection, as other errors tell it', () => {
	/** One error around the other, the first one outermost. */
	function chain(...errors: Array<{ message?: string; [key: string]: unknown }>): unknown {
		return errors.reduceRight<unknown>(
			(cause, { message, ...rest }) => Object.assign(new Error(message, { cause }), rest),
			undefined,
		);
	}

	test.each([
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
		'CERT_REVOKED',
		'CERT_UNTRUSTED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'ERR_HTTP_INVALID_HEADER_VALUE',
		'ERR_INVALID_CHAR',
		'ERR_INVALID_HTTP_TOKEN',
		'ERR_INVALID_PROTOCOL',
		'ERR_INVALID_URL',
		'ERR_SOCKET_BAD_PORT',
		'ERR_TLS_CERT_ALTNAME_INVALID',
		'ERR_UNESCAPED_CHARACTERS',
		'HOSTNAME_MISMATCH',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_GET_ISSUER_CERT',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'ECONNREFUSED',
		'ENOTFOUND',
		'EAI_AGAIN',
		'EAI_FAIL',
		'EAI_NODATA',
	])('before sending: %s', (code) => {
		expect(brokenReply(chain({ code }))).toEqual({ kind: 'broken', code, beforeSending: true });
	});

	test.each<[string, unknown, string, boolean]>([
		[
			'a connection that was never made',
			chain({ code: 'ETIMEDOUT', syscall: 'connect' }),
			'ETIMEDOUT',
			true,
		],
		['the same with no answer', chain({ code: 'ETIMEDOUT', syscall: 'read' }), 'ETIMEDOUT', false],
		['a write that broke', chain({ code: 'EPIPE', syscall: 'write' }), 'EPIPE', false],
		[
			'a cut in the TLS handshake, deep inside',
			chain(
				{},
				{},
				{
					code: 'ECONNRESET',
					message: 'disconnected before secure TLS connection was established',
				},
			),
			'ECONNRESET',
			true,
		],
		['the reason outside', chain({ code: 'ENOTFOUND' }, { code: 'OTHER' }), 'OTHER', true],
		[
			'the innermost code is the name of it',
			chain({ code: 'ERR_NETWORK' }, { code: 'ECONNRESET' }),
			'ECONNRESET',
			false,
		],
		[
			'an outer code where the cause has none',
			chain({ code: 'ECONNABORTED' }, {}),
			'ECONNABORTED',
			false,
		],
		[
			'a code that is no text',
			chain({ code: 'ECONNABORTED' }, { code: 500 }),
			'ECONNABORTED',
			false,
		],
		['an error without a code', chain({ message: 'Any' }), 'UNKNOWN', false],
		['n8n’s copy of the code', chain({ httpCode: 'ENOTFOUND' }), 'ENOTFOUND', true],
		[
			'a code beside its copy',
			chain({ httpCode: 'OTHER', code: 'ECONNRESET' }),
			'ECONNRESET',
			false,
		],
		[
			'n8n’s copy of the text of a cut in the TLS handshake',
			chain({ messages: ['Any', 'disconnected before secure TLS connection was established'] }),
			'UNKNOWN',
			true,
		],
		['what looks like an error', { message: 'Any', code: 'ENOTFOUND' }, 'ENOTFOUND', true],
		['a text', 'ENOTFOUND', 'UNKNOWN', false],
		['nothing', undefined, 'UNKNOWN', false],
		['null', null, 'UNKNOWN', false],
	])('%s', (_, error, code, beforeSending) => {
		expect(brokenReply(error)).toEqual({ kind: 'broken', code, beforeSending });
	});

	test('causes are followed ten deep, further than anything wraps', () => {
		const deep = (depth: number) => [...Array(depth - 1).fill({}), { code: 'ENOTFOUND' }];
		expect(brokenReply(chain(...deep(10))).code).toBe('ENOTFOUND');
		expect(brokenReply(chain(...deep(11))).code).toBe('UNKNOWN');
	});

	test('an error that is its own cause comes to an end', () => {
		const error = Object.assign(new Error('Any'), { code: 'ECONNRESET' });
		error.cause = error;
		expect(brokenReply(error).code).toBe('ECONNRESET');
	});

	it('never throws', () => {
		fc.assert(
			fc.property(fc.anything(), (cause) => {
				expect(brokenReply(cause).beforeSending).toBe(false);
				expect(brokenReply(new Error('Any', { cause })).beforeSending).toBe(false);
			}),
			many,
		);
	});
});

test.each<[string, object]>([
	['a message that is no text', { message: undefined }],
	['a message that cannot become one', { message: Object.create(null) }],
	['messages that are no list', { message: 'Any', messages: null }],
	['a list of messages that are no texts', { message: 'Any', messages: [undefined] }],
])('an error with %s is told like any other', (_, error) => {
	expect(brokenReply(error)).toEqual({ kind: 'broken', code: 'UNKNOWN', beforeSending: false });
});

describe('what Node and n8n say of TLS', () => {
	const eproto = (what: string) =>
		`write EPROTO 800C63E97B7F0000:error:0A00010B:SSL routines:${what}\n`;
	const alert = (number: number) =>
		`ssl3_read_bytes:ssl/tls alert handshake failure:../deps/ssl/rec_layer_s3.c:918:SSL alert number ${number}`;
	const PLAIN = 'ssl3_get_record:wrong version number:../deps/ssl3_record.c:350:';

	const asNode = (message: string) =>
		Object.assign(new Error(message), { code: 'EPROTO', syscall: 'write' });
	const asN8n28 = (message: string) =>
		Object.assign(new Error('Any'), { messages: [message], httpCode: 'EPROTO' });

	describe.each([
		['itself', asNode],
		['in n8n 2.8’s copy of it', asN8n28],
	])('an error of a handshake, %s, has nothing written', (_, error) => {
		test.each([40, 47, 49, 70, 71, 80, 86, 112, 120])('alert %i', (number) => {
			expect(brokenReply(error(eproto(alert(number))))).toMatchObject({
				code: 'EPROTO',
				beforeSending: true,
			});
		});

		test.each([
			['a server that speaks no TLS', PLAIN],
			[
				'the same on Node 24',
				'tls_validate_record_header:wrong version number:../tlsany_meth.c:77:',
			],
			['one of an old version', 'ssl_choose_client_version:unsupported protocol:../lib.c:1987:'],
			['one with a weak key', 'tls_process_ske_dhe:dh key too small:../clnt.c:2205:'],
			[
				'one that renegotiates as of old',
				'final_renegotiate:unsafe legacy renegotiation disabled:../e.c:946:',
			],
		])('%s', (_name, what) => {
			expect(brokenReply(error(eproto(what))).beforeSending).toBe(true);
		});

		// TLS 1.3 has let the request through by the time the server looks at the client's certificate.
		test.each([20, 42, 43, 44, 45, 46, 48, 51, 116, 400])('but not for alert %i', (number) => {
			expect(brokenReply(error(eproto(alert(number)))).beforeSending).toBe(false);
		});

		test('but not for another failure of the same write', () => {
			expect(brokenReply(error(eproto('f:bad write retry:../s.c:1:'))).beforeSending).toBe(false);
		});
	});

	// Over an established connection, after the request.
	test.each([
		['plain bytes', 'ERR_SSL_WRONG_VERSION_NUMBER', PLAIN],
		['an alert', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', alert(40)],
		['an internal error', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', alert(80)],
		['a certificate asked for', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', alert(116)],
	])('%s without the words of a write may come after the request', (_, code, what) => {
		const message = eproto(what).replace('write EPROTO ', '');
		const error = Object.assign(new Error(message), { code });
		const copy = Object.assign(new Error('Any'), { messages: [message], httpCode: code });
		for (const each of [error, copy]) {
			expect(brokenReply(each)).toEqual({ kind: 'broken', code, beforeSending: false });
		}
	});
});

test.each<[string, boolean]>([
	['Proxy connection ended before receiving CONNECT response', true],
	['connect EHOSTUNREACH 192.0.2.1:443', true],
	['connect ETIMEDOUT 192.0.2.1:443 - Local (192.0.2.9:0)', true],
	['getaddrinfo EBUSY livevox.invalid', true],
	['read ECONNRESET', false],
	['socket hang up', false],
	['could not connect ETIMEDOUT', false],
	['LiveVox: Proxy connection ended before receiving CONNECT response', false],
])('n8n’s copy of "%s" proves it: %p', (message, beforeSending) => {
	expect(brokenReply(Object.assign(new Error('Any'), { messages: [message] }))).toEqual({
		kind: 'broken',
		code: 'UNKNOWN',
		beforeSending,
	});
});

// A host of several addresses: Node gathers what each of them came to, and `syscall` is only there.
test.each<[string, unknown]>([
	['none', []],
	['another end for one of them', [{ message: '', syscall: 'connect' }, { message: '' }]],
	['what are no errors', ['connect', null]],
	['one that is no error', [{ message: '', syscall: 'connect' }, null]],
])('a host whose addresses gather %s may have been connected', (_, errors) => {
	expect(brokenReply(Object.assign(new Error('Any'), { errors })).beforeSending).toBe(false);
});

test('a host none of whose addresses answers was never connected', () => {
	const each = ['192.0.2.1', '192.0.2.2'].map((address) =>
		Object.assign(new Error('connect ETIMEDOUT'), {
			code: 'ETIMEDOUT',
			syscall: 'connect',
			address,
		}),
	);
	const error = Object.assign(new AggregateError(each), { code: 'ETIMEDOUT' });
	expect(brokenReply(new Error('', { cause: error })).beforeSending).toBe(true);
});
