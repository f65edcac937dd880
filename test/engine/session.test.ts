import { connectionErrors, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { failureOf, listTemplates, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE_SETTINGS = ['continueRegularOutput', 'continueErrorOutput'] as const;
const SUSPECTS = ['client code', 'username', 'password', 'access token', 'environment'];

const routes = () => harness.livevox.record.requests.map(({ route }) => route);

describe('logging in', () => {
	test('happens once for many items and for later runs', async () => {
		const { items } = await harness.run(sendMessage, recipients(20));
		expect(items).toHaveLength(20);
		expect(harness.reached).toHaveLength(20);

		await harness.run(sendMessage, recipients(5));
		expect(harness.livevox.record.logins).toHaveLength(1);
	});

	test('posts what LiveVox documents', async () => {
		await harness.run(listTemplates, [{}]);
		const [login, list] = harness.livevox.record.requests;
		expect(login).toMatchObject({
			method: 'POST',
			path: '/session/login',
			body: {
				clientName: 'DEMO',
				userName: 'demo.user',
				password: 'demo-password',
				agent: false,
			},
		});
		expect(login?.headers).toMatchObject({
			'lv-access': harness.credential.accessToken,
			'content-type': 'application/json',
			accept: 'application/json',
		});
		expect(list?.headers).toMatchObject({
			'lv-access': harness.credential.accessToken,
			'lv-session': expect.stringMatching(/^[0-9a-f-]{36}$/),
			'content-type': 'application/json',
			accept: 'application/json',
		});
	});

	test('as an agent says so', async () => {
		harness.logInAsAgent();
		await harness.run(listTemplates, [{}]);
		expect(harness.livevox.record.requests[0]?.body).toMatchObject({ agent: true });
		expect(harness.livevox.record.logins).toEqual([expect.objectContaining({ granted: true })]);
	});

	test('changes nothing of the credential in n8n', async () => {
		const before = structuredClone(harness.credential);
		await harness.run(sendMessage, recipients(2));
		expect(harness.credential).toEqual(before);
	});

	test('is shared by runs that start together', async () => {
		await Promise.all([1, 2, 3, 4, 5].map(async () => await harness.run(listTemplates, [{}])));
		expect(harness.livevox.record.logins).toHaveLength(1);
	});

	test('never logs out', async () => {
		await harness.run(sendMessage, recipients(2));
		expect(harness.livevox.record.count('logout')).toBe(0);
	});
});

describe('a session that has expired', () => {
	beforeEach(async () => {
		await harness.run(listTemplates, [{}]);
		harness.livevox.revokeSessions();
	});

	test('is renewed once, and each message goes out once', async () => {
		const { items } = await harness.run(sendMessage, recipients(20));
		expect(items.map(({ json }) => json.status)).toEqual(Array(20).fill('accepted'));
		expect(new Set(harness.reached).size).toBe(20);
		expect(harness.reached).toHaveLength(20);
		expect(harness.livevox.record.logins).toHaveLength(2);
	});

	test('is renewed too where LiveVox answers 403 for it', async () => {
		harness.livevox.switches.sessionRefusal = 403;
		await harness.run(sendMessage, recipients(3));
		expect(harness.reached).toHaveLength(3);
		expect(harness.livevox.record.logins).toHaveLength(2);
	});

	test('is not renewed where another run has done so', async () => {
		const sent = harness.run(sendMessage, recipients(3));
		const listed = harness.run(listTemplates, [{}]);
		await Promise.all([sent, listed]);
		expect(harness.livevox.record.logins).toHaveLength(2);
	});

	test('is renewed for a list', async () => {
		const { items } = await harness.run(listTemplates, [{}]);
		expect(items.length).toBeGreaterThan(0);
		expect(harness.livevox.record.logins).toHaveLength(2);
	});
});

describe('a session revoked in the middle', () => {
	// Ten messages are on their way at a time.
	test.each([1, 2, 11, 29, 30])('before message %i of 30: everyone once, two logins', async (on) => {
		harness.livevox.faults.add({ route: 'send', kind: 'revokeSession', on });
		const { items } = await harness.run(sendMessage, recipients(30));
		expect(items.map(({ json }) => json.status)).toEqual(Array(30).fill('accepted'));
		expect(new Set(harness.reached).size).toBe(30);
		expect(harness.reached).toHaveLength(30);
		expect(harness.livevox.record.logins).toHaveLength(2);
	});

	test('and again with each request: the run ends after a few logins', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'revokeSession' });
		const { items } = await harness.run(sendMessage, recipients(10), {
			onError: 'continueRegularOutput',
		});
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(10).fill('rejected'));
		expect(failureOf(items[0])).toMatchObject({ httpStatus: 401 });
		expect(harness.reached).toEqual([]);
		expect(harness.livevox.record.logins.length).toBeLessThanOrEqual(4);
	});
});

