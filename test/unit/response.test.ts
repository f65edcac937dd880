/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer, type AddressInfo, type LookupFunction, type Server, type Socket } from 'node:net';

import axios, { type AxiosRequestConfig } from 'axios';
import fc from 'fast-check';
import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { connectionErrors, responseAdvice, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import type { Failure, Result } from '../../nodes/LiveVoxSms/shared/result';
import { isRecord } from '../../nodes/LiveVoxSms/transport/endpoints';
import { toResult } from '../../nodes/LiveVoxSms/transport/response';

const many = { seed: 8, numRuns: 1000 };

interface Response {
	status: number;
	body?: unknown;
	headers?: IDataObject;
}

/** The promised value is under `value`. */
const judge = async ({ status, body = '', headers = {} }: Response): Promise<Result<unknown>> =>
	await toResult(Promise.resolve({ statusCode: status, headers, body } as IN8nHttpFullResponse), ({ value }) => value);

const failureOf = (result: Result<unknown>): Failure => {
	if (result.outcome === 'accepted') throw new Error('It was accepted');
	return result;
};

const errorOf = async (response: Response) => failureOf(await judge(response)).error;

const judgeError = async (error: unknown): Promise<Failure> =>
	failureOf(await toResult(Promise.reject(error), () => 1));

/** Whether what was thrown proves that nothing was written. */
async function brokenBy(error: unknown) {
	const failure = await judgeError(error);
	return { code: failure.error.code, isUnwritten: failure.outcome === 'rejected' };
}

/** What a body can be: JSON of any shape, the text of a page, nothing; often with the keys that matter. */
const anyBody = fc.oneof(
	fc.jsonValue(),
	fc.record({ code: fc.jsonValue(), message: fc.jsonValue() }, { requiredKeys: [] }),
	fc.string(),
	fc.constant(undefined),
);

/** LiveVox's own words in what a user reads. */
async function reasonFor(body: unknown): Promise<string | undefined> {
	const { message } = await errorOf({ status: 400, body });
	const [reason, rest] = message.split(' (LiveVox, status 400)');
	if (rest === '') return reason;
	expect(message).toBe('LiveVox returned status 400 without a reason');
	return undefined;
}

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
		['what turns the direction of the words is not shown', { message: 'No\u202e \0way' }, 'No\ufffd \ufffdway'],
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
	])('%s', async (_, body, words) => {
		expect(await reasonFor(body)).toBe(words);
	});

	it('are a text or missing, whatever the body', async () => {
		await fc.assert(
			fc.asyncProperty(anyBody, async (body) => {
				const words = await reasonFor(body);
				if (words === undefined) return;
				expect(words).toMatch(/\S/);
				expect(words.length).toBeLessThanOrEqual(500);
			}),
			many,
		);
	});

	test('are not cut inside an emoji', async () => {
		const long = `${'x'.repeat(498)}😀😀`;
		expect(await reasonFor({ message: long })).toBe(`${'x'.repeat(498)}…`);
	});
});

describe("LiveVox's own code", () => {
	test.each<[string, unknown, string | number | undefined]>([
		['a number', { code: 7 }, 7],
		['zero', { code: 0 }, 0],
		['a text', { code: 'E7' }, 'E7'],
		['one that just fits', { code: 'x'.repeat(100) }, 'x'.repeat(100)],
		['a long text is cut', { code: 'x'.repeat(101) }, `${'x'.repeat(99)}…`],
		['what turns the direction is not shown', { code: 'E\u202e7\0' }, 'E\ufffd7\ufffd'],
		['no code', { message: 'Denied' }, undefined],
		['null as code', { code: null }, undefined],
		['an object as code', { code: {} }, undefined],
		['true as code', { code: true }, undefined],
		['a page', '<html>', undefined],
		['nothing', undefined, undefined],
		['null', null, undefined],
		['a list that has a code', Object.assign([], { code: 7 }), undefined],
	])('%s', async (_, body, code) => {
		expect((await errorOf({ status: 400, body })).code).toBe(code);
	});

	it('is a text or a number if there is one, whatever the body', async () => {
		await fc.assert(
			fc.asyncProperty(anyBody, async (body) => {
				const { code } = await errorOf({ status: 400, body });
				expect(code === undefined || ['string', 'number'].includes(typeof code)).toBe(true);
			}),
			many,
		);
	});
});

