import type { LiveVoxCredential } from '../../nodes/LiveVoxSms/transport/credential';

/** What a builder has filled in, with secrets that are found again wherever they go; nobody has logged in yet. */
export const CREDENTIAL = {
	environment: 'na4',
	baseUrl: '',
	accessToken: 'token-that-is-secret',
	clientName: 'ACME',
	loginAs: 'user',
	userName: 'api_user',
	password: 'password-that-is-secret',
	sessionId: '',
	clientId: '',
	passwordExpiresAt: '',
} satisfies LiveVoxCredential;
