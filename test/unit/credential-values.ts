import {
	readCredential,
	type LiveVoxCredential,
	type UsableCredential,
} from '../../nodes/LiveVoxSms/transport/credential';

/** What a user has filled in, with secrets that are found again wherever they go; nobody has logged in yet. */
export const CREDENTIAL = {
	environment: 'na4',
	baseUrl: '',
	accessToken: 'token-that-is-secret',
	clientName: 'ACME',
	loginAs: 'user',
	userName: 'api_user',
	password: 'password-that-is-secret',
	sessionId: '',
	sessionDigest: '',
	clientId: '',
	passwordExpiresAt: '',
} satisfies LiveVoxCredential;

/** What a test may fill in otherwise. */
export type Values = { [Field in keyof typeof CREDENTIAL]?: LiveVoxCredential[Field] };

/** The credential as it is used, with these values in place of those above. */
export function usable(values: Values = {}): UsableCredential {
	const credential = readCredential({ ...CREDENTIAL, ...values });
	if (credential.outcome !== 'accepted') throw new Error(credential.error.message);
	return credential.value;
}

/** One value changed at a time: each makes another login of it. */
export const CHANGES: ReadonlyArray<[string, Values]> = [
	['environment', { environment: 'na5' }],
	['base URL', { environment: 'custom', baseUrl: 'https://a.example.com' }],
	['access token', { accessToken: 'other' }],
	['access token by case', { accessToken: 'Token-that-is-secret' }],
	['client code', { clientName: 'OTHER' }],
	['kind of account', { loginAs: 'agent' }],
	['username', { userName: 'other' }],
	['username by case', { userName: 'API_USER' }],
	['password', { password: 'other' }],
	['blank in the password', { password: 'password-that-is-secret ' }],
	['border between two values', { clientName: 'ACMEa', userName: 'pi_user' }],
];

/** What a copied value brings along: written here as escapes, because nobody sees them. */
export const AROUND: ReadonlyArray<[string, string]> = [
	['blanks', '  '],
	['a line break', '\r\n'],
	['a tab', '\t'],
	['a blank that does not break', '\u00a0'],
	['a blank of no width', '\u200b'],
	['a byte order mark', '\ufeff'],
	['marks of direction', '\u200e\u202a\u2066'],
	['a soft hyphen', '\u00ad'],
	['a filler of Hangul', '\u3164'],
	['a blank of Braille', '\u2800'],
	['control characters', '\0\u0007\u0085'],
	['a mix of all', ' \ufeff\u200b\n\u00a0'],
];
