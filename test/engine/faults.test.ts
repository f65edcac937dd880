import { failureOf, recipients, sendMessage, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const impatient = { ...sendMessage, options: { maxRateLimitWait: 1 } };

/* What each fault of the simulator comes to is in test/faults/; here is what stands outside of that matrix. */
describe('SMS: Send', () => {
	test('a 403 that outlives a new login is rejected', async () => {
		world.livevox.faults.add({ route: 'send', on: [2, 3], kind: 'status', status: 403 });
		const oneByOne = { ...sendMessage, options: { maxConcurrency: 1 } };
		const { items } = await world.run(oneByOne, recipients(3), CONTINUE);
		expect(failureOf(items[1])).toMatchObject({ outcome: 'rejected', httpStatus: 403 });
		expect(world.livevox.record.sent).toHaveLength(2);
		expect(world.livevox.record.logins).toHaveLength(2);
	});

	test('a refused connection is rejected: nothing was sent', async () => {
		await world.logInPast('http://127.0.0.1:1');
		const { items } = await world.run(impatient, recipients(1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected', code: 'ECONNREFUSED' });
	});

	test('an unknown host name is rejected: nothing was sent', async () => {
		await world.logInPast('https://livevox.invalid');
		const { items } = await world.run(impatient, recipients(1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected' });
		expect(failureOf(items[0]).code).toMatch(/ENOTFOUND|EAI_AGAIN/);
	});

	test('a redirect is not followed: the session goes to no other address', async () => {
		const elsewhere = '/sms/templates';
		world.livevox.faults.add({ route: 'send', kind: 'status', status: 302, body: elsewhere });
		await world.run(sendMessage, recipients(1), CONTINUE);
		expect(world.livevox.record.count('templates')).toBe(0);
	});
});
