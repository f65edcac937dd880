import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialIssues } from '../shared/errorMessages';
import type { Result } from '../shared/result';
import { trimUnseen } from '../shared/text';
import { reject, toError, Validation } from '../shared/validation';

type Field = 'environment' | 'baseUrl' | 'accessToken' | 'clientName' | 'userName' | 'password' | SessionField;
type SessionField = 'sessionId' | 'sessionDigest';

/** The LiveVox API credential, decrypted; the session is the one that n8n stores for other nodes, or ''. */
export type LiveVoxCredential = ICredentialDataDecryptedObject & Record<Field, string> & { loginAs: 'user' | 'agent' };

/** `url` is where its requests go, without a trailing slash. */
export type UsableCredential = LiveVoxCredential & { url: string };

/** Checks what a user typed or pasted, and trims all but the password, which is used as it is. */
export function readCredential(data: ICredentialDataDecryptedObject): Result<UsableCredential> {
	const typed = data as LiveVoxCredential;
	const trimmed = (value: unknown): string => trimUnseen(String(value ?? ''));
	const accessToken = trimmed(typed.accessToken);
	const validation = new Validation();
	const url = validation.check('Base URL', () => toBaseUrl(typed));
	// A header holds visible ASCII and spaces (RFC 9110, section 5.5); Node.js rejects most of the rest.
	const isSendable = /^[\x20-\x7e]*$/.test(accessToken);
	validation.check('Access Token', () => isSendable || reject(credentialIssues.accessTokenInvalid));
	if (url === undefined || validation.issues.length > 0) {
		return { outcome: 'rejected', cause: 'login', error: toError(validation.issues) };
	}
	const [clientName, userName] = [trimmed(typed.clientName), trimmed(typed.userName)];
	const password = String(typed.password ?? '');
	return { outcome: 'accepted', value: { ...typed, accessToken, clientName, userName, password, url } };
}

/** @throws InvalidValue for a base URL that would show the password to others, or isn't a plain address */
export function toBaseUrl({ environment, baseUrl }: Record<'environment' | 'baseUrl', string>): string {
	if (environment === 'na3') return 'https://api.livevox.com';
	if (/^na[456]$/.test(environment)) return `https://api.${environment}.livevox.com`;
	const typed = String(baseUrl ?? '').trim();
	const url = parseUrl(typed);
	const isLoopback = /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(url.origin);
	if (url.protocol !== 'https:' && !isLoopback) reject(credentialIssues.baseUrlInsecure);
	if (url.username || url.password) reject(credentialIssues.baseUrlHasLogin);
	if (/[?#]/.test(typed)) reject(credentialIssues.baseUrlHasQuery);
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Not `URL.canParse`: called often enough, that of Node.js 20 no longer accepts letters like ü. */
function parseUrl(typed: string): URL {
	try {
		return new URL(typed);
	} catch {
		return reject(credentialIssues.baseUrlInvalid);
	}
}

/** Stands for the values that a session was made with; without the key nobody can find out by trying which they are. */
export function toDigest(credential: UsableCredential, key: string | Uint8Array): string {
	const { url, accessToken, clientName, loginAs, userName, password } = credential;
	const values = [url, accessToken, clientName, loginAs, userName, password];
	return createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url');
}

/** Whether the session that n8n stores was made with the values that the credential has now. */
export const hasOwnSession = (credential: UsableCredential): boolean =>
	Boolean(credential.sessionId) && credential.sessionDigest === toDigest(credential, credential.sessionId);
