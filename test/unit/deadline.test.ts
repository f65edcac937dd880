/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { getEventListeners } from 'node:events';

import { withDeadline } from '../../nodes/LiveVoxSms/transport/deadline';

const never = new Promise<never>(() => undefined);

test('a request that ends in time ends as it would alone', async () => {
	expect(await withDeadline(60_000, Promise.resolve('answer'))).toBe('answer');
	const broken = new Error('Any');
	await expect(withDeadline(60_000, Promise.reject(broken))).rejects.toBe(broken);
});

test('one that does not ends as a time-out', async () => {
	await expect(withDeadline(1, never)).rejects.toMatchObject({
		message: 'No complete answer in time',
		code: 'ETIMEDOUT',
	});
});

// 1.001 seconds are 1000.9999999999999 ms, and Node takes whole ones only.
test('a time-out may be any number of seconds', async () => {
	expect(await withDeadline(1.001 * 1000, Promise.resolve('answer'))).toBe('answer');
});

test.each([
	['answered', async () => 'answer'],
	['broken', async () => await Promise.reject(new Error('Any'))],
])('nothing waits for the deadline of a request that is %s', async (_, request) => {
	const timeout = jest.spyOn(AbortSignal, 'timeout');
	await withDeadline<unknown>(60_000, request()).catch(() => undefined);
	const signal = timeout.mock.results[0]?.value as AbortSignal;
	timeout.mockRestore();
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});
