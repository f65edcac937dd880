import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialIssues, inCredential } from '../shared/errorMessages';
import type { Result } from '../shared/result';
import { trimUnseen } from '../shared/text';
import { InvalidValue, toErrorDetails, Validation } from '../shared/validation';
import { toBaseUrl } from './environment';

/** The LiveVox API credential, decrypted and with its expressions resolved. */
export interface LiveVoxCredential extends ICredentialDataDecryptedObject {
	environment: string;
	baseUrl: string;
	accessToken: string;
	clientName: string;
	loginAs: 'user' | 'agent';
	userName: string;
	password: string;
	/** The session that n8n stores for other nodes; '' if there is none. */
	sessionId: string;
	sessionDigest: string;
}

export interface UsableCredential extends LiveVoxCredential {
	/** Where its requests go, without a trailing slash. */
	url: string;
}

/**
 * Checks what a user typed or pasted, before any request. Client code, username and access token lose the white space
 * and the invisible characters around them; a password is used as it is.
 */
export function readCredential(data: ICredentialDataDecryptedObject): Result<UsableCredential> {
	const typed = data as LiveVoxCredential;
	const validation = new Validation();
	const url = validation.check('Base URL', () => toBaseUrl(typed));
	const accessToken = validation.check('Access Token', () => parseHeaderValue(trimmed(typed.accessToken)));
	if (url === undefined || accessToken === undefined) {
		const issues = validation.issues.map((issue) => ({ ...issue, message: inCredential(issue.message) }));
		return { outcome: 'rejected', cause: 'login', error: toErrorDetails(issues) };
	}
	const [clientName, userName] = [trimmed(typed.clientName), trimmed(typed.userName)];
	const password = String(typed.password ?? '');
	return { outcome: 'accepted', value: { ...typed, accessToken, clientName, userName, password, url } };
}

const trimmed = (value: unknown): string => trimUnseen(String(value ?? ''));

/** Visible ASCII and spaces (RFC 9110, section 5.5); Node.js rejects most of the rest. */
function parseHeaderValue(text: string): string {
	if (/^[\x20-\x7e]*$/.test(text)) return text;
	throw new InvalidValue(credentialIssues.accessTokenInvalid);
}

/**
 * Stands for the values that a session was made with, without showing any of them.
 *
 * @param key without it nobody can find out by trying which values a digest stands for
 */
export function toDigest(credential: UsableCredential, key: string | Uint8Array): string {
	const { url, accessToken, clientName, loginAs, userName, password } = credential;
	const values = [url, accessToken, clientName, loginAs, userName, password];
	return createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url');
}

/** Whether the session that n8n stores was made with the values that the credential has now. */
export const hasOwnSession = (credential: UsableCredential): boolean =>
	Boolean(credential.sessionId) && credential.sessionDigest === toDigest(credential, credential.sessionId);
