import type { ICredentialsDecrypted, ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { parseOnlySendTo } from '../message/numberList';
import { credentialTest, toParagraph, type Words } from '../shared/errorMessages';
import { toError, Validation } from '../shared/validation';
import { readCredential } from '../transport/credential';
import { listCodes } from '../transport/endpoints';
import { makeRequest, type HttpRequest } from '../transport/httpRequest';
import { logins, toHeaders } from '../transport/login';
import { toResult } from '../transport/response';

/** Test and Retry of the credential: a new login, then the list of codes, which shows a role that can't use the API. */
export async function liveVoxApiTest(
	this: ICredentialTestFunctions,
	{ data = {} }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const credential = readCredential(data);
	if (credential.outcome !== 'accepted') return failed(credential.error);
	const fields = new Validation();
	const onlySendTo = fields.check('Only Send To', () => parseOnlySendTo(credential.value.onlySendTo));
	if (fields.issues.length > 0) return failed(toError(fields.issues));
	const { helpers } = this;
	// The only helper that n8n has for the test of a credential names the same options otherwise.
	const http: HttpRequest = async ({ disableFollowRedirect, returnFullResponse, ignoreHttpStatusErrors, ...same }) =>
		await helpers.request({
			...same,
			followRedirect: !disableFollowRedirect,
			resolveWithFullResponse: returnFullResponse,
			simple: !ignoreHttpStatusErrors,
		});
	const login = await logins.logIn(http, credential.value, 'person');
	if (login.outcome !== 'accepted') return failed(login.error);
	const own = { ...credential.value, ...login.value };
	const request = makeRequest(http, own, { ...listCodes, headers: toHeaders(own) });
	const codes = await toResult(request, listCodes.read);
	if (codes.outcome !== 'accepted') {
		return failed({ ...codes.error, message: credentialTest.codesNotListed(codes.error.message) });
	}
	logins.onSessionAccepted(login.value);
	return { status: 'OK', message: credentialTest.succeeded(own.userName, codes.value.length, onlySendTo?.size) };
}

const failed = (words: Words): INodeCredentialTestResult => ({ status: 'Error', message: toParagraph(words) });
