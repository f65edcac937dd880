import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { Reply } from '../delivery/outcome';
import { shown } from '../message/shown';

const LONGEST_WORDS = 500;
const LONGEST_CODE = 100;

/** True for what JSON calls an object: no array, no null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads LiveVox's own explanation out of an answer's body: `{ code, message }` by its REST page.
 *
 * @param body the parsed body; a gateway's page and an empty body have no words
 * @returns the message without its final stop
 */
export function wordsOf(body: unknown): string | undefined {
	if (!isRecord(body) || typeof body.message !== 'string') return undefined;
	// Cut first: a pattern for the end is tried from every place of a text.
	const words = shown(body.message.trim(), LONGEST_WORDS).replace(/[.!]+$/, '');
	return words === '' ? undefined : words;
}

/** LiveVox's own code in `{ code, message }`, or null; no longer than any code is. */
export function codeOf(body: unknown): string | number | null {
	if (!isRecord(body)) return null;
	const { code } = body;
	if (typeof code === 'string') return shown(code, LONGEST_CODE);
	return typeof code === 'number' ? code : null;
}

/**
 * Reads an answer of LiveVox.
 *
 * @param read finds the promised value in the body, or undefined where it is missing
 */
export function answerReply<T>(
	{ statusCode, headers, body }: IN8nHttpFullResponse,
	read: (body: Record<string, unknown>) => T | undefined,
): Extract<Reply<T>, { kind: 'answer' }> {
	const retryAfter = headers['retry-after'];
	return {
		kind: 'answer',
		status: statusCode,
		value: isRecord(body) ? read(body) : undefined,
		words: wordsOf(body),
		code: codeOf(body),
		retryAfter: retryAfter === undefined ? undefined : String(retryAfter),
	};
}

/** Codes of a TLS handshake that our own side ended, because of the server's certificate. */
export const CERTIFICATE_REFUSED = [
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REVOKED',
	'CERT_UNTRUSTED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'HOSTNAME_MISMATCH',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** Codes of an address, a header or a proxy's address that Node refuses before it connects anywhere. */
const REFUSED_BY_NODE = [
	'ERR_HTTP_INVALID_HEADER_VALUE',
	'ERR_INVALID_CHAR',
	'ERR_INVALID_HTTP_TOKEN',
	'ERR_INVALID_PROTOCOL',
	'ERR_INVALID_URL',
	'ERR_SOCKET_BAD_PORT',
	'ERR_UNESCAPED_CHARACTERS',
];

/** Codes that prove that nothing of the request was written. */
const NEVER_WRITTEN = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EAI_FAIL',
	'EAI_NODATA',
	...REFUSED_BY_NODE,
	...CERTIFICATE_REFUSED,
];

/**
 * Texts that prove the same; n8n 2.8 keeps little else of an error.
 *
 * `write EPROTO` is what Node says where the request waited for the end of a handshake that failed: what comes
 * over an established connection, be it an alert or plain bytes, is an `ERR_SSL_…` without those words (seen with
 * Node 20 and 24). Of the alerts only those count with which a server answers the ClientHello all the same: one
 * about the client's certificate belongs to a connection that TLS 1.3 has already let the request through.
 */
const NOTHING_WRITTEN = [
	/^(?:connect|getaddrinfo) E[A-Z_]+\b/,
	/before secure TLS connection was established/,
	/^Proxy connection ended before receiving CONNECT response/,
	/\bwrite EPROTO .*SSL alert number (?:40|47|49|70|71|80|86|112|120)\b/,
	/\bwrite EPROTO .*:SSL routines:[^:]*:(?:wrong version number|unsupported protocol|dh key too small|unsafe legacy renegotiation disabled):/,
];

/** What n8n's request helper may throw: its own error, around axios's, around Node's. */
interface ThrownError {
	message: unknown;
	/** n8n's copy of the texts of what it wraps. */
	messages?: unknown;
	/** n8n's copy of the code of what it wraps; n8n 2.8 keeps nothing else of it. */
	httpCode?: unknown;
	code?: unknown;
	syscall?: unknown;
	errors?: unknown;
	cause?: unknown;
}

/** Reads from what n8n's request helper threw where and how the connection broke. */
export function brokenReply(error: unknown): Extract<Reply<never>, { kind: 'broken' }> {
	const chain = [...causes(error)];
	const codes = chain
		.flatMap(({ code, httpCode }) => [httpCode, code])
		.filter((code) => typeof code === 'string');
	const beforeSending =
		codes.some((code) => NEVER_WRITTEN.includes(code)) ||
		chain.some(isConnecting) ||
		textsOf(chain).some((text) => NOTHING_WRITTEN.some((proof) => proof.test(text)));
	return { kind: 'broken', code: codes.at(-1) ?? 'UNKNOWN', beforeSending };
}

/** Where a host has several addresses, Node gathers what each came to in `errors`. */
const isConnecting = ({ syscall, errors }: ThrownError): boolean =>
	syscall === 'connect' ||
	(Array.isArray(errors) &&
		errors.length > 0 &&
		errors.every(isThrown) &&
		errors.every(isConnecting));

const textsOf = (chain: ThrownError[]) =>
	chain
		.flatMap(({ message, messages }) => [message, messages].flat())
		.filter((text): text is string => typeof text === 'string');

/** The error and what caused it, from the outside in. */
function* causes(error: unknown): Generator<ThrownError> {
	for (let depth = 0; depth < 10 && isThrown(error); depth++) {
		yield error;
		error = error.cause;
	}
}

const isThrown = (error: unknown): error is ThrownError =>
	typeof error === 'object' && error !== null && 'message' in error;