describe('an account whose role may not use SMS', () => {
	test('is told so, after at most one login more', async () => {
		harness.changeCredential({ userName: 'demo.viewer' });
		const { items } = await harness.run(sendMessage, recipients(5), {
			onError: 'continueRegularOutput',
		});
		expect(failureOf(items[4])).toMatchObject({ outcome: 'rejected', httpStatus: 403 });
		expect(failureOf(items[4]).description).toContain('Manager');

		await harness.run(sendMessage, recipients(5), { onError: 'continueRegularOutput' });
		expect(harness.livevox.record.logins.length).toBeLessThanOrEqual(2);
	});
});

describe('a rejected login', () => {
	beforeEach(() => harness.changeCredential({ password: 'not-the-password' }));

	test('stops the run after one attempt and names the suspects', async () => {
		const { error } = await harness.run(sendMessage, recipients(10));
		for (const suspect of SUSPECTS) expect(error?.description).toContain(suspect);
		expect(harness.livevox.record.logins).toHaveLength(1);
		expect(routes()).toEqual(['login']);
	});

	test.each(CONTINUE_SETTINGS)('fails all items after one attempt on %s', async (onError) => {
		const { items, errors } = await harness.run(sendMessage, recipients(10), { onError });
		const failed = onError === 'continueErrorOutput' ? errors : items;
		expect(failed).toHaveLength(10);
		for (const item of failed) expect(failureOf(item).outcome).toBe('rejected');
		expect(harness.livevox.record.logins).toHaveLength(1);
		expect(routes()).toEqual(['login']);
	});

	test.each([401, 403, 404, 599] as const)('gives the same advice with status %i', async (status) => {
		harness.livevox.switches.loginRefusal = status;
		const { error } = await harness.run(sendMessage, recipients(2));
		expect(error?.message).toMatch(/^LiveVox rejected the login: /);
		for (const suspect of SUSPECTS) expect(error?.description).toContain(suspect);
		expect(harness.livevox.record.logins).toHaveLength(1);
	});

	test('works at once when the password is corrected', async () => {
		await harness.run(listTemplates, [{}]);
		harness.changeCredential({ password: 'demo-password' });
		const { items } = await harness.run(listTemplates, [{}]);
		expect(items.length).toBeGreaterThan(0);
	});

	test('ends with LiveVox’s own words', async () => {
		const { error } = await harness.run(listTemplates, [{}]);
		const answer = harness.livevox.record.requests[0];
		expect(answer?.answer).toBe(401);
		expect(error?.message).toBe('LiveVox rejected the login: Invalid client, user name or password');
	});
});

describe('a login that cannot be made', () => {
	test.each([
		['ftp://127.0.0.1', 'https://'],
		['http://livevox.example', 'https://'],
		['not an address', "isn't a valid URL"],
		['https://user:pass@livevox.example', 'username'],
	])('with the Base URL %s says what to change', async (baseUrl, words) => {
		harness.changeCredential({ baseUrl });
		const { error } = await harness.run(sendMessage, recipients(2));
		expect(error?.message).toContain(words);
		expect(error?.message).toContain('Base URL');
		expect(harness.livevox.record.requests).toEqual([]);
	});

	test('for want of a server says so, and all items are rejected', async () => {
		harness.changeCredential({ baseUrl: 'http://127.0.0.1:1' });
		const { items } = await harness.run(sendMessage, recipients(3), {
			onError: 'continueRegularOutput',
		});
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('rejected'));
		expect(failureOf(items[0]).message).toContain(toWords(connectionErrors.notConnected).message);
	});

	test.each([
		['without a session', { status: 200, body: { clientId: 1 } }],
		['with 202 and a reason', { status: 202, body: { code: 7, message: 'Try later' } }],
		['with 500', { status: 500, body: { code: 1, message: 'Internal' } }],
	])('%s ends the run after one attempt', async (_, answer) => {
		harness.livevox.faults.add({ route: 'login', kind: 'answer', carriedOut: false, ...answer });
		const { items } = await harness.run(sendMessage, recipients(3), {
			onError: 'continueRegularOutput',
		});
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('rejected'));
		expect(routes()).toEqual(['login']);
	});
});

describe('a wrong password on a schedule', () => {
	beforeEach(() => harness.changeCredential({ password: 'not-the-password' }));

	test('logs in once for many runs and never locks the account', async () => {
		for (let run = 0; run < 10; run++) {
			await harness.run(sendMessage, recipients(1), { onError: 'continueRegularOutput' });
		}
		expect(harness.livevox.record.logins).toHaveLength(1);
		const { error } = await harness.run(sendMessage, recipients(1));
		expect(error?.message).toMatch(/^LiveVox rejected the login: Invalid client/);
		expect(error?.message).toMatch(/n8n won't try the same values again until \d{4}-/);
		expect(error?.description).toContain('Correct the LiveVox API credential');
	});

	test('works at once when the password is corrected', async () => {
		await harness.run(sendMessage, recipients(1));
		harness.changeCredential({ password: 'demo-password' });
		const { items } = await harness.run(sendMessage, recipients(1));
		expect(items[0]?.json.status).toBe('accepted');
	});

	test('with Retry On Fail logs in once', async () => {
		await harness.run(sendMessage, recipients(3), {
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 1,
		});
		expect(harness.livevox.record.logins).toHaveLength(1);
	});
});
