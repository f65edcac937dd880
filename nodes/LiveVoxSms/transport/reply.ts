import type { Reply } from '../delivery/outcome';
import type { LoginError } from './login';

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
	const words = body.message.trim().replace(/[.!]+$/, '');
	return words === '' ? undefined : words.slice(0, LONGEST_WORDS);
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
	status: number,
	body: unknown,
	read: (body: Record<string, unknown>) => T | undefined,
): Reply<T> {
	return {
		kind: 'answer',
		status,
		value: isRecord(body) ? read(body) : undefined,
		words: wordsOf(body),
		code: codeOf(body),
	};
}

/**
 * Reasons by which our own side ends a TLS handshake, or the other side shows that it speaks no TLS:
 * the request itself has not been written then.
 */
const TLS_REFUSALS = [
	'CERT_HAS_EXPIRED',
	'CERT_NOT_YET_VALID',
	'CERT_REVOKED',
	'CERT_UNTRUSTED',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'HOSTNAME_MISMATCH',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const NAME_NOT_FOUND = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA'];

const CUT_IN_HANDSHAKE = 'before secure TLS connection was established';

interface NetworkError extends Error {
	code?: unknown;
	syscall?: unknown;
}

/** Reads from what n8n's request helper threw where the connection broke. */
export function brokenReply(error: unknown): Extract<Reply<never>, { kind: 'broken' }> {
	const chain = [...causes(error)];
	const codes = chain.map(({ code }) => code).filter((code) => typeof code === 'string');
	const beforeSending =
		codes.some((code) => TLS_REFUSALS.includes(code) || NAME_NOT_FOUND.includes(code)) ||
		chain.some(
			({ syscall, message }) => syscall === 'connect' || message.includes(CUT_IN_HANDSHAKE),
		);
	return { kind: 'broken', code: codes.at(-1) ?? 'UNKNOWN', beforeSending };
}

/** The error and what caused it, from the outside in: n8n and axios each wrap it once. */
function* causes(error: unknown): Generator<NetworkError> {
	let depth = 0;
	while (error instanceof Error && depth++ < 10) {
		yield error;
		error = error.cause;
	}
}

/** The login's own refusal inside what n8n threw; by its name, for n8n may load the class twice. */
export function noSessionReply(error: unknown): Reply<never> | undefined {
	const isLoginError = ({ name }: Error) => name === 'LiveVoxLoginError';
	const login = [...causes(error)].find(isLoginError) as LoginError | undefined;
	return login && { kind: 'noSession', words: login.words, advice: login.advice };
}
