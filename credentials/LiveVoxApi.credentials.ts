import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { headersOf, logInForOtherNodes } from '../nodes/LiveVoxSms/transport/otherNodes';

/** n8n hides from its editor only what is marked as a password, so the session is one too. */
const sessionProperty: INodeProperties = {
	displayName: 'Session ID',
	name: 'sessionId',
	type: 'hidden',
	typeOptions: { expirable: true, password: true },
	default: '',
};

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
				'The LiveVox environment that your company is in. Your LiveVox administrator or LiveVox Customer Care knows it. A login in the wrong environment is refused.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			displayOptions: { show: { environment: ['custom'] } },
			default: '',
			placeholder: 'e.g. https://api.na4.livevox.com',
			description:
				'The address of the LiveVox API, starting with https://. LiveVox Customer Care knows it; it is not that of the LiveVox Portal.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. 1a2b3c4d-…',
			description:
				'Identifies the application that uses the API. LiveVox Customer Care issues it with a subscription to the Configuration API.',
		},
		{
			displayName: 'Client Code',
			name: 'clientName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ACME',
			description:
				'The code of your company that you type into Client Code when you log in to the LiveVox Portal, not its display name',
		},
		{
			displayName: 'Log In As',
			name: 'loginAs',
			type: 'options',
			options: [
				{
					name: 'User',
					value: 'user',
					description: 'A LiveVox user. The better choice for unattended workflows.',
				},
				{
					name: 'Agent',
					value: 'agent',
					description: 'An agent. Messages go out from the service the agent is logged into.',
				},
			],
			default: 'user',
			description:
				'What kind of account the username belongs to. A user has to choose the service that sends; an agent has to name the account of each message.',
		},
		{
			displayName: 'Username',
			name: 'userName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. n8n.sender',
			description:
				'The name that the account logs in to LiveVox with. Its role has to be Agent, Sysadmin, Superuser or Manager: in the LiveVox Portal, Configure > System > User shows the roles.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The password of that account. When it changes or expires in LiveVox, fill in the new one here.',
		},
		sessionProperty,
		{
			displayName: 'Session Digest',
			name: 'sessionDigest',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Password Expires At',
			name: 'passwordExpiresAt',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
	];

	/** n8n calls this for other nodes: where it has stored no session, and where one has expired. */
	async preAuthentication(
		this: IHttpRequestHelper,
		data: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await logInForOtherNodes(this.helpers.httpRequest, data);
	}

	/** A property, not a method: n8n copies what the class itself has, and shows the credential in HTTP Request by it. */
	authenticate = async (
		data: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...request,
		headers: { ...request.headers, ...headersOf(data) },
	});
}
