import fc from 'fast-check';
import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { Redactor, redactResponse } from '../../nodes/LiveVoxSms/transport/redact';
import { ENCODINGS } from '../secret-encodings';
import { CREDENTIAL as OTHER } from './credential-values';

const CREDENTIAL = {
	...OTHER,
	accessToken: 'secret-token',
	password: 'secret-password',
	sessionId: 'secret-session',
};

type Secrets = Record<'password' | 'accessToken' | 'sessionId', string>;

const redact = (text: string, { password, accessToken, sessionId }: Secrets): string =>
	new Redactor([password, accessToken, sessionId]).text(text);

const bodyOf = (body: unknown, credential = CREDENTIAL): unknown =>
	redactResponse({ statusCode: 400, headers: {}, body } as IN8nHttpFullResponse, credential).body;

test.each([
	['the password', 'Wrong: secret-password', 'Wrong: ***'],
	['the access token', 'secret-token is not known', '*** is not known'],
	['the session', 'Session secret-session has ended', 'Session *** has ended'],
	['all of them', 'secret-password secret-token secret-session', '*** *** ***'],
	['one that comes twice', 'secret-token=secret-token', '***=***'],
	['one inside a word', 'Xsecret-tokenX', 'X***X'],
	['another case', 'SECRET-Token', '***'],
])('takes out %s', (_, text, redacted) => {
	expect(redact(text, CREDENTIAL)).toBe(redacted);
});

test.each([
	['a text without secrets', 'Invalid client ACME of api_user, 1234'],
	['an empty text', ''],
	['the beginning of one', 'secret'],
	['what only begins like one', 'secrets are kept'],
])('leaves %s as it is', (_, text) => {
	expect(redact(text, CREDENTIAL)).toBe(text);
});

test.each([
	['empty', ''],
	['missing', undefined as unknown as string],
])('a session that is %s hides nothing', (_, sessionId) => {
	expect(redact('undefined words', { ...CREDENTIAL, sessionId })).toBe('undefined words');
	const none = { password: '', accessToken: '', sessionId };
	expect(redact('undefined words', none)).toBe('undefined words');
});

test.each(['$&', 'x&amp;y', '%41', '&#65;b', '$1', 'a.c', '(', '\\', '*', '[^x]{2}', 'a|b', '-'])(
	'a password is no pattern and no replacement: %s',
	(password) => {
		expect(redact(`<${password}> abc`, { ...CREDENTIAL, password })).toBe('<***> abc');
	},
);

test('a secret that begins with another is taken out whole', () => {
	const credential = { ...CREDENTIAL, password: 'secret12', accessToken: 'secret12-token' };
	expect(redact('Token secret12-token', credential)).toBe('Token ***');
});

const SECRETS = {
	plain: 'p4ssw0rd-to-look-for',
	'with signs': 'p&ss"w0rd\'<to>/look\\for ü+%',
	'beyond the first plane': 'p4ss😀w0rd-to-look',
	'a UUID': '8996d6b7-1f25-46a1-85d4-5dc42a850792',
	'with control characters': 'p4ss\tw0rd\nto-look',
};
const CONTEXTS: Array<[string, (text: string) => unknown]> = [
	['a message', (text) => ({ message: `No such login: ${text}, sorry`, code: 7 })],
	['the code', (text) => ({ message: 'No', code: text })],
	['a promised value', (text) => ({ transactionId: text })],
	['a row', (text) => ({ templates: [{ id: 1, message: `Dear ${text}. Bye` }, { id: 2 }] })],
	['deep inside', (text) => ({ a: [[{ b: { c: [1, null, `(${text})`] } }]] })],
	['a key', (text) => ({ [text]: { [`x ${text}`]: 1 } })],
	['a page', (text) => `<html><body>${text}</body></html>`],
	['a list', (text) => [text, { text }]],
];

