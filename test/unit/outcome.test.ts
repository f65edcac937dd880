import fc from 'fast-check';

import { asksForPatience, outcomeOf, type Reply } from '../../nodes/LiveVoxSms/delivery/outcome';

type Answer = Extract<Reply<unknown>, { kind: 'answer' }>;

const answer = (status: number, rest: Partial<Answer> = {}): Answer => ({
	kind: 'answer',
	status,
	value: undefined,
	words: undefined,
	code: null,
	retryAfter: undefined,
	...rest,
});

const VALUE = { value: 51644325690 };
const WORDS = { words: 'The number is on a do-not-contact list' };

test.each<[string, Reply<unknown>]>([
	['200', answer(200, VALUE)],
	['201', answer(201, VALUE)],
	['204', answer(204, VALUE)],
	['202 with the promised value', answer(202, { ...VALUE, ...WORDS, code: 7 })],
	['a value that counts as false', answer(200, { value: 0 })],
	['an empty text as value', answer(200, { value: '' })],
	['an empty list as value', answer(200, { value: [] })],
])('accepted: %s', (_, reply) => {
	const { value } = reply as Answer;
	expect(outcomeOf(reply)).toEqual({ outcome: 'accepted', value });
});

test.each<[string, Reply<unknown>]>([
	['202 with words', answer(202, WORDS)],
	['202 with a code alone', answer(202, { code: 7 })],
	['202 with the code 0', answer(202, { code: 0 })],
	['400', answer(400)],
	['401', answer(401)],
	['403', answer(403)],
	['404', answer(404)],
	['405', answer(405)],
	['409', answer(409)],
	['429', answer(429)],
	['499', answer(499)],
	['400 with a value', answer(400, VALUE)],
	['503 that says when to come back', answer(503, { retryAfter: '5' })],
	['503 whose Retry-After is empty', answer(503, { retryAfter: '' })],
	['not tried', { kind: 'notTried', because: 'stopped' }],
	['broken before sending', { kind: 'broken', code: 'ECONNREFUSED', beforeSending: true }],
	[
		'no session',
		{
			kind: 'noSession',
			words: 'LiveVox refused the login',
			advice: 'Check it.',
			httpStatus: null,
			code: null,
		},
	],
])('rejected: %s', (_, reply) => {
	expect(outcomeOf(reply)).toEqual({ outcome: 'rejected', reply });
});

test.each<[string, Reply<unknown>]>([
	['100', answer(100)],
	['200 without the promised value', answer(200)],
	['200 with words alone', answer(200, { ...WORDS, code: 7 })],
	['202 without value, words and code', answer(202)],
	['204 without a value', answer(204)],
	['302', answer(302)],
	['399', answer(399)],
	['408: the time-out of a gateway', answer(408)],
	['408 with words', answer(408, WORDS)],
	['500', answer(500)],
	['500 with words and a value', answer(500, { ...VALUE, ...WORDS })],
	['502', answer(502)],
	['503', answer(503)],
	['502 that says when to come back', answer(502, { retryAfter: '5' })],
	['504', answer(504)],
	['599', answer(599)],
	['a status of no class', answer(600)],
	['made by an earlier run', { kind: 'earlier' }],
	['left to another run', { kind: 'elsewhere' }],
	['of which nobody can tell', { kind: 'untold' }],
	['broken afterwards', { kind: 'broken', code: 'ECONNRESET', beforeSending: false }],
])('unknown: %s', (_, reply) => {
	expect(outcomeOf(reply)).toEqual({ outcome: 'unknown', reply });
});

const STATUSES = Array.from({ length: 500 }, (_, index) => 100 + index);
const REPLIES = fc.record({
	kind: fc.constant('answer' as const),
	status: fc.oneof(fc.constantFrom(...STATUSES), fc.constantFrom(202, 408, 429, 503)),
	value: fc.option(fc.jsonValue(), { nil: undefined }),
	words: fc.option(fc.string(), { nil: undefined }),
	code: fc.option(fc.oneof(fc.integer(), fc.string())),
	retryAfter: fc.option(fc.string(), { nil: undefined }),
});

it('accepts nothing but a 2xx with the promised value', () => {
	for (const status of STATUSES) {
		const { outcome } = outcomeOf(answer(status, VALUE));
		expect([status, outcome === 'accepted']).toEqual([status, status >= 200 && status <= 299]);
		expect([status, outcomeOf(answer(status)).outcome]).not.toEqual([status, 'accepted']);
	}
	fc.assert(
		fc.property(REPLIES, (reply) => {
			const promised = reply.status >= 200 && reply.status < 300 && reply.value !== undefined;
			expect(outcomeOf(reply).outcome === 'accepted').toBe(promised);
		}),
		{ seed: 5, numRuns: 1000 },
	);
});

it('calls nothing rejected but a 4xx, save 408, an explained 202 and a 503 with Retry-After', () => {
	fc.assert(
		fc.property(REPLIES, (reply) => {
			const { status, words, code, retryAfter } = reply;
			fc.pre(outcomeOf(reply).outcome === 'rejected');
			const is4xx = status >= 400 && status <= 499 && status !== 408;
			const isExplained = status === 202 && (words !== undefined || code !== null);
			const isPutOff = status === 503 && retryAfter !== undefined;
			expect(is4xx || isExplained || isPutOff).toBe(true);
		}),
		{ seed: 6, numRuns: 1000 },
	);
});

describe('the same attempt again in a while', () => {
	test.each<[string, Reply<unknown>, boolean]>([
		['429', answer(429), true],
		['429 with Retry-After', answer(429, { retryAfter: '5' }), true],
		['503 with Retry-After', answer(503, { retryAfter: '5' }), true],
		['503 alone', answer(503), false],
		['502 with Retry-After', answer(502, { retryAfter: '5' }), false],
		['400', answer(400), false],
		['401', answer(401), false],
		['200', answer(200, VALUE), false],
		['refused', { kind: 'broken', code: 'ECONNREFUSED', beforeSending: true }, true],
		['name not found', { kind: 'broken', code: 'ENOTFOUND', beforeSending: true }, true],
		['no name server', { kind: 'broken', code: 'EAI_AGAIN', beforeSending: true }, true],
		[
			'expired certificate',
			{ kind: 'broken', code: 'CERT_HAS_EXPIRED', beforeSending: true },
			false,
		],
		['reset', { kind: 'broken', code: 'ECONNRESET', beforeSending: false }, false],
		[
			'refused after sending',
			{ kind: 'broken', code: 'ECONNREFUSED', beforeSending: false },
			false,
		],
		[
			'no session',
			{ kind: 'noSession', words: 'Denied', advice: 'Check it.', httpStatus: null, code: null },
			false,
		],
		['not tried', { kind: 'notTried', because: 'failure' }, false],
		['made by an earlier run', { kind: 'earlier' }, false],
		['left to another run', { kind: 'elsewhere' }, false],
		['of which nobody can tell', { kind: 'untold' }, false],
	])('%s: %s', (_, reply, expected) => {
		expect(asksForPatience(reply)).toBe(expected);
	});

	it('is asked for by nothing that may have been accepted', () => {
		fc.assert(
			fc.property(REPLIES, (reply) => {
				fc.pre(asksForPatience(reply) && reply.value === undefined);
				expect(outcomeOf(reply).outcome).toBe('rejected');
			}),
			{ seed: 11, numRuns: 200 },
		);
	});
});