describe('the outcome of a response', () => {
	const VALUE = { value: 51644325690 };
	const WORDS = { message: 'The number is on a do-not-contact list' };
	const retryAfter = (value: unknown) => ({ 'retry-after': value }) as IDataObject;

	test.each<[string, Response]>([
		['200', { status: 200, body: VALUE }],
		['201', { status: 201, body: VALUE }],
		['204', { status: 204, body: VALUE }],
		['202 with the promised value', { status: 202, body: { ...VALUE, ...WORDS, code: 7 } }],
		['a value that counts as false', { status: 200, body: { value: 0 } }],
		['an empty text as value', { status: 200, body: { value: '' } }],
		['an empty list as value', { status: 200, body: { value: [] } }],
	])('is accepted: %s', async (_, response) => {
		const { value } = response.body as { value: unknown };
		expect(await judge(response)).toEqual({ outcome: 'accepted', value });
	});

	test.each<[string, Response]>([
		['202 with words', { status: 202, body: WORDS }],
		['202 with a code alone', { status: 202, body: { code: 7 } }],
		['202 with the code 0', { status: 202, body: { code: 0 } }],
		['400', { status: 400 }],
		['401', { status: 401 }],
		['403', { status: 403 }],
		['404', { status: 404 }],
		['405', { status: 405 }],
		['409', { status: 409 }],
		['429', { status: 429 }],
		['499', { status: 499 }],
		['400 with a value', { status: 400, body: VALUE }],
		['503 with Retry-After', { status: 503, headers: retryAfter('5') }],
		['503 whose Retry-After is empty', { status: 503, headers: retryAfter('') }],
	])('is rejected: %s', async (_, response) => {
		expect(await judge(response)).toMatchObject({
			outcome: 'rejected',
			cause: 'request',
			error: { httpStatus: response.status },
		});
	});

	test.each<[string, Response]>([
		['100', { status: 100 }],
		['200 without the promised value', { status: 200, body: {} }],
		['200 with words alone', { status: 200, body: { ...WORDS, code: 7 } }],
		['200 with a list', { status: 200, body: [VALUE] }],
		['200 with a page', { status: 200, body: '<html>' }],
		['200 with null', { status: 200, body: null }],
		['202 without value, words and code', { status: 202, body: {} }],
		['204 without a value', { status: 204 }],
		['302', { status: 302 }],
		['399', { status: 399 }],
		['408: the timeout of a gateway', { status: 408 }],
		['408 with words', { status: 408, body: WORDS }],
		['500', { status: 500 }],
		['500 with words and a value', { status: 500, body: { ...VALUE, ...WORDS } }],
		['502', { status: 502 }],
		['503', { status: 503 }],
		['502 with Retry-After', { status: 502, headers: retryAfter('5') }],
		['504', { status: 504 }],
		['599', { status: 599 }],
		['a status of no class', { status: 600 }],
	])('is unknown: %s', async (_, response) => {
		const result = await judge(response);
		expect(result).toMatchObject({ outcome: 'unknown', cause: 'request' });
		expect(result).not.toHaveProperty('retry');
	});

	const responses = fc.record({
		status: fc.oneof(fc.integer({ min: 100, max: 600 }), fc.constantFrom(200, 202, 408, 429, 503)),
		body: fc.oneof(
			anyBody,
			fc.record({ value: fc.jsonValue(), message: fc.string(), code: fc.integer() }, { requiredKeys: [] }),
		),
		headers: fc.oneof(fc.constant({}), fc.string().map(retryAfter)),
	});

	it('is accepted for nothing but a 2xx with the promised value', async () => {
		await fc.assert(
			fc.asyncProperty(responses, async (response) => {
				const is2xx = response.status >= 200 && response.status < 300;
				const isPromised =
					isRecord(response.body as unknown) && (response.body as { value?: unknown }).value !== undefined;
				const { outcome } = await judge(response);
				expect(outcome === 'accepted').toBe(is2xx && isPromised);
			}),
			{ seed: 5, numRuns: 1000 },
		);
	});

	it('is rejected for nothing but a 4xx except 408, an explained 202, and a 503 with Retry-After', async () => {
		await fc.assert(
			fc.asyncProperty(responses, async (response) => {
				const result = await judge(response);
				if (result.outcome !== 'rejected') return;
				const { status } = response;
				const is4xx = status >= 400 && status <= 499 && status !== 408;
				const isExplained = status === 202 && isRecord(response.body);
				const isBusy = status === 503 && 'retry-after' in response.headers;
				expect(is4xx || isExplained || isBusy).toBe(true);
			}),
			{ seed: 6, numRuns: 1000 },
		);
	});

	test.each<[string, Response, object | undefined]>([
		['429', { status: 429 }, { afterMs: undefined }],
		['429 with Retry-After', { status: 429, headers: retryAfter('5') }, { afterMs: 5000 }],
		['429 with a number in it', { status: 429, headers: retryAfter(5) }, { afterMs: 5000 }],
		['429 with nonsense in it', { status: 429, headers: retryAfter('soon') }, { afterMs: undefined }],
		['503 with Retry-After', { status: 503, headers: retryAfter('0.25') }, { afterMs: 250 }],
		['503 with an empty one', { status: 503, headers: retryAfter('') }, { afterMs: undefined }],
		['400 with Retry-After', { status: 400, headers: retryAfter('5') }, undefined],
		['401', { status: 401 }, undefined],
		['202 with words', { status: 202, body: WORDS }, undefined],
	])('says whether and when to retry: %s', async (_, response, retry) => {
		expect(failureOf(await judge(response)).retry).toEqual(retry);
	});
});