describe.each(Object.entries(SECRETS))('a secret %s', (_, secret) => {
	describe.each(Object.entries(ENCODINGS))('written %s', (_name, encode) => {
		test.each(CONTEXTS)('is not left in %s', (_context, inContext) => {
			for (const name of ['password', 'accessToken', 'sessionId'] as const) {
				const credential = { ...CREDENTIAL, [name]: secret };
				const left = JSON.stringify(bodyOf(inContext(encode(secret)), credential));
				expect(left).toContain('***');
				// Of base64 the characters that neighbors have a part in may stay.
				const pieces = [encode(secret).slice(4, 12), JSON.stringify(secret.slice(3, 9)).slice(1, -1)];
				for (const piece of pieces) expect(left).not.toContain(piece);
			}
		});
	});
});

it('finds any secret in any text, however it is written', () => {
	const secret = fc.string({ minLength: 8, maxLength: 40, unit: 'binary' });
	const around = fc.string({ maxLength: 20 });
	const encodings = fc.constantFrom(...Object.entries(ENCODINGS).slice(0, 9));
	fc.assert(
		fc.property(secret, around, around, encodings, (password, before, after, [, encode]) => {
			fc.pre(!/\p{Surrogate}/u.test(password));
			const text = `${before} ${encode(password)} ${after}`;
			const left = redact(text, { ...CREDENTIAL, password });
			expect(left).toContain('***');
			if (!'***'.includes(password)) expect(left).not.toContain(password);
		}),
		{ seed: 31, numRuns: 2000 },
	);
});

it('leaves texts without a secret as they are', () => {
	fc.assert(
		fc.property(fc.jsonValue({ maxDepth: 5 }), (json) => {
			const body = JSON.parse(JSON.stringify(json)) as unknown;
			expect(bodyOf(body)).toEqual(body);
		}),
		{ seed: 32, numRuns: 1000 },
	);
});

describe('a short password is hidden as a word of its own', () => {
	test.each([
		['abc', 'Wrong: abc', 'Wrong: ***'],
		['abc', '"abc"', '"***"'],
		['abc', 'abc', '***'],
		['abc', 'password=abc&x=1', 'password=***&x=1'],
		['abc', 'x%20abc%20y', '***'],
		['abc', 'line\\nabc', '***'],
		['a"b', 'Wrong: a\\"b', '***'],
		['a&b', 'Wrong: a&amp;b', '***'],
		['a b', 'Wrong: a+b', 'Wrong: ***'],
		['abc', 'abcd dabc ABC Abc 1abc abc_', 'abcd dabc ABC Abc 1abc abc_'],
		['1234', '5164432512345', '5164432512345'],
		['e', 'every answer is here', 'every answer is here'],
		['message', 'Your message was sent', 'Your *** was sent'],
	])('%s in %s', (password, text, redacted) => {
		expect(redact(text, { ...CREDENTIAL, password })).toBe(redacted);
	});
});

describe('a word with which a long password begins', () => {
	const credential = { ...CREDENTIAL, password: 'Appointment2024!' };
	test.each([
		['Your appointment is on Monday', 'Your appointment is on Monday'],
		['Appointments', 'Appointments'],
		['Your appointment2024! is', 'Your *** is'],
		['No such login: Appointment2', '***'],
		['No such login: Appointment2, sorry', '***'],
		['No such login: Appoin...', '***'],
		['No such login: Appointm', '***'],
	])('%s', (text, redacted) => {
		expect(redact(text, credential)).toBe(redacted);
	});
});

describe('what the node reads', () => {
	test.each(['transactionId', 'templates', 'listSmsCodes', 'message', 'sessionId', 'callCenter'])(
		'has its names even where %s is the password',
		(password) => {
			const body = { [password]: [{ id: 1 }] };
			expect(bodyOf(body, { ...CREDENTIAL, password })).toEqual(body);
		},
	);

	test('keeps its numbers, but for one that is a secret', () => {
		const credential = { ...CREDENTIAL, password: '12345678', accessToken: '7' };
		const body = { transactionId: 5_123_456_789, code: 7, count: 12_345_678 };
		expect(bodyOf(body, credential)).toEqual({ ...body, count: '***' });
	});

	test('has keys that every object has', () => {
		const body = JSON.parse('{"__proto__":{"x":"secret-token"},"toString":null}') as unknown;
		expect(JSON.stringify(bodyOf(body))).toBe('{"__proto__":{"x":"***"},"toString":null}');
	});

	test.each([null, undefined, true, 7, ''])('%p as a body stays', (body) => {
		expect(bodyOf(body)).toBe(body);
	});

	test('ends somewhere', () => {
		const deep = (depth: number): unknown => (depth === 0 ? 'secret-token' : [deep(depth - 1)]);
		expect(JSON.stringify(bodyOf(deep(49)))).toContain('"***"');
		expect(JSON.stringify(bodyOf(deep(5000)))).toHaveLength(105);
	});
});

