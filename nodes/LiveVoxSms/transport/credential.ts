import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The LiveVox API credential, decrypted. What a login brings is '' before the first one. */
export interface LiveVoxCredential extends ICredentialDataDecryptedObject {
	environment: string;
	baseUrl: string;
	accessToken: string;
	clientName: string;
	loginAs: 'user' | 'agent';
	userName: string;
	password: string;
	sessionId: string;
	clientId: string;
	passwordExpiresAt: string;
}

/** What a login brings. All but the session is '' where LiveVox leaves it out. */
export interface Session {
	sessionId: string;
	clientId: string;
	/** ISO 8601, in UTC: LiveVox counts in whole days from the login on. */
	passwordExpiresAt: string;
}
