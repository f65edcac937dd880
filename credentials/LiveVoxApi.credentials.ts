import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { logInForOthers, toHeaders } from '../nodes/LiveVoxSms/transport/login';

const text = { type: 'string', required: true, default: '' } as const;
/** What a login returned. n8n hides only passwords from its editor. */
const hidden = (displayName: string, name: string, typeOptions: INodeProperties['typeOptions'] = {}) =>
	({ displayName, name, type: 'hidden', typeOptions, default: '' }) as const;

export class LiveVoxApi implements ICredentialType {
	name = 'liveVoxApi';
	displayName = 'LiveVox API';
	icon = { light: 'file:../icons/livevox.svg', dark: 'file:../icons/livevox.dark.svg' } as const;
	documentationUrl = 'https://github.com/livevox-n8n/n8n-nodes-livevox#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			options: [
				{ name: 'NA3', value: 'na3' },
				{ name: 'NA4', value: 'na4' },
				{ name: 'NA5', value: 'na5' },
				{ name: 'NA6', value: 'na6' },
				{ name: 'Custom', value: 'custom' },
			],
			default: 'na3',
			description:
				"Your company's LiveVox environment. Ask your LiveVox administrator or LiveVox Customer Care. A login to the wrong environment is rejected.",
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			...text,
			displayOptions: { show: { environment: ['custom'] } },
			placeholder: 'e.g. https://api.stg4.livevox.com',
			description:
				"The address of the LiveVox API, starting with https://. It isn't the address of the LiveVox Portal.",
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			...text,
			typeOptions: { password: true },
			placeholder: 'e.g. 1a2b3c4d-…',
			description: 'The API token from LiveVox Customer Care. Requires a subscription to the Configuration API.',
		},
		{
			displayName: 'Client Code',
			name: 'clientName',
			...text,
			placeholder: 'e.g. ACME',
			description: "The Client Code you enter to log in to the LiveVox Portal, not your company's display name",
		},
		{
			displayName: 'Log In As',
			name: 'loginAs',
			type: 'options',
			options: [
				{ name: 'User', value: 'user', description: 'Recommended for unattended workflows' },
				{ name: 'Agent', value: 'agent', description: 'Sends from the service the agent is logged in to' },
			],
			default: 'user',
			description:
				"The type of LiveVox login. A user login needs 'Service' on each message; an agent login needs 'Account Number'.",
		},
		{
			displayName: 'Username',
			name: 'userName',
			...text,
			placeholder: 'e.g. n8n.sender',
			description:
				'The LiveVox username. Its role must be Agent, Manager, Superuser, or Sysadmin (Configure > System > User in the LiveVox Portal).',
		},
		{
			displayName: 'Password',
			name: 'password',
			...text,
			typeOptions: { password: true },
			description: 'The password for this username. Update it here when it changes or expires in LiveVox.',
		},
		{
			displayName: 'Only Send To',
			name: 'onlySendTo',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. (415) 555-0123, (415) 555-0199',
			description:
				"The only phone numbers that LiveVox SMS nodes may send to with this credential, separated by commas or lines, such as your testers' phones. Leave it empty to allow all numbers. It doesn't restrict HTTP Request nodes.",
		},
		hidden('Session ID', 'sessionId', { expirable: true, password: true }),
		hidden('Session Digest', 'sessionDigest'),
		hidden('Client ID', 'clientId'),
		hidden('Password Expires At', 'passwordExpiresAt', { password: true }),
	];

	/** n8n calls this for other nodes: if it has stored no session, and if one has expired. */
	async preAuthentication(this: IHttpRequestHelper, data: ICredentialDataDecryptedObject) {
		return await logInForOthers(this.helpers.httpRequest, data);
	}

	/** A property, not a method: n8n copies what the class itself has, and shows the credential in HTTP Request by it. */
	authenticate = async (data: ICredentialDataDecryptedObject, request: IHttpRequestOptions) => ({
		...request,
		headers: { ...request.headers, ...toHeaders(data) },
	});
}
