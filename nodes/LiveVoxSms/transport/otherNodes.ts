import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { hasOwnSession, readCredential, type Session, type UsableCredential } from './credential';
import { logins } from './login';
import type { HttpRequest } from './loginRequest';

/**
 * Logs in for a node that is not ours, such as HTTP Request: n8n stores what this returns with the credential.
 *
 * @throws a plain Error in words for the user: on one that carries a status 401 n8n would log in once more
 */
export async function logInForOtherNodes(
	http: HttpRequest,
	data: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const credential = usable(data);
	// n8n calls because it has no session of these values, or because LiveVox has refused the one that it has.
	const isExpired = ({ sessionId }: Session) =>
		hasOwnSession(credential) && sessionId === credential.sessionId;
	const result = await logins.sessionOf(http, credential, 'workflow', isExpired);
	if (!('session' in result)) throw new Error(`${result.words}. ${result.advice}`);
	const { sessionId, sessionDigest, clientId, passwordExpiresAt } = result.session;
	return { sessionId, sessionDigest, clientId, passwordExpiresAt };
}

/**
 * The headers that authenticate a request.
 *
 * @throws an Error with a response of status 401 where the stored session was made with other values: n8n logs in
 *   then, and has sent nothing
 */
export function headersOf(data: ICredentialDataDecryptedObject): IDataObject {
	const credential = usable(data);
	if (!hasOwnSession(credential)) {
		throw Object.assign(new Error('The session belongs to other values of the credential'), {
			response: { status: 401 },
		});
	}
	return { 'LV-Access': credential.accessToken, 'LV-Session': credential.sessionId };
}

function usable(data: ICredentialDataDecryptedObject): UsableCredential {
	const credential = readCredential(data);
	if ('url' in credential) return credential;
	throw new Error(`${credential.words}. ${credential.advice}`);
}
