import { createHmac } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { baseUrlOf } from './environment';

/** The LiveVox API credential, decrypted and with its expressions resolved. */
export interface LiveVoxCredential extends ICredentialDataDecryptedObject {
	environment: string;
	baseUrl: string;
	accessToken: string;
	clientName: string;
	loginAs: 'user' | 'agent';
	userName: string;
	password: string;
	/** n8n's own copy of a session, which other nodes use; '' where there is none. */
	sessionId: string;
	sessionDigest: string;
}

/** What a login returns. All but the session and its digest is '' where LiveVox leaves it out. */
export interface Session {
	sessionId: string;
	/** Ties the session to the values that it was made with: see `digestOf`. */
	sessionDigest: string;
	clientId: string;
	/** ISO 8601, in UTC: LiveVox counts in whole days from the login on. */
	passwordExpiresAt: string;
}

/** A credential as it is used. */
export interface UsableCredential extends LiveVoxCredential {
	/** Where its requests go, without a trailing slash. */
	url: string;
}

/** Why a credential cannot be used. */
export interface UnusableCredential {
	words: string;
	advice: string;
}

/** White space and what shows nothing (Unicode; U+2800 is a blank of Braille): copying brings them along unseen. */
const UNSEEN = String.raw`[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]+`;
const UNSEEN_AROUND = new RegExp(`^${UNSEEN}|${UNSEEN}$`, 'gu');

/** A text without the white space and the invisible characters around it. */
export const bare = (value: unknown): string => String(value ?? '').replace(UNSEEN_AROUND, '');

/** What a header holds without a dispute (RFC 9110, section 5.5); Node.js refuses most of the rest. */
const HEADER_VALUE = /^[\x20-\x7e]*$/;

/**
 * Reads what a user has typed or pasted, before any request. Client code, username and access token lose the white
 * space and the invisible characters around them; a password is used as it is.
 */
export function readCredential(
	data: ICredentialDataDecryptedObject,
): UsableCredential | UnusableCredential {
	const typed = data as LiveVoxCredential;
	const baseUrl = baseUrlOf(typed);
	if ('refusal' in baseUrl) return { words: baseUrl.refusal, advice: baseUrl.mend };
	const accessToken = bare(typed.accessToken);
	if (!HEADER_VALUE.test(accessToken)) {
		return {
			words: 'Access Token in the LiveVox API credential holds a character that cannot be sent',
			advice:
				'Copy the access token again: it has letters, digits and punctuation only, and no line break.',
		};
	}
	return {
		...typed,
		accessToken,
		clientName: bare(typed.clientName),
		userName: bare(typed.userName),
		password: String(typed.password ?? ''),
		url: baseUrl.url,
	};
}

/**
 * Stands for the values that a session was made with, without telling any of them.
 *
 * @param key without it nobody can find out by trying which values a digest stands for
 */
export function digestOf(credential: UsableCredential, key: string | Uint8Array): string {
	const { url, accessToken, clientName, loginAs, userName, password } = credential;
	const values = [url, accessToken, clientName, loginAs, userName, password];
	return createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url');
}

/** Whether n8n's copy of a session was made with the values that the credential has now. */
export const hasOwnSession = (credential: UsableCredential): boolean =>
	Boolean(credential.sessionId) &&
	credential.sessionDigest === digestOf(credential, credential.sessionId);
