import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { toParagraph } from '../shared/errorMessages';
import type { Result } from '../shared/result';
import { hasOwnSession, readCredential } from './credential';
import type { HttpRequest } from './httpRequest';
import { logins } from './login';

/**
 * Logs in for a node that isn't ours, such as HTTP Request: n8n stores what this returns with the credential. n8n calls
 * it if it has no session of these values, and if LiveVox no longer accepts the one it has.
 *
 * @throws a plain Error in words for the user: on one that carries a status 401 n8n would log in once more
 */
export async function logInForOtherNodes(
	http: HttpRequest,
	data: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const credential = valueOrThrow(readCredential(data));
	const expired = hasOwnSession(credential) ? credential.sessionId : undefined;
	const result = await logins.sessionOf(http, credential, 'workflow', ({ sessionId }) => sessionId === expired);
	const { sessionId, sessionDigest, clientId, passwordExpiresAt } = valueOrThrow(result);
	return { sessionId, sessionDigest, clientId, passwordExpiresAt };
}

/**
 * The headers that authenticate a request.
 *
 * @throws an Error with a 401 if the stored session was made with other values: n8n has sent nothing, and logs in
 */
export function toHeaders(data: ICredentialDataDecryptedObject): Record<string, string> {
	const credential = valueOrThrow(readCredential(data));
	if (hasOwnSession(credential)) return { 'LV-Access': credential.accessToken, 'LV-Session': credential.sessionId };
	const error = new Error('The session belongs to other values of the credential');
	throw Object.assign(error, { response: { status: 401 } });
}

function valueOrThrow<T>(result: Result<T>): T {
	if (result.outcome === 'accepted') return result.value;
	throw new Error(toParagraph(result.error));
}
