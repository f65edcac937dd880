import type { Reply } from '../delivery/outcome';
import type { LiveVoxCredential } from './credential';

const HIDDEN = '***';

/** Takes the secrets of a credential out of a text, for a server may repeat what it was sent. */
export function redact(text: string, credential: LiveVoxCredential): string {
	const { password, accessToken, sessionId } = credential;
	return [password, accessToken, sessionId]
		.filter((secret) => typeof secret === 'string' && secret !== '')
		.reduce((redacted, secret) => redacted.replaceAll(secret, HIDDEN), text);
}

/** The same for all that an answer says in words. */
export function redactReply<T>(reply: Reply<T>, credential: LiveVoxCredential): Reply<T> {
	if (reply.kind !== 'answer') return reply;
	const { words, code } = reply;
	return {
		...reply,
		words: words && redact(words, credential),
		code: typeof code === 'string' ? redact(code, credential) : code,
	};
}
