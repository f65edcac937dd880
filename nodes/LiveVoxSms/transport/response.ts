import type { IN8nHttpFullResponse } from 'n8n-workflow';

import * as say from '../shared/errorMessages';
import type { Accepted, Failure, Result } from '../shared/result';
import { sanitizeForDisplay } from '../shared/text';
import { isRecord, type Call } from './endpoints';

/** `isRejected`: LiveVox rejected the values. It locks a login after a few of these. */
export type LoginFailure = Failure & { isRejected: boolean };

/**
 * How a request ended: decided here alone. Accepted: a 2xx in which `read` finds the promised value. Rejected: a 4xx but
 * 408, a 503 with Retry-After, a 202 with an explanation, a connection that broke before the request. Unknown: all else.
 */
export async function toResult<T>(request: Promise<IN8nHttpFullResponse>, read: Call<T>['read']): Promise<Result<T>> {
	return await request.then((response) => judgeResponse(response, read)).catch(judgeError);
}

/** A redirect, a proxy, a timeout, a rate limit, a server that failed. */
const NO_LOGIN_REJECTION = /^(3..|407|408|429|5(?!99)..|[6-9]..)$/;

/**
 * The same for a login. LiveVox documents 401; clients have seen 403, 404, and 599, and nobody knows what a locked login
 * returns. So any response without a session is a rejection, except what clearly has another cause.
 */
export async function toLoginResult<T>(
	request: Promise<IN8nHttpFullResponse>,
	read: Call<T>['read'],
	hasUnseenCharacters: boolean,
): Promise<Accepted<T> | LoginFailure> {
	const result = await toResult(request, read);
	if (result.outcome === 'accepted') return result;
	const { httpStatus, message } = result.error;
	const error = { ...result.error, message: say.whileLoggingIn(message) };
	if (httpStatus === undefined) return { outcome: 'rejected', cause: 'login', error, isRejected: false };
	if (NO_LOGIN_REJECTION.test(String(httpStatus))) {
		return { ...result, outcome: 'rejected', cause: result.retry ? 'request' : 'login', error, isRejected: false };
	}
	const words = say.loginRejected(reasonIn((await request).body), hasUnseenCharacters);
	return { outcome: 'rejected', cause: 'login', error: { ...error, ...words }, isRejected: true };
}

/** The HTTP status; any of success if LiveVox accepted, undefined without a response. */
export const statusOf = (result: Result<unknown>): number | undefined =>
	result.outcome === 'accepted' ? 200 : result.error.httpStatus;

function judgeResponse<T>(response: IN8nHttpFullResponse, read: Call<T>['read']): Result<T> {
	const { statusCode: status, headers, body } = response;
	const value = isRecord(body) ? read(body) : undefined;
	if (status >= 200 && status < 300 && value !== undefined) return { outcome: 'accepted', value };
	const [reason, code] = [reasonIn(body), codeIn(body)];
	const retryAfter = headers['retry-after'];
	const isThrottled = status === 429 || (status === 503 && retryAfter !== undefined);
	const isExplained = status === 202 && (reason !== undefined || code !== undefined);
	const isRejected = isThrottled || isExplained || (status >= 400 && status < 500 && status !== 408);
	const afterMs = retryAfterMs(String(retryAfter ?? ''), Date.now());
	const wait = afterMs ? say.livevoxAskedToWait(Math.ceil(afterMs / 1000)) : undefined;
	const advice = ADVICE[status] ?? ADVICE[Math.floor(status / 100)] ?? say.responseAdvice.notLivevox;
	const words = { message: say.livevoxSaid(reason, status), description: say.joinSentences([wait, advice]) };
	return {
		outcome: isRejected ? 'rejected' : 'unknown',
		cause: 'request',
		error: { ...words, httpStatus: status, code },
		...(isThrottled && { retry: { afterMs } }),
	};
}

/** By status, or by its first digit. */
const ADVICE: Readonly<Record<number, string>> = {
	3: say.responseAdvice.redirected,
	4: say.responseAdvice.rejected,
	5: say.responseAdvice.serverFailed,
	202: say.responseAdvice.notDone,
	401: say.responseAdvice.sessionRejected,
	403: say.responseAdvice.roleDenied,
	404: say.responseAdvice.wrongAddress,
	405: say.responseAdvice.wrongAddress,
	407: say.responseAdvice.proxyLogin,
	408: say.responseAdvice.requestTimeout,
	429: say.responseAdvice.throttled,
	503: say.responseAdvice.busy,
};

