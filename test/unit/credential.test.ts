/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { runInNewContext } from 'node:vm';

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

	test('tells a wrong role apart', () => {
		const message = expect.stringContaining('Agent, Sysadmin, Superuser or Manager');
		expect(credential.test.rules).toMatchObject([
			{ type: 'responseCode', properties: { value: 403, message } },
		]);
	});
});

test.each(['accessToken', 'password', 'sessionId'])('%s is hidden as a password is', (name) => {
	expect(property(name)?.typeOptions?.password).toBe(true);
});

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
	const picked = property('environment')?.options?.map(
		(option) => 'value' in option && option.value,
	);
	expect(picked).toEqual(['na3', 'na4', 'na5', 'na6', 'custom']);
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
