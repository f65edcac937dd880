import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { LiveVoxCredential } from './credential';
import { isRecord } from './reply';

const HIDDEN = '***';

/** Takes the secrets of a credential out of a text, for a server may repeat what it was sent. */
export function redact(text: string, credential: LiveVoxCredential): string {
	const { password, accessToken, sessionId } = credential;
	return (
		[password, accessToken, sessionId]
			.filter((secret) => typeof secret === 'string' && secret !== '')
			.flatMap((secret) => [...new Set([secret, JSON.stringify(secret).slice(1, -1)])])
			// The longest first: one secret may begin with another.
			.sort((one, other) => other.length - one.length)
			.reduce((redacted, secret) => redacted.replaceAll(secret, HIDDEN), text)
	);
}

/** The same for what an answer says in words, before anything is cut off them. */
export function redactAnswer(
	answer: IN8nHttpFullResponse,
	credential: LiveVoxCredential,
): IN8nHttpFullResponse {
	const { body } = answer;
	if (!isRecord(body)) return answer;
	const hidden = (value: unknown) =>
		typeof value === 'string' ? redact(value, credential) : value;
	return { ...answer, body: { ...body, message: hidden(body.message), code: hidden(body.code) } };
}
