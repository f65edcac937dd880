import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { outcomeOf } from '../delivery/outcome';
import { listCodes } from '../transport/calls';
import { readCredential } from '../transport/credential';
import { explain } from '../transport/explain';
import { logins } from '../transport/login';
import { headersOf } from '../transport/otherNodes';
import { ask } from '../transport/session';

const TIMEOUT_MS = 30_000;

/**
 * Test and Retry of the credential: a fresh login with the values as they stand in the form, then the list of codes,
 * which shows a role that may not use the SMS API. It changes nothing in LiveVox, and stores nothing in n8n.
 */
export async function liveVoxApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const credential = readCredential(data);
	if (!('url' in credential)) return failed(credential.words, credential.advice);

	const http = async (options: IHttpRequestOptions) => await request(this, options);
	const login = await logins.logIn(http, credential, 'person');
	if (!('session' in login)) return failed(login.words, login.advice);

	const own = { ...credential, ...login.session };
	const authenticated = async ({ headers, ...options }: IHttpRequestOptions) =>
		await http({ ...options, headers: { ...headers, ...headersOf(own) } });
	const codes = outcomeOf(await ask(authenticated, own, TIMEOUT_MS, listCodes));
	if (codes.outcome !== 'accepted') {
		const { message, description } = explain(codes.reply);
		return failed(`The login works, but LiveVox did not list the codes: ${message}`, description);
	}
	logins.onAccepted(login.session);
	const count = codes.value.length;
	return {
		status: 'OK',
		message: `Logged in as ${own.userName}. LiveVox lists ${count} ${count === 1 ? 'code' : 'codes'} to send from.`,
	};
}

const failed = (words: string, advice: string): INodeCredentialTestResult => ({
	status: 'Error',
	message: `${words}. ${advice}`,
});

/** The only helper that n8n has for a credential's test speaks of the same things in other words. */
async function request(
	{ helpers }: ICredentialTestFunctions,
	{ disableFollowRedirect, returnFullResponse, ignoreHttpStatusErrors, ...same }: IHttpRequestOptions,
): Promise<IN8nHttpFullResponse> {
	return (await helpers.request({
		...same,
		followRedirect: !disableFollowRedirect,
		resolveWithFullResponse: returnFullResponse,
		simple: !ignoreHttpStatusErrors,
	})) as IN8nHttpFullResponse;
}
