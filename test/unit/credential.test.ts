import fc from 'fast-check';

import { LiveVoxApi } from '../../credentials/LiveVoxApi.credentials';
import { LiveVoxSms } from '../../nodes/LiveVoxSms/LiveVoxSms.node';
import { hasOwnSession, readCredential, toDigest } from '../../nodes/LiveVoxSms/transport/credential';
import { AROUND, CHANGES, CREDENTIAL, usable } from './credential-values';

const credential = new LiveVoxApi();
const property = (name: string) => credential.properties.find((found) => found.name === name);

// n8n's own test of a credential logs in only for a node that it never passes.
test('the node tests the credential, by a method that it has', () => {
	const { description, methods } = new LiveVoxSms();
	expect(description.credentials).toMatchObject([{ name: 'liveVoxApi', required: true, testedBy: 'liveVoxApiTest' }]);
	expect(Object.keys(methods.credentialTest)).toEqual(['liveVoxApiTest']);
	expect(credential).not.toHaveProperty('test');
});

// Workflows keep these names.
test('the form asks for what a login needs, in this order', () => {
	expect(credential).toMatchObject({ name: 'liveVoxApi', displayName: 'LiveVox API' });
	const fields = credential.properties.map(
		({ displayName, name, type, required = false, default: value }) =>
			[displayName, name, type, required ? 'required' : '', value] as const,
	);
	expect(fields).toEqual([
		['Environment', 'environment', 'options', '', 'na3'],
		['Base URL', 'baseUrl', 'string', 'required', ''],
		['Access Token', 'accessToken', 'string', 'required', ''],
		['Client Code', 'clientName', 'string', 'required', ''],
		['Log In As', 'loginAs', 'options', '', 'user'],
		['Username', 'userName', 'string', 'required', ''],
		['Password', 'password', 'string', 'required', ''],
		['Only Send To', 'onlySendTo', 'string', '', ''],
		['Session ID', 'sessionId', 'hidden', '', ''],
		['Session Digest', 'sessionDigest', 'hidden', '', ''],
		['Client ID', 'clientId', 'hidden', '', ''],
		['Password Expires At', 'passwordExpiresAt', 'hidden', '', ''],
	]);
});

test('each field and choice that a person sees is explained', () => {
	const fields = credential.properties.filter(({ type }) => type !== 'hidden');
	const choices = (property('loginAs')?.options ?? []).filter((option) => 'value' in option);
	const unexplained = [...fields, ...choices].filter(({ description = '' }) => !/^[A-Z].+ .+ .+/.test(description));
	expect(unexplained).toEqual([]);
	expect(choices).toMatchObject([
		{ name: 'User', value: 'user' },
		{ name: 'Agent', value: 'agent' },
	]);
});

test('what is typed in and read again has an example', () => {
	const typed = credential.properties.filter(({ name, type }) => type === 'string' && name !== 'password');
	expect(typed.filter(({ placeholder = '' }) => !/^e\.g\. ./.test(placeholder))).toEqual([]);
});

test.each(['accessToken', 'password', 'sessionId', 'passwordExpiresAt'])('%s is hidden as a password is', (name) => {
	expect(property(name)?.typeOptions?.password).toBe(true);
});

test('n8n logs in again where the session is empty', () => {
	expect(property('sessionId')).toMatchObject({
		type: 'hidden',
		default: '',
		typeOptions: { expirable: true },
	});
});

test('only a custom environment shows the Base URL', () => {
	expect(property('baseUrl')?.displayOptions).toEqual({ show: { environment: ['custom'] } });
});

test('each environment that can be picked has an address', () => {
	expect(property('environment')?.options).toEqual([
		{ name: 'NA3', value: 'na3' },
		{ name: 'NA4', value: 'na4' },
		{ name: 'NA5', value: 'na5' },
		{ name: 'NA6', value: 'na6' },
		{ name: 'Custom', value: 'custom' },
	]);
});