describe('the response to a login', () => {
	const login = (body: object) => bodyOf(body);

	test('keeps its session, be it a new one or the one before', () => {
		for (const sessionId of ['another-session', 'secret-session']) {
			expect(login({ sessionId, clientId: 7 })).toEqual({ sessionId, clientId: 7 });
		}
	});

	test('says that session nowhere else', () => {
		const body = { sessionId: 'another-session', message: 'another-session', x: 'secret-session' };
		expect(login(body)).toEqual({ sessionId: 'another-session', message: '***', x: '***' });
	});

	test('does not keep the password or the token as a session', () => {
		expect(login({ sessionId: 'secret-password' })).toEqual({ sessionId: '***' });
		expect(login({ sessionId: 'x-secret-token' })).toEqual({ sessionId: 'x-***' });
	});

	test.each([{ message: 'secret-token' }, { sessionId: 7, message: 'secret-token' }])(
		'without a session is one as any other: %p',
		(body) => expect(login(body)).toEqual({ ...body, message: '***' }),
	);
});

describe('a text that holds a secret in another form', () => {
	const credential = { ...CREDENTIAL, password: 'p&ss w0rd-to-look' };
	test.each([
		['escaped in a URL, twice', 'at /?p=p%2526ss%2520w0rd%252Dto%252Dlook now'],
		['as HTML, twice', 'Hello p&amp;amp;ss w0rd-to-look'],
		['behind its own beginning', 'p&ss w p&ss%20w0rd-to-look'],
		['with what looks like an escape after it', 'p%26ss%20w0rd-to-look%2541'],
		['in capitals in a URL', 'P%26SS%20W0RD-TO-LOOK'],
	])('is withheld as a whole: %s', (_, text) => {
		expect(redact(text, credential)).toBe('***');
	});

	// Decoding the text decodes what looks like an escape in the secret too.
	test('is withheld although the secret itself looks escaped', () => {
		const password = 'x&\\not-a-line';
		expect(redact('No login x&amp;\\not-a-line', { ...CREDENTIAL, password })).toBe('***');
	});

	test('is withheld if it is escaped too often to be read', () => {
		let text = 'p&ss w0rd-to-look';
		for (let times = 0; times < 12; times++) text = JSON.stringify(text);
		expect(redact(text, credential)).toBe('***');
	});

	test('has nothing to do with one that is only escaped', () => {
		const text = 'Fish &amp; chips, 50%25 off, \\"today\\"';
		expect(redact(text, credential)).toBe(text);
	});
});

describe('takes little time', () => {
	const timed = (body: unknown, credential = CREDENTIAL): number => {
		const startedAt = performance.now();
		bodyOf(body, credential);
		return performance.now() - startedAt;
	};
	const rows = [...Array(10_000).keys()].map((id) => ({
		id,
		code: '53063',
		description: 'Reminder',
		message: `Dear {name}, your appointment is on {date}. Reply STOP to end. No ${id}`,
	}));

	// 10 to 40 ms where nothing else runs; a matcher for each text takes seconds.
	test('for 10,000 rows', () => {
		timed({ templates: rows.slice(0, 10) });
		const times = [1, 2, 3, 4].map(() => timed({ templates: rows }));
		expect(Math.min(...times)).toBeLessThan(5_000);
	});

	test.each([
		['of beginnings', 'secr'.repeat(100_000)],
		['of backslashes', '\\'.repeat(400_000)],
		['of ampersands', '&amp;'.repeat(100_000)],
		['of percent signs', '%25'.repeat(100_000)],
	])('for a text %s', (_, text) => {
		const credential = { ...CREDENTIAL, password: '"\\/&%-abc-123' };
		expect(timed(text, credential)).toBeLessThan(2000);
	});
});