/** LiveVox's own explanation, `{ code, message }` by its REST page, without its final period. */
function reasonIn(body: unknown): string | undefined {
	if (!isRecord(body) || typeof body.message !== 'string') return undefined;
	// Cut first: a pattern for the end is tried from every position of a text.
	return sanitizeForDisplay(body.message.trim(), 500).replace(/[.!]+$/, '') || undefined;
}

function codeIn(body: unknown): string | number | undefined {
	const { code } = isRecord(body) ? body : {};
	return typeof code === 'string' ? sanitizeForDisplay(code, 100) : typeof code === 'number' ? code : undefined;
}

/** The wait in milliseconds that a `Retry-After` asks for, in seconds or as a date; undefined for none and nonsense. */
export function retryAfterMs(header: string, now: number): number | undefined {
	const text = header.trim();
	// JavaScript takes `-5` and `max 9999` for dates too.
	const isDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text);
	const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
	const wait = isDate ? Date.parse(text) - now : seconds * 1000;
	return wait > 0 && Number.isFinite(wait) ? wait : undefined;
}

/** n8n's side ended the TLS handshake because of the server's certificate. */
const CERTIFICATE_CODES =
	/^(CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;
/** No server was reached, or Node rejected the address, a header, or the address of a proxy. */
const UNSENT_CODES =
	/^(ECONNREFUSED|ENOTFOUND|EAI_\w+|ERR_(HTTP_INVALID_HEADER_VALUE|INVALID_(CHAR|HTTP_TOKEN|PROTOCOL|URL)|SOCKET_BAD_PORT|UNESCAPED_CHARACTERS))$/;
const RETRYABLE_CODES = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/;
const TIMEOUT_CODES = /^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT)$/;

/**
 * Texts that prove that nothing was written; n8n 2.8 keeps little else of an error. `write EPROTO` is a handshake that
 * failed before the request (Node 20 and 24), unless its alert is about the client's certificate, which comes after it.
 */
const UNWRITTEN = [
	/^(?:connect|getaddrinfo) E[A-Z_]+\b/,
	/before secure TLS connection was established/,
	/^Proxy connection ended before receiving CONNECT response/,
	/\bwrite EPROTO .*SSL alert number (?:40|47|49|70|71|80|86|112|120)\b/,
	/\bwrite EPROTO .*:SSL routines:[^:]*:(?:wrong version number|unsupported protocol|dh key too small|unsafe legacy renegotiation disabled):/,
];

/** n8n's request helper may throw its own error (with copies in `messages` and `httpCode`), around axios's, around Node's. */
function judgeError(error: unknown): Failure {
	const chain = causesOf(error);
	const codes = chain.flatMap(({ code, httpCode }) => [httpCode, code]).filter((code) => typeof code === 'string');
	const texts = chain.flatMap(({ message, messages }) => [message, messages].flat());
	const isUnsent = (code: string) => CERTIFICATE_CODES.test(code) || UNSENT_CODES.test(code);
	const isProof = (text: unknown) => typeof text === 'string' && UNWRITTEN.some((proof) => proof.test(text));
	const isUnwritten = codes.some(isUnsent) || texts.some(isProof) || chain.some(isConnecting);
	const code = codes.at(-1) ?? 'UNKNOWN';
	const broken = TIMEOUT_CODES.test(code) ? 'timeout' : code === 'ERR_CANCELED' ? 'stopped' : 'lost';
	const kind = CERTIFICATE_CODES.test(code) ? 'certificate' : isUnwritten ? 'notConnected' : broken;
	return {
		outcome: isUnwritten ? 'rejected' : 'unknown',
		cause: 'request',
		error: { ...say.toWords(say.connectionErrors[kind]), code },
		...(isUnwritten && RETRYABLE_CODES.test(code) && { retry: { afterMs: undefined } }),
	};
}

/** If a host has several addresses, Node collects the error of each in `errors`. */
function isConnecting(error: unknown): boolean {
	const { syscall, errors } = isRecord(error) ? error : {};
	return syscall === 'connect' || (Array.isArray(errors) && errors.length > 0 && errors.every(isConnecting));
}

/** The error and what caused it, from the outside in. */
const causesOf = (error: unknown, depth = 0): Array<Record<string, unknown>> =>
	isRecord(error) && depth < 10 ? [error, ...causesOf(error.cause, depth + 1)] : [];
