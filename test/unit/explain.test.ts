import fc from 'fast-check';
import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { Reply } from '../../nodes/LiveVoxSms/delivery/outcome';
import { explain } from '../../nodes/LiveVoxSms/transport/explain';
import { answerReply, CERTIFICATE_REFUSED } from '../../nodes/LiveVoxSms/transport/reply';

const STATUSES = Array.from({ length: 500 }, (_, index) => 100 + index);

const answer = (status: number, words?: string, code: string | number | null = null) =>
	({
		kind: 'answer',
		status,
		value: undefined,
		words,
		code,
		retryAfter: undefined,
	}) satisfies Reply<unknown>;

const broken = (code: string, beforeSending = false) =>
	({ kind: 'broken', code, beforeSending }) satisfies Reply<unknown>;

describe('an answer', () => {
	test("LiveVox's own words come first, then the status", () => {
		expect(explain(answer(400, 'Unknown template', 12))).toEqual({
			message: 'Unknown template (LiveVox, status 400)',
			description:
				'LiveVox refuses the request as it stands. For a message, compare From, To, Template, Service and Account with what LiveVox has.',
			httpStatus: 400,
			code: 12,
		});
	});

	test.each([
		['none', undefined],
		['empty ones', ''],
	])('where it has %s, the status speaks', (_, words) => {
		expect(explain(answer(599, words))).toEqual({
			message: 'LiveVox answered with status 599 and gave no reason',
			description:
				'LiveVox, or a gateway in front of it, did not finish the request. Try again later.',
			httpStatus: 599,
			code: null,
		});
	});

	test.each([
		[100, 'is not one of the LiveVox API'],
		[200, 'is not one of the LiveVox API'],
		[202, 'do-not-contact list'],
		[299, 'is not one of the LiveVox API'],
		[300, 'points to another address'],
		[302, 'points to another address'],
		[399, 'points to another address'],
		[400, 'refuses the request as it stands'],
		[401, 'even after a new login'],
		[403, 'roles Agent, Sysadmin, Superuser and Manager'],
		[404, 'Check the environment, or the Base URL'],
		[405, 'Check the environment, or the Base URL'],
		[407, 'a login at the proxy between n8n and LiveVox'],
		[409, 'refuses the request as it stands'],
		[429, 'takes no more requests for the moment'],
		[499, 'refuses the request as it stands'],
		[500, 'did not finish the request'],
		[502, 'did not finish the request'],
		[503, 'busy or under maintenance'],
		[504, 'did not finish the request'],
	])('%i is met with advice: …%s…', (status, advice) => {
		expect(explain(answer(status)).description).toContain(advice);
	});

	test.each([200, 302])('%i leads to the address in the credential as well', (status) => {
		expect(explain(answer(status)).description).toContain(
			'Check the environment, or the Base URL, in the LiveVox API credential.',
		);
	});
});

describe('a broken connection', () => {
	test.each([
		[
			'before sending',
			broken('ECONNREFUSED', true),
			'No connection to LiveVox could be made',
			'Check the environment, or the Base URL, in the LiveVox API credential. Check too that this n8n server may reach it (name server, firewall, proxy, certificates).',
		],
		[
			'before sending, by a time-out',
			broken('ETIMEDOUT', true),
			'No connection to LiveVox could be made',
			'(name server, firewall, proxy, certificates).',
		],
		['time-out of axios', broken('ECONNABORTED'), 'did not answer in time', 'again later'],
		['time-out of the network', broken('ETIMEDOUT'), 'did not answer in time', 'again later'],
		['time-out of the socket', broken('ESOCKETTIMEDOUT'), 'did not answer in time', 'again later'],
		['stopped', broken('ERR_CANCELED'), 'The execution was stopped', 'Nothing more'],
		['reset', broken('ECONNRESET'), 'broke before its answer was complete', 'again later'],
		['anything else', broken('UNKNOWN'), 'broke before its answer was complete', 'again later'],
	])('%s', (_, reply, message, description) => {
		const refusal = explain(reply);
		expect(refusal).toMatchObject({ httpStatus: null, code: reply.code });
		expect(refusal.message).toContain(message);
		expect(refusal.description).toContain(description);
	});
});

