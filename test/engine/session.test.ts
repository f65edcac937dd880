import { failureOf, listTemplates, recipients, sendMessage, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const CONTINUE_SETTINGS = ['continueRegularOutput', 'continueErrorOutput'] as const;
const SUSPECTS = ['client code', 'username', 'password', 'access token', 'environment'];

const routes = () => world.livevox.record.requests.map(({ route }) => route);

describe('logging in', () => {
	test('happens once for many items and for later runs', async () => {
		const { items } = await world.run(sendMessage, recipients(20));
		expect(items).toHaveLength(20);
		expect(world.reached).toHaveLength(20);

		await world.run(sendMessage, recipients(5));
		expect(world.livevox.record.logins).toHaveLength(1);
	});

	test('posts what LiveVox documents', async () => {
		await world.run(listTemplates, [{}]);
		const [login, list] = world.livevox.record.requests;
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
			'lv-access': world.credential.accessToken,
			'content-type': 'application/json',
			accept: 'application/json',
		});
		expect(list?.headers).toMatchObject({
			'lv-access': world.credential.accessToken,
			'lv-session': expect.stringMatching(/^[0-9a-f-]{36}$/),
			'content-type': 'application/json',
			accept: 'application/json',
		});
	});

	test('as an agent says so', async () => {
		world.logInAsAgent();
		await world.run(listTemplates, [{}]);
		expect(world.livevox.record.requests[0]?.body).toMatchObject({ agent: true });
		expect(world.livevox.record.logins).toEqual([expect.objectContaining({ granted: true })]);
	});

	test('changes nothing of the credential in n8n', async () => {
		const before = structuredClone(world.credential);
		await world.run(sendMessage, recipients(2));
		expect(world.credential).toEqual(before);
	});

	test('is shared by runs that start together', async () => {
		await Promise.all([1, 2, 3, 4, 5].map(async () => await world.run(listTemplates, [{}])));
		expect(world.livevox.record.logins).toHaveLength(1);
	});

	test('never logs out', async () => {
		await world.run(sendMessage, recipients(2));
		expect(world.livevox.record.count('logout')).toBe(0);
	});
});

describe('a session that has expired', () => {
	beforeEach(async () => {
		await world.run(listTemplates, [{}]);
		world.livevox.revokeSessions();
	});

	test('is renewed once, and each message goes out once', async () => {
		const { items } = await world.run(sendMessage, recipients(20));
		expect(items.map(({ json }) => json.status)).toEqual(Array(20).fill('accepted'));
		expect(new Set(world.reached).size).toBe(20);
		expect(world.reached).toHaveLength(20);
		expect(world.livevox.record.logins).toHaveLength(2);
	});

	test('is renewed too where LiveVox answers 403 for it', async () => {
		world.livevox.switches.sessionRefusal = 403;
		await world.run(sendMessage, recipients(3));
		expect(world.reached).toHaveLength(3);
		expect(world.livevox.record.logins).toHaveLength(2);
	});

	test('is not renewed where another run has done so', async () => {
		const sent = world.run(sendMessage, recipients(3));
		const listed = world.run(listTemplates, [{}]);
		await Promise.all([sent, listed]);
		expect(world.livevox.record.logins).toHaveLength(2);
	});

	test('is renewed for a list', async () => {
		const { items } = await world.run(listTemplates, [{}]);
		expect(items.length).toBeGreaterThan(0);
		expect(world.livevox.record.logins).toHaveLength(2);
	});
});

describe('a session revoked in the middle', () => {
	test.each([1, 2, 7, 12])('before message %i, moments after its login', async (position) => {
		world.livevox.faults.add({ route: 'send', kind: 'revokeSession', on: position });
		const { items } = await world.run(sendMessage, recipients(12));
		expect(items.map(({ json }) => json.status)).toEqual(Array(12).fill('accepted'));
		expect(world.reached).toHaveLength(12);
		expect(world.livevox.record.logins).toHaveLength(2);
	});

	test('and again with each request: the run ends after a few logins', async () => {
		world.livevox.faults.add({ route: 'send', kind: 'revokeSession' });
		const { items } = await world.run(sendMessage, recipients(10), {
			onError: 'continueRegularOutput',
		});
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(10).fill('rejected'));
		expect(failureOf(items[0])).toMatchObject({ httpStatus: 401 });
		expect(world.reached).toEqual([]);
		expect(world.livevox.record.logins.length).toBeLessThanOrEqual(4);
	});
});

describe('an account whose role may not use SMS', () => {
	test('is told so, after at most one login more', async () => {
		world.changeCredential({ userName: 'demo.viewer' });
		const { items } = await world.run(sendMessage, recipients(5), {
			onError: 'continueRegularOutput',
		});
		expect(failureOf(items[4])).toMatchObject({ outcome: 'rejected', httpStatus: 403 });
		expect(failureOf(items[4]).description).toContain('Manager');

		await world.run(sendMessage, recipients(5), { onError: 'continueRegularOutput' });
		expect(world.livevox.record.logins.length).toBeLessThanOrEqual(2);
	});
});

