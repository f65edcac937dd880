/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { runInNewContext } from 'node:vm';

import type { IHttpRequestHelper } from 'n8n-workflow';

import { LiveVoxApi } from '../../credentials/LiveVoxApi.credentials';
import { baseUrlOf } from '../../nodes/LiveVoxSms/transport/environment';

const credential = new LiveVoxApi();
const property = (name: string) => credential.properties.find((found) => found.name === name);

describe('the Test button', () => {
	/** Works out the expression as n8n does: what stands in the brackets is JavaScript. */
	function tested(environment: string, baseUrl: string): unknown {
		const expression = /^=\{\{ (.*) \}\}$/.exec(credential.test.request.baseURL ?? '')?.[1] ?? '';
		return runInNewContext(expression, { $credentials: { environment, baseUrl } });
	}

	test.each([
		['na3', ''],
		['na4', ''],
		['na5', ''],
		['na6', 'https://elsewhere.example.com'],
		['custom', 'https://api.example.com'],
		['custom', ' https://api.example.com/livevox// '],
		['custom', 'http://localhost:3000/'],
	])('asks the same address as the node: %s %s', (environment, baseUrl) => {
		expect({ url: tested(environment, baseUrl) }).toEqual(baseUrlOf({ environment, baseUrl }));
	});

	test('reads, and sends nothing', () => {
		expect(credential.test.request).toMatchObject({ url: '/sms/codes' });
		expect(credential.test.request.method ?? 'GET').toBe('GET');
	});

	test('follows no redirect, which would take the session along', () => {
		expect(credential.test.request.disableFollowRedirect).toBe(true);
	});

	test('tells a wrong role apart', () => {
		const message = expect.stringContaining('Agent, Sysadmin, Superuser or Manager');
		expect(credential.test.rules).toMatchObject([
			{ type: 'responseCode', properties: { value: 403, message } },
		]);
	});
});

// Workflows keep these names.
test('the form asks for what a login needs, in this order', () => {
	expect(credential).toMatchObject({ name: 'liveVoxApi', displayName: 'LiveVox API' });
	const fields = credential.properties.map(
		({ displayName, name, type, required = false, default: value }) =>
			[displayName, name, type, required ? 'required' : '', value] as const,
	);
	expect(fields).toEqual([
		['Environment', 'environment', 'options', '', 'na3'],
		['Base URL', 'baseUrl', 'string', 'required', ''],
		['Access Token', 'accessToken', 'string', 'required', ''],
		['Client Code', 'clientName', 'string', 'required', ''],
		['Log In As', 'loginAs', 'options', '', 'user'],
		['Username', 'userName', 'string', 'required', ''],
		['Password', 'password', 'string', 'required', ''],
		['Session ID', 'sessionId', 'hidden', '', ''],
		['Client ID', 'clientId', 'hidden', '', ''],
		['Password Expires At', 'passwordExpiresAt', 'hidden', '', ''],
	]);
});

test('each field and choice that a person sees is explained', () => {
	const fields = credential.properties.filter(({ type }) => type !== 'hidden');
	const choices = (property('loginAs')?.options ?? []).filter((option) => 'value' in option);
	const unexplained = [...fields, ...choices].filter(
		({ description = '' }) => !/^[A-Z].+ .+ .+/.test(description),
	);
	expect(unexplained).toEqual([]);
	expect(choices).toMatchObject([
		{ name: 'User', value: 'user' },
		{ name: 'Agent', value: 'agent' },
	]);
});

test('what is typed in and read again has an example', () => {
	const typed = credential.properties.filter(
		({ name, type }) => type === 'string' && name !== 'password',
	);
	expect(typed.filter(({ placeholder = '' }) => !/^e\.g\. ./.test(placeholder))).toEqual([]);
});

test('n8n gets all that a login brings', async () => {
	const asked: unknown[] = [];
	const helpers = {
		httpRequest: async (options: unknown) => {
			asked.push(options);
			return {
				statusCode: 200,
				headers: {},
				body: { sessionId: 'new', clientId: 1234, daysUntilPasswordExpires: 10 },
			};
		},
	};
	const context = { helpers } as unknown as IHttpRequestHelper;
	const values = { environment: 'na4', accessToken: 'token', sessionId: 'old' };
	expect(await credential.preAuthentication.call(context, values)).toEqual({
		sessionId: 'new',
		clientId: '1234',
		passwordExpiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
	});
	expect(asked).toMatchObject([{ url: 'https://api.na4.livevox.com/session/login' }]);
});

test.each(['accessToken', 'password', 'sessionId', 'passwordExpiresAt'])(
	'%s is hidden as a password is',
	(name) => {
		expect(property(name)?.typeOptions?.password).toBe(true);
	},
);

test('n8n logs in anew where the session is empty', () => {
	expect(property('sessionId')).toMatchObject({
		type: 'hidden',
		default: '',
		typeOptions: { expirable: true },
	});
});

test('only a custom environment shows the Base URL', () => {
	expect(property('baseUrl')?.displayOptions).toEqual({ show: { environment: ['custom'] } });
});

test('each environment that can be picked has an address', () => {
	expect(property('environment')?.options).toEqual([
		{ name: 'NA3', value: 'na3' },
		{ name: 'NA4', value: 'na4' },
		{ name: 'NA5', value: 'na5' },
		{ name: 'NA6', value: 'na6' },
		{ name: 'Custom', value: 'custom' },
	]);
});

test('each request carries the access token and the session', () => {
	expect(credential.authenticate).toEqual({
		type: 'generic',
		properties: {
			headers: {
				'LV-Access': '={{ $credentials.accessToken }}',
				'LV-Session': '={{ $credentials.sessionId }}',
			},
		},
	});
});