describe('what was pasted', () => {
	test.each(AROUND)('loses %s around it, but for the password', (_, around) => {
		const wrapped = (value: string) => `${around}${value}${around}`;
		const values = {
			accessToken: wrapped('a b'),
			clientName: wrapped('A\u200bB'),
			userName: wrapped('m\u00e9 too'),
			password: wrapped('pass'),
		};
		expect(usable(values)).toMatchObject({
			accessToken: 'a b',
			clientName: 'A\u200bB',
			userName: 'm\u00e9 too',
			password: `${around}pass${around}`,
		});
	});

	test.each(AROUND)('may be nothing but %s', (_, around) => {
		expect(usable({ accessToken: around, userName: around })).toMatchObject({
			accessToken: '',
			userName: '',
		});
	});

	// Emoji and letters with marks end in code points that show nothing by themselves.
	test.each(['\u0301', 'e\u0301', '\ud83d\ude00', '\u5f20'])('keeps what can be seen: %s', (seen) => {
		expect(usable({ userName: ` ${seen} ` }).userName).toBe(seen);
	});

	test('is the same when it is read again: n8n hands back what it was given', () => {
		const value = fc.string({
			unit: fc.oneof(fc.constantFrom(...' \t\u200b\u2800ab'), fc.string()),
		});
		fc.assert(
			fc.property(value, value, value, (clientName, userName, password) => {
				const once = usable({ clientName, userName, password });
				const again = usable({ ...once });
				expect(again).toEqual(once);
				expect(toDigest(again, 'key')).toBe(toDigest(once, 'key'));
			}),
			{ seed: 31, numRuns: 500 },
		);
	});

	test.each([42, null, undefined])('may be what an expression gave: %s', (given) => {
		const values = { clientName: given, userName: given, password: given, accessToken: given };
		const text = String(given ?? '');
		expect(readCredential({ ...CREDENTIAL, ...values } as never)).toMatchObject({
			outcome: 'accepted',
			value: { clientName: text, userName: text, password: text, accessToken: text },
		});
	});
});

describe('an access token', () => {
	test.each(['to\u200bken', 'to\nken', 'to\tken', 'to\0ken', 't\u00f6ken', 'to\u2026ken', 'to\u007fken'])(
		'with a character that no header carries is invalid: %j',
		(accessToken) => {
			expect(readCredential({ ...CREDENTIAL, accessToken })).toEqual({
				outcome: 'rejected',
				cause: 'login',
				error: {
					message: "'Access Token' in the LiveVox API credential contains a character that can't be sent",
					description: expect.stringContaining('Copy the access token again'),
				},
			});
		},
	);

	test('and a Base URL that are both invalid are both named', () => {
		const values = { environment: 'custom', baseUrl: 'http://example.com', accessToken: 'to\nken' };
		expect(readCredential({ ...CREDENTIAL, ...values })).toMatchObject({
			error: {
				message:
					"'Base URL' in the LiveVox API credential must start with https://; 'Access Token' in the LiveVox API credential contains a character that can't be sent",
				description: expect.stringMatching(/^The password is sent .*\. Copy the access token again/),
			},
		});
	});

	test('of any other character is used', () => {
		const accessToken = String.fromCharCode(...Array.from({ length: 94 }, (_, i) => 0x21 + i));
		expect(usable({ accessToken }).accessToken).toBe(accessToken);
		expect(() => new Headers({ 'LV-Access': accessToken })).not.toThrow();
	});

	test.each(['clientName', 'userName', 'password'])(
		'alone goes into a header: %s may have any character inside',
		(name) => {
			const value = 'a\u200b\n\u00f6\u2026b';
			expect(usable({ [name]: value })).toMatchObject({ [name]: value });
		},
	);
});

describe('a digest', () => {
	test('is the same for the same values, whatever stands around them', () => {
		const digest = toDigest(usable(), 'key');
		expect(digest).toMatch(/^[\w-]{43}$/);
		expect(toDigest(usable({ clientName: ' ACME\n', sessionId: 'any', clientId: '7' }), 'key')).toBe(digest);
	});

	test.each(CHANGES)('is another for another %s', (_, values) => {
		expect(toDigest(usable(values), 'key')).not.toBe(toDigest(usable(), 'key'));
	});

	test('is another with another key', () => {
		expect(toDigest(usable(), 'other')).not.toBe(toDigest(usable(), 'key'));
	});
});

describe('a stored session is its own', () => {
	const sessionDigest = toDigest(usable(), 'stored');
	const stored = { sessionId: 'stored', sessionDigest };

	test('where it was made with the same values', () => {
		expect(hasOwnSession(usable(stored))).toBe(true);
	});

	test.each(CHANGES)('not with another %s', (_, values) => {
		expect(hasOwnSession(usable({ ...stored, ...values }))).toBe(false);
	});

	test.each<[string, object]>([
		['another session', { sessionId: 'other' }],
		['no session', { sessionId: '', sessionDigest: toDigest(usable(), '') }],
		['a session that is missing', { sessionId: undefined }],
		['no digest', { sessionDigest: '' }],
		['a digest that is missing: an earlier version stored the session', { sessionDigest: undefined }],
	])('not with %s', (_, values) => {
		expect(hasOwnSession(usable({ ...stored, ...values }))).toBe(false);
	});
});
