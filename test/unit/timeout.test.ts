/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { getEventListeners } from 'node:events';

import { withTimeout } from '../../nodes/LiveVoxSms/transport/httpRequest';

const never = new Promise<never>(() => undefined);

test('a request that ends in time ends as it would alone', async () => {
	expect(await withTimeout(60_000, Promise.resolve('response'))).toBe('response');
	const broken = new Error('Any');
	await expect(withTimeout(60_000, Promise.reject(broken))).rejects.toBe(broken);
});

test('one that does not ends as a timeout', async () => {
	await expect(withTimeout(1, never)).rejects.toMatchObject({
		message: 'No complete response in time',
		code: 'ETIMEDOUT',
	});
});

// 1.001 seconds are 1000.9999999999999 ms, and Node takes whole ones only.
test('a timeout may be any number of seconds', async () => {
	expect(await withTimeout(1.001 * 1000, Promise.resolve('response'))).toBe('response');
});

test.each([
	['answered', async () => 'response'],
	['broken', async () => await Promise.reject(new Error('Any'))],
])('nothing waits for the timeout of a request that is %s', async (_, request) => {
	const timeout = jest.spyOn(AbortSignal, 'timeout');
	await withTimeout<unknown>(60_000, request()).catch(() => undefined);
	const signal = timeout.mock.results[0]?.value as AbortSignal;
	timeout.mockRestore();
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});
