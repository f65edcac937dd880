import { listCodes, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

const sessionsSince = (request: number) =>
	harness.livevox.record.requests
		.slice(request)
		.map(({ headers }) => headers['lv-session'])
		.filter((session) => session !== undefined);

/** Sends once with the values as they stand, and again after a change. */
async function sendBeforeAndAfter(change: Record<string, string>) {
	await harness.run(sendMessage, recipients(1));
	const before = sessionsSince(0);
	const requests = harness.livevox.record.requests.length;
	harness.changeCredential(change);
	const run = await harness.run(sendMessage, recipients(2), CONTINUE);
	return { run, before, after: sessionsSince(requests) };
}

describe('after a change of one value of the credential', () => {
	beforeEach(() => {
		const { state } = harness.livevox;
		const [client] = state.clients;
		state.clients[0] = { ...client!, accessTokens: [...client!.accessTokens, 'another-token'] };
		state.accounts.push(
			{ ...state.accounts[0]!, userName: 'other.user', userId: 60_001 },
			{ ...state.accounts[1]!, userName: 'demo.user', userId: 60_002 },
		);
	});

	test.each([
		['the username', { userName: 'other.user' }],
		['the access token', { accessToken: 'another-token' }],
	])('the next run logs in again and sends as the new account: %s', async (_, change) => {
		const { run, before, after } = await sendBeforeAndAfter(change);
		expect(run.items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
		expect(harness.livevox.record.logins).toHaveLength(2);
		expect(after).toHaveLength(2);
		expect(after.filter((session) => before.includes(session))).toEqual([]);
		expect(harness.livevox.record.sent.at(-1)?.userName).toBe('userName' in change ? 'other.user' : 'demo.user');
	});

	test('an agent of the same name is another account', async () => {
		const withAccount = { ...sendMessage, account: '13213' };
		await harness.run(withAccount, recipients(1));
		const [before] = harness.sessions;
		harness.changeCredential({ loginAs: 'agent' });
		await harness.run(withAccount, recipients(1));
		const [login, send] = harness.livevox.record.requests.slice(-2);
		expect(login?.body).toMatchObject({ agent: true });
		expect(send?.headers['lv-session']).not.toBe(before);
		expect(harness.reached).toHaveLength(2);
	});

	test.each([
		['the password', { password: 'not-the-password' }],
		['the client code', { clientName: 'OTHER' }],
		['the access token', { accessToken: 'no-token' }],
		['the username', { userName: 'nobody' }],
	])('a wrong value is rejected, whatever session there was: %s', async (_, change) => {
		const { run, after } = await sendBeforeAndAfter(change);
		expect(run.items.map(({ json }) => json.status)).toEqual([undefined, undefined]);
		expect(after).toEqual([]);
		expect(harness.livevox.record.logins.length).toBeLessThanOrEqual(2);
		expect((await harness.engine.testCredential()).status).toBe('Error');
	});

	test('no request goes to another address with the old session', async () => {
		const { after } = await sendBeforeAndAfter({ baseUrl: 'http://0.0.0.0:9' });
		expect(after).toEqual([]);
		expect(await harness.engine.testCredential()).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('https://'),
		});
	});
});

test('values that are as they were log in once, also after a change and back', async () => {
	await harness.run(sendMessage, recipients(1));
	harness.changeCredential({ password: 'not-the-password' });
	await harness.run(listCodes, [{}], CONTINUE);
	harness.changeCredential({ password: 'demo-password' });
	await harness.run(sendMessage, recipients(1));
	expect(harness.livevox.record.logins.map(({ granted }) => granted)).toEqual([true, false]);
	expect(harness.reached).toHaveLength(2);
});

test('white space and invisible characters around client code, username and token are not sent', async () => {
	const { accessToken } = harness.credential;
	harness.changeCredential({
		accessToken: ` ${accessToken}\u200b\n`,
		clientName: '\ufeffDEMO ',
		userName: '\tdemo.user\u00a0',
	});
	await harness.run(sendMessage, recipients(1));
	expect(harness.reached).toHaveLength(1);
	for (const { headers } of harness.livevox.record.requests) {
		expect(headers['lv-access']).toBe(accessToken);
	}
});