test.each(CERTIFICATE_REFUSED)('a certificate that is not trusted says so: %s', (code) => {
	const { message, description } = explain(broken(code, true));
	expect(message).toContain('n8n does not trust the certificate');
	expect(description).toContain('NODE_EXTRA_CA_CERTS');
});

test('a login that brought no session keeps its own words', () => {
	expect(
		explain({
			kind: 'noSession',
			words: 'Refused',
			advice: 'Check it.',
			httpStatus: null,
			code: null,
		}),
	).toEqual({
		message: 'Refused',
		description: 'Check it.',
		httpStatus: null,
		code: null,
	});
});

describe('a message that was not tried, or by an earlier try', () => {
	test.each([
		['stopped', 'The execution was stopped before this message was tried', 'in a new execution'],
		['failure', 'Not tried, because an earlier message was not accepted', 'messages everyone'],
		[
			'storeLost',
			'n8n’s database did not answer any more, so this message was not begun',
			'once the database is back',
		],
		[
			'noStore',
			'n8n could not tell whether this Send Once Key was used before',
			'To send without this protection, remove Send Once Key',
		],
	] as const)('%s', (because, message, description) => {
		const refusal = explain({ kind: 'notTried', because });
		expect(refusal).toMatchObject({ message, httpStatus: null, code: null });
		expect(refusal.description).toContain(description);
	});

	test('elsewhere', () => {
		expect(explain({ kind: 'elsewhere' })).toEqual({
			message:
				'n8n has started this execution a second time, and the first run may still be sending this message',
			description: '',
			httpStatus: null,
			code: null,
		});
	});

	test('untold', () => {
		expect(explain({ kind: 'untold' })).toEqual({
			message:
				'n8n’s database did not tell whether an earlier try of this execution sent this message, so it was not sent now',
			description: '',
			httpStatus: null,
			code: null,
		});
	});

	test('earlier', () => {
		expect(explain({ kind: 'earlier' })).toEqual({
			message:
				'An earlier try of this execution began to send this message, and how that ended is not known',
			description: '',
			httpStatus: null,
			code: null,
		});
	});
});

describe("n8n's style", () => {
	const replies: Array<[string, Reply<unknown>]> = [
		...STATUSES.map((status): [string, Reply<unknown>] => [`status ${status}`, answer(status)]),
		...['ECONNREFUSED', 'ECONNABORTED', 'ETIMEDOUT', 'ERR_CANCELED', 'ECONNRESET'].flatMap(
			(code): Array<[string, Reply<unknown>]> => [
				[`${code} before sending`, broken(code, true)],
				[code, broken(code)],
			],
		),
		...(['stopped', 'failure', 'noStore'] as const).map((because): [string, Reply<unknown>] => [
			because,
			{ kind: 'notTried', because },
		]),
	];
	const refusals = replies.map(([title, reply]) => ({ title, ...explain(reply) }));

	it('has a message without and a description with a full stop', () => {
		const odd = refusals.filter(
			({ message, description }) => !/[^.]$/.test(message) || !/[^.]\.$/.test(description),
		);
		expect(odd).toEqual([]);
	});

	it('avoids the words error, problem, failure and mistake', () => {
		const odd = refusals.filter(({ message, description }) =>
			/error|problem|fail|mistake/i.test(`${message} ${description}`),
		);
		expect(odd).toEqual([]);
	});

	it("says LiveVox's own words even where they hold one of them", () => {
		expect(explain(answer(401, 'Authorization error')).message).toBe(
			'Authorization error (LiveVox, status 401)',
		);
	});
});

it('explains a body of any shape', () => {
	const bodies = fc.oneof(
		fc.jsonValue(),
		fc.record({ code: fc.jsonValue(), message: fc.jsonValue() }, { requiredKeys: [] }),
		fc.string(),
	);
	fc.assert(
		fc.property(fc.constantFrom(...STATUSES), bodies, (status, body) => {
			const { message, description, httpStatus } = explain(
				answerReply(
					{ statusCode: status, headers: {}, body } as IN8nHttpFullResponse,
					() => undefined,
				),
			);
			expect(message).toContain(`status ${status}`);
			expect(description).toMatch(/\.$/);
			expect(httpStatus).toBe(status);
		}),
		{ seed: 9, numRuns: 1000 },
	);
});
