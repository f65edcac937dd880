import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { LiveVoxCredential } from '../../nodes/LiveVoxSms/transport/credential';
import { redact, redactAnswer } from '../../nodes/LiveVoxSms/transport/redact';

const CREDENTIAL: LiveVoxCredential = {
	environment: 'na4',
	baseUrl: '',
	accessToken: 'secret-token',
	clientName: 'ACME',
	loginAs: 'user',
	userName: 'api_user',
	password: 'secret-password',
	sessionId: 'secret-session',
	sessionDigest: '',
	clientId: '1234',
	passwordExpiresAt: '',
};

test.each([
	['the password', 'Wrong: secret-password', 'Wrong: ***'],
	['the access token', 'secret-token is not known', '*** is not known'],
	['the session', 'Session secret-session has ended', 'Session *** has ended'],
	['all of them', 'secret-password secret-token secret-session', '*** *** ***'],
	['one that comes twice', 'secret-token=secret-token', '***=***'],
	['one inside a word', 'Xsecret-tokenX', 'X***X'],
])('takes out %s', (_, text, redacted) => {
	expect(redact(text, CREDENTIAL)).toBe(redacted);
});

test.each([
	['a text without secrets', 'Invalid client ACME of api_user, 1234'],
	['an empty text', ''],
	['another case', 'SECRET-TOKEN'],
])('leaves %s as it is', (_, text) => {
	expect(redact(text, CREDENTIAL)).toBe(text);
});

test.each([
	['empty', ''],
	['missing', undefined as unknown as string],
])('a session that is %s hides nothing', (_, sessionId) => {
	expect(redact('undefined words', { ...CREDENTIAL, sessionId })).toBe('undefined words');
});

test.each(['$&', '$1', 'a.c', '(', '\\', '*'])(
	'a password is no pattern and no replacement: %s',
	(password) => {
		expect(redact(`<${password}> abc`, { ...CREDENTIAL, password })).toBe('<***> abc');
	},
);

// The password is taken out first, and of the token only what is the same.
test('a secret that begins with another is taken out whole', () => {
	const credential = { ...CREDENTIAL, password: 'secret', accessToken: 'secret-token' };
	expect(redact('Token secret-token', credential)).not.toContain('token');
});

// A server that repeats the body it was sent does so with what JSON writes for a quotation mark.
test('a secret is taken out of JSON as well', () => {
	const credential = { ...CREDENTIAL, password: 'one"two' };
	const repeated = JSON.stringify({ password: credential.password });
	expect(redact(repeated, credential)).not.toContain('two');
	const inside = JSON.stringify({ echo: `password=${credential.password}` });
	expect(redact(inside, credential)).toBe('{"echo":"password=***"}');
});

describe('of an answer', () => {
	const answer = (body: unknown) =>
		({ statusCode: 400, headers: {}, body }) as IN8nHttpFullResponse;

	test.each<[string, unknown, unknown]>([
		['the words', { message: 'No secret-token', code: 7 }, { message: 'No ***', code: 7 }],
		['the code', { code: 'secret-token' }, { code: '***' }],
		['not what LiveVox promises', { sessionId: 'secret-session' }, { sessionId: 'secret-session' }],
		['nothing of a page', '<p>secret-token</p>', '<p>secret-token</p>'],
		['nothing of an empty one', undefined, undefined],
	])('%s', (_, body, redacted) => {
		expect(redactAnswer(answer(body), CREDENTIAL)).toEqual(answer(redacted));
	});
});
