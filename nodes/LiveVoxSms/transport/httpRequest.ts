import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { UsableCredential } from './credential';
import type { Call } from './endpoints';
import { redactResponse } from './redact';

/** n8n's `httpRequest` helper. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;
/** For each request, unless the user sets another. */
export const TIMEOUT_MS = 30_000;

/** Makes one request, for its response without secrets. Throws what the helper does, and `ETIMEDOUT` in time. */
export async function makeRequest(
	http: HttpRequest,
	credential: UsableCredential,
	{ method, path, headers, query, body }: Call<unknown>,
	timeoutMs = TIMEOUT_MS,
): Promise<IN8nHttpFullResponse> {
	const request = http({
		method,
		url: `${credential.url}${path}`,
		headers: { 'Content-Type': 'application/json', ...headers },
		json: true,
		timeout: timeoutMs,
		disableFollowRedirect: true,
		returnFullResponse: true,
		// Including 401: n8n would log in and store a session of its own.
		ignoreHttpStatusErrors: true,
		...(query && { qs: query }),
		...(body && { body }),
	});
	return redactResponse(await withTimeout(timeoutMs, request), credential);
}

/** Waits no longer than that in all: the helper's timeout restarts with every byte, so it could take hours. */
export async function withTimeout<T>(ms: number, request: Promise<T>): Promise<T> {
	const signal = AbortSignal.timeout(Math.ceil(ms));
	return await new Promise<T>((resolve, reject) => {
		const onAbort = () => reject(Object.assign(new Error('No complete response in time'), { code: 'ETIMEDOUT' }));
		signal.addEventListener('abort', onAbort);
		// Node keeps a signal that has listeners, and all they refer to, until its time comes.
		request.finally(() => signal.removeEventListener('abort', onAbort)).then(resolve, reject);
	});
}