describe('the words for a response', () => {
	test("are LiveVox's own first, then the status", async () => {
		expect(await errorOf({ status: 400, body: { message: 'Unknown template.', code: 12 } })).toEqual({
			message: 'Unknown template (LiveVox, status 400)',
			description: responseAdvice.rejected,
			httpStatus: 400,
			code: 12,
		});
	});

	test('are those of the status if there are none', async () => {
		expect(await errorOf({ status: 599 })).toEqual({
			message: 'LiveVox returned status 599 without a reason',
			description: responseAdvice.serverFailed,
			httpStatus: 599,
		});
	});

	test.each([
		[100, 'notLivevox'],
		[200, 'notLivevox'],
		[202, 'notDone'],
		[299, 'notLivevox'],
		[300, 'redirected'],
		[302, 'redirected'],
		[399, 'redirected'],
		[400, 'rejected'],
		[401, 'sessionRejected'],
		[403, 'roleDenied'],
		[404, 'wrongAddress'],
		[405, 'wrongAddress'],
		[407, 'proxyLogin'],
		[408, 'requestTimeout'],
		[409, 'rejected'],
		[429, 'throttled'],
		[499, 'rejected'],
		[500, 'serverFailed'],
		[502, 'serverFailed'],
		[503, 'busy'],
		[504, 'serverFailed'],
	] as const)('end with advice for %i: %s', async (status, advice) => {
		expect((await errorOf({ status })).description).toBe(responseAdvice[advice]);
	});

	test.each([
		['1', 'LiveVox asked to wait 1 second. '],
		['2.5', 'LiveVox asked to wait 3 seconds. '],
		['3600', 'LiveVox asked to wait 3,600 seconds. '],
		['soon', ''],
	])('say how long LiveVox asked to wait: %s', async (header, wait) => {
		const { description } = await errorOf({ status: 429, headers: { 'retry-after': header } });
		expect(description).toBe(`${wait}${responseAdvice.throttled}`);
	});
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

	async function errorFrom(url: string, config: AxiosRequestConfig = {}): Promise<unknown> {
		return await axios.post(url, { any: 'thing' }, { proxy: false, ...config }).then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
	}

	/** Answers the first bytes of a request in some way. */
	const atFirstBytes = (answer: (socket: Socket) => void) => (socket: Socket) =>
		socket.once('data', () => answer(socket));

	test('a refused connection', async () => {
		expect(await brokenBy(await errorFrom(`http://127.0.0.1:${await freePort()}/`))).toEqual({
			code: 'ECONNREFUSED',
			isUnwritten: true,
		});
	});

	test('a host name that nobody has', async () => {
		const { code, isUnwritten } = await brokenBy(await errorFrom('http://livevox.invalid/'));
		expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(code);
		expect(isUnwritten).toBe(true);
	});

	test('a connection that ends in the middle of the TLS handshake', async () => {
		const port = await listen(atFirstBytes((socket) => socket.end()));
		expect(await brokenBy(await errorFrom(`https://127.0.0.1:${port}/`))).toEqual({
			code: 'ECONNRESET',
			isUnwritten: true,
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
		['answered with something else than HTTP', (socket) => socket.end('Hello\r\n\r\n'), expect.stringMatching(/^HPE_/)],
	])('%s', async (_, answer, code) => {
		const port = await listen(atFirstBytes(answer));
		expect(await brokenBy(await errorFrom(`http://127.0.0.1:${port}/`))).toEqual({
			code,
			isUnwritten: false,
		});
	});

	test('a time-out', async () => {
		const port = await listen(() => undefined);
		const error = await errorFrom(`http://127.0.0.1:${port}/`, { timeout: 30 });
		expect(await brokenBy(error)).toEqual({
			code: 'ECONNABORTED',
			isUnwritten: false,
		});
	});

	test('an execution that is stopped', async () => {
		const stopped = new AbortController();
		const port = await listen(atFirstBytes(() => stopped.abort()));
		const error = await errorFrom(`http://127.0.0.1:${port}/`, { signal: stopped.signal });
		expect(await brokenBy(error)).toEqual({
			code: 'ERR_CANCELED',
			isUnwritten: false,
		});
	});

	test('a host of two addresses that both reject', async () => {
		const lookup: LookupFunction = (_host, _options, found) => {
			found(null, [
				{ address: '127.0.0.1', family: 4 },
				{ address: '127.0.0.2', family: 4 },
			]);
		};
		const url = `http://livevox.invalid:${await freePort()}/`;
		const config = { lookup: lookup as NonNullable<AxiosRequestConfig['lookup']> };
		expect(await brokenBy(await errorFrom(url, config))).toEqual({
			code: 'ECONNREFUSED',
			isUnwritten: true,
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
	])('before sending: %s', async (code) => {
		expect(await brokenBy(chain({ code }))).toEqual({ code, isUnwritten: true });
	});

	test.each<[string, unknown, string, boolean]>([
		['a connection that was never made', chain({ code: 'ETIMEDOUT', syscall: 'connect' }), 'ETIMEDOUT', true],
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
		['an outer code where the cause has none', chain({ code: 'ECONNABORTED' }, {}), 'ECONNABORTED', false],
		['a code that is no text', chain({ code: 'ECONNABORTED' }, { code: 500 }), 'ECONNABORTED', false],
		['an error without a code', chain({ message: 'Any' }), 'UNKNOWN', false],
		['n8n’s copy of the code', chain({ httpCode: 'ENOTFOUND' }), 'ENOTFOUND', true],
		['a code beside its copy', chain({ httpCode: 'OTHER', code: 'ECONNRESET' }), 'ECONNRESET', false],
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
	])('%s', async (_, error, code, isUnwritten) => {
		expect(await brokenBy(error)).toEqual({ code, isUnwritten });
	});

	test('causes are followed ten deep, further than anything wraps', async () => {
		const deep = (depth: number) => [...Array(depth - 1).fill({}), { code: 'ENOTFOUND' }];
		expect((await brokenBy(chain(...deep(10)))).code).toBe('ENOTFOUND');
		expect((await brokenBy(chain(...deep(11)))).code).toBe('UNKNOWN');
	});

	test('an error that is its own cause comes to an end', async () => {
		const error = Object.assign(new Error('Any'), { code: 'ECONNRESET' });
		error.cause = error;
		expect((await brokenBy(error)).code).toBe('ECONNRESET');
	});

	it('never throws', async () => {
		await fc.assert(
			fc.asyncProperty(fc.anything(), async (cause) => {
				expect((await brokenBy(cause)).isUnwritten).toBe(false);
				expect((await brokenBy(new Error('Any', { cause }))).isUnwritten).toBe(false);
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
])('an error with %s is told like any other', async (_, error) => {
	expect(await brokenBy(error)).toEqual({ code: 'UNKNOWN', isUnwritten: false });
});

describe('what Node and n8n say of TLS', () => {
	const eproto = (what: string) => `write EPROTO 800C63E97B7F0000:error:0A00010B:SSL routines:${what}\n`;
	const alert = (number: number) =>
		`ssl3_read_bytes:ssl/tls alert handshake failure:../deps/ssl/rec_layer_s3.c:918:SSL alert number ${number}`;
	const PLAIN = 'ssl3_get_record:wrong version number:../deps/ssl3_record.c:350:';

	const asNode = (message: string) => Object.assign(new Error(message), { code: 'EPROTO', syscall: 'write' });
	const asN8n28 = (message: string) => Object.assign(new Error('Any'), { messages: [message], httpCode: 'EPROTO' });

	describe.each([
		['itself', asNode],
		['in n8n 2.8’s copy of it', asN8n28],
	])('an error of a handshake, %s, has nothing written', (_, error) => {
		test.each([40, 47, 49, 70, 71, 80, 86, 112, 120])('alert %i', async (number) => {
			expect(await brokenBy(error(eproto(alert(number))))).toMatchObject({
				code: 'EPROTO',
				isUnwritten: true,
			});
		});

		test.each([
			['a server that speaks no TLS', PLAIN],
			['the same on Node 24', 'tls_validate_record_header:wrong version number:../tlsany_meth.c:77:'],
			['one of an old version', 'ssl_choose_client_version:unsupported protocol:../lib.c:1987:'],
			['one with a weak key', 'tls_process_ske_dhe:dh key too small:../clnt.c:2205:'],
			['one that renegotiates as of old', 'final_renegotiate:unsafe legacy renegotiation disabled:../e.c:946:'],
		])('%s', async (_name, what) => {
			expect((await brokenBy(error(eproto(what)))).isUnwritten).toBe(true);
		});

		// TLS 1.3 has let the request through by the time the server looks at the client's certificate.
		test.each([20, 42, 43, 44, 45, 46, 48, 51, 116, 400])('but not for alert %i', async (number) => {
			expect((await brokenBy(error(eproto(alert(number))))).isUnwritten).toBe(false);
		});

		test('but not for another failure of the same write', async () => {
			expect((await brokenBy(error(eproto('f:bad write retry:../s.c:1:')))).isUnwritten).toBe(false);
		});
	});

	// Over an established connection, after the request.
	test.each([
		['plain bytes', 'ERR_SSL_WRONG_VERSION_NUMBER', PLAIN],
		['an alert', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', alert(40)],
		['an internal error', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', alert(80)],
		['a certificate asked for', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', alert(116)],
	])('%s without the words of a write may come after the request', async (_, code, what) => {
		const message = eproto(what).replace('write EPROTO ', '');
		const error = Object.assign(new Error(message), { code });
		const copy = Object.assign(new Error('Any'), { messages: [message], httpCode: code });
		for (const each of [error, copy]) {
			expect(await brokenBy(each)).toEqual({ code, isUnwritten: false });
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
])('n8n’s copy of "%s" proves it: %p', async (message, isUnwritten) => {
	expect(await brokenBy(Object.assign(new Error('Any'), { messages: [message] }))).toEqual({
		code: 'UNKNOWN',
		isUnwritten,
	});
});

// A host of several addresses: Node gathers what each of them came to, and `syscall` is only there.
test.each<[string, unknown]>([
	['none', []],
	['another end for one of them', [{ message: '', syscall: 'connect' }, { message: '' }]],
	['what are no errors', ['connect', null]],
	['one that is no error', [{ message: '', syscall: 'connect' }, null]],
])('a host whose addresses gather %s may have been connected', async (_, errors) => {
	expect((await brokenBy(Object.assign(new Error('Any'), { errors }))).isUnwritten).toBe(false);
});

test('a host none of whose addresses answers was never connected', async () => {
	const each = ['192.0.2.1', '192.0.2.2'].map((address) =>
		Object.assign(new Error('connect ETIMEDOUT'), {
			code: 'ETIMEDOUT',
			syscall: 'connect',
			address,
		}),
	);
	const error = Object.assign(new AggregateError(each), { code: 'ETIMEDOUT' });
	expect((await brokenBy(new Error('', { cause: error }))).isUnwritten).toBe(true);
});

describe('the words for a broken connection', () => {
	const never = (code: string) => Object.assign(new Error('Any'), { code, syscall: 'connect' });
	const broken = (code: string) => Object.assign(new Error('Any'), { code });

	test.each([
		['rejected', broken('ECONNREFUSED'), connectionErrors.notConnected],
		['never made', never('ETIMEDOUT'), connectionErrors.notConnected],
		['a certificate that is not trusted', broken('CERT_HAS_EXPIRED'), connectionErrors.certificate],
		['one that is self-signed', broken('DEPTH_ZERO_SELF_SIGNED_CERT'), connectionErrors.certificate],
		['one for another host', broken('ERR_TLS_CERT_ALTNAME_INVALID'), connectionErrors.certificate],
		['one of an unknown issuer', broken('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), connectionErrors.certificate],
		['a timeout of axios', broken('ECONNABORTED'), connectionErrors.timeout],
		['a timeout of the network', broken('ETIMEDOUT'), connectionErrors.timeout],
		['a timeout of the socket', broken('ESOCKETTIMEDOUT'), connectionErrors.timeout],
		['stopped', broken('ERR_CANCELED'), connectionErrors.stopped],
		['reset', broken('ECONNRESET'), connectionErrors.lost],
		['anything else', new Error('Any'), connectionErrors.lost],
	])('%s', async (_, error, words) => {
		expect(await judgeError(error)).toMatchObject({
			cause: 'request',
			error: { ...toWords(words), code: (error as { code?: string }).code ?? 'UNKNOWN' },
		});
	});

	test.each([
		['rejected', broken('ECONNREFUSED'), true],
		['name not found', broken('ENOTFOUND'), true],
		['no name server', broken('EAI_AGAIN'), true],
		['never made', never('ETIMEDOUT'), false],
		['an expired certificate', broken('CERT_HAS_EXPIRED'), false],
		['an invalid address', broken('ERR_INVALID_URL'), false],
		['reset', broken('ECONNRESET'), false],
		['named so inside a cause that is not', new Error('Any', { cause: broken('ECONNRESET') }), false],
	])('are worth repeating the request: %s: %p', async (_, error, isRetryable) => {
		expect((await judgeError(error)).retry).toEqual(isRetryable ? { afterMs: undefined } : undefined);
	});
});
