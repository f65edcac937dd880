import type { LiveVoxCredential } from './credential';

/** What a header may hold; n8n's lines differ in what they do with the rest: one refuses it, one leaves it out. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** The credential with no session where a header does not take the stored one. */
export const withSendableSession = (credential: LiveVoxCredential): LiveVoxCredential =>
	SENDABLE.test(credential.sessionId ?? '') ? credential : { ...credential, sessionId: '' };

/** What is wrong with an access token that a header does not take; n8n adds it to every request. */
export function unsendableToken({
	accessToken,
}: LiveVoxCredential): { words: string; advice: string } | undefined {
	if (SENDABLE.test(accessToken)) return undefined;
	return {
		words: 'Access Token in the LiveVox API credential holds a character that cannot be sent',
		advice:
			'Copy the access token again: it has letters, digits and punctuation only, and no line break.',
	};
}
