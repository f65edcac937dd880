import { failureOf, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const impatient = { ...sendMessage, options: { maxRateLimitWait: 1 } };

/* What each fault of the simulator comes to is in test/faults/; here is what stands outside of that matrix. */
describe('SMS: Send', () => {
	test('a 403 that outlives a new login is rejected', async () => {
		harness.livevox.faults.add({ route: 'send', on: [2, 3], kind: 'status', status: 403 });
		const oneByOne = { ...sendMessage, options: { maxConcurrency: 1 } };
		const { items } = await harness.run(oneByOne, recipients(3), CONTINUE);
		expect(failureOf(items[1])).toMatchObject({ outcome: 'rejected', httpStatus: 403 });
		expect(harness.livevox.record.sent).toHaveLength(2);
		expect(harness.livevox.record.logins).toHaveLength(2);
	});

	test('a refused connection is rejected: nothing was sent', async () => {
		await harness.logInPast('http://127.0.0.1:1');
		const { items } = await harness.run(impatient, recipients(1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected', code: 'ECONNREFUSED' });
	});

	test('an unknown host name is rejected: nothing was sent', async () => {
		await harness.logInPast('https://livevox.invalid');
		const { items } = await harness.run(impatient, recipients(1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected' });
		expect(failureOf(items[0]).code).toMatch(/ENOTFOUND|EAI_AGAIN/);
	});

	test('a redirect is not followed: the session goes to no other address', async () => {
		const elsewhere = '/sms/templates';
		harness.livevox.faults.add({ route: 'send', kind: 'status', status: 302, body: elsewhere });
		await harness.run(sendMessage, recipients(1), CONTINUE);
		expect(harness.livevox.record.count('templates')).toBe(0);
	});
});
