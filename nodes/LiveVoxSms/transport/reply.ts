import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { Reply } from '../delivery/outcome';
import { shown } from '../message/shown';

const LONGEST_WORDS = 500;

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

/** LiveVox's own code in `{ code, message }`, or null. */
export function codeOf(body: unknown): string | number | null {
	if (!isRecord(body)) return null;
	return typeof body.code === 'number' || typeof body.code === 'string' ? body.code : null;
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

/**
 * Codes that tell that nothing of the request was written: no server, no name, or a TLS handshake that
 * our own side ended or the other side did not understand.
 */
const NEVER_CONNECTED = [
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EAI_FAIL',
	'EAI_NODATA',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	...CERTIFICATE_REFUSED,
];

const NO_HANDSHAKE =
	/before secure TLS connection was established|SSL routines:.*:wrong version number/;

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
		codes.some((code) => NEVER_CONNECTED.includes(code)) ||
		chain.some(isConnecting) ||
		textsOf(chain).some((text) => NO_HANDSHAKE.test(text));
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