describe('a refused login', () => {
	beforeEach(() => world.changeCredential({ password: 'not-the-password' }));

	test('stops the run after one attempt and names the suspects', async () => {
		const { error } = await world.run(sendMessage, recipients(10));
		for (const suspect of SUSPECTS) expect(error?.description).toContain(suspect);
		expect(world.livevox.record.logins).toHaveLength(1);
		expect(routes()).toEqual(['login']);
	});

	test.each(CONTINUE_SETTINGS)('fails all items after one attempt on %s', async (onError) => {
		const { items, errors } = await world.run(sendMessage, recipients(10), { onError });
		const failed = onError === 'continueErrorOutput' ? errors : items;
		expect(failed).toHaveLength(10);
		for (const item of failed) expect(failureOf(item).outcome).toBe('rejected');
		expect(world.livevox.record.logins).toHaveLength(1);
		expect(routes()).toEqual(['login']);
	});

	test.each([401, 403, 404, 599] as const)(
		'gives the same advice with status %i',
		async (status) => {
			world.livevox.switches.loginRefusal = status;
			const { error } = await world.run(sendMessage, recipients(2));
			expect(error?.message).toMatch(/LiveVox refused the login/);
			for (const suspect of SUSPECTS) expect(error?.description).toContain(suspect);
			expect(world.livevox.record.logins).toHaveLength(1);
		},
	);

	test('works at once when the password is corrected', async () => {
		await world.run(listTemplates, [{}]);
		world.changeCredential({ password: 'demo-password' });
		const { items } = await world.run(listTemplates, [{}]);
		expect(items.length).toBeGreaterThan(0);
	});

	test('begins with LiveVox’s own words', async () => {
		const { error } = await world.run(listTemplates, [{}]);
		const answer = world.livevox.record.requests[0];
		expect(answer?.answer).toBe(401);
		expect(error?.message).not.toMatch(/^LiveVox refused/);
		expect(error?.message).toMatch(/\(LiveVox refused the login\)$/);
	});
});

describe('a login that cannot be made', () => {
	test.each([
		['ftp://127.0.0.1', 'https://'],
		['http://livevox.example', 'https://'],
		['not an address', 'not a web address'],
		['https://user:pass@livevox.example', 'username'],
	])('with the Base URL %s says what to change', async (baseUrl, words) => {
		world.changeCredential({ baseUrl });
		const { error } = await world.run(sendMessage, recipients(2));
		expect(error?.message).toContain(words);
		expect(error?.message).toContain('Base URL');
		expect(world.livevox.record.requests).toEqual([]);
	});

	test('for want of a server says so, and all items are rejected', async () => {
		world.changeCredential({ baseUrl: 'http://127.0.0.1:1' });
		const { items } = await world.run(sendMessage, recipients(3), {
			onError: 'continueRegularOutput',
		});
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('rejected'));
		expect(failureOf(items[0]).message).toContain('No connection to LiveVox');
	});

	test.each([
		['without a session', { status: 200, body: { clientId: 1 } }],
		['with 202 and a reason', { status: 202, body: { code: 7, message: 'Try later' } }],
		['with 500', { status: 500, body: { code: 1, message: 'Internal' } }],
	])('%s ends the run after one attempt', async (_, answer) => {
		world.livevox.faults.add({ route: 'login', kind: 'answer', carriedOut: false, ...answer });
		const { items } = await world.run(sendMessage, recipients(3), {
			onError: 'continueRegularOutput',
		});
		expect(items.map((item) => failureOf(item).outcome)).toEqual(Array(3).fill('rejected'));
		expect(routes()).toEqual(['login']);
	});
});

describe('a wrong password on a schedule', () => {
	beforeEach(() => world.changeCredential({ password: 'not-the-password' }));

	test('logs in once for many runs and never locks the account', async () => {
		for (let run = 0; run < 100; run++) {
			await world.run(sendMessage, recipients(1), { onError: 'continueRegularOutput' });
		}
		expect(world.livevox.record.logins).toHaveLength(1);
		const { error } = await world.run(sendMessage, recipients(1));
		expect(error?.message).toMatch(/\(LiveVox refused the login\)$/);
		expect(error?.description).toMatch(/Not tried again with the same values before \d{4}-/);
		for (const suspect of SUSPECTS) expect(error?.description).toContain(suspect);
	}, 30_000);

	test('works at once when the password is corrected', async () => {
		await world.run(sendMessage, recipients(1));
		world.changeCredential({ password: 'demo-password' });
		const { items } = await world.run(sendMessage, recipients(1));
		expect(items[0]?.json.status).toBe('accepted');
	});

	test('with Retry On Fail logs in once', async () => {
		await world.run(sendMessage, recipients(3), {
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 1,
		});
		expect(world.livevox.record.logins).toHaveLength(1);
	});
});

test.each([1, 2, 11, 150, 299, 300])(
	'a session revoked before message %i of 300: everyone once, two logins',
	async (position) => {
		world.livevox.faults.add({ route: 'send', kind: 'revokeSession', on: position });
		const { items } = await world.run(sendMessage, recipients(300));
		expect(items.filter(({ json }) => json.status === 'accepted')).toHaveLength(300);
		expect(new Set(world.reached).size).toBe(300);
		expect(world.reached).toHaveLength(300);
		expect(world.livevox.record.logins.length).toBeLessThanOrEqual(2);
	},
);
