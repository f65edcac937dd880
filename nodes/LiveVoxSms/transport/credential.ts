import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The LiveVox API credential, decrypted. `sessionId` and `clientId` are '' before the first login. */
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
}

/** What a login brings. `clientId` is '' where LiveVox leaves it out. */
export interface Session {
	sessionId: string;
	clientId: string;
}
