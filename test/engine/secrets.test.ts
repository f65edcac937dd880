import { ENCODINGS } from '../secret-encodings';
import { startParrot, type Parrot } from './network/parrot';
import { everythingIn, PLANTED, plantSecrets } from './secrets';
import { listCodes, listTemplates, locator, recipients, sendMessage, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const SITUATIONS: Array<[string, () => void]> = [
	['all is well', () => undefined],
	['the password is wrong', () => (world.livevox.state.accounts[0]!.password = 'another')],
	['LiveVox refuses the login without a word', () => (world.livevox.switches.loginRefusal = 599)],
	['the role is wrong', () => world.changeCredential({ userName: 'demo.viewer' })],
	['the session always dies', () => world.livevox.faults.add({ route: 'send', kind: 'revokeSession' })],
	['LiveVox is broken', () => world.livevox.faults.add({ route: 'send', kind: 'status', status: 500 })],
	['the connection breaks', () => world.livevox.faults.add({ route: 'send', kind: 'resetAfter' })],
	['the login breaks', () => world.livevox.faults.add({ route: 'login', kind: 'resetAfter' })],
	['nobody is there', () => world.changeCredential({ baseUrl: 'http://127.0.0.1:1' })],
];

describe.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
	'no secret in what a run leaves behind with On Error = %s',
	(onError) => {
		test.each(SITUATIONS)('when %s', async (_, arrange) => {
			plantSecrets(world);
			arrange();
			const { run } = await world.run(sendMessage, recipients(3), { onError });
			const left = everythingIn(run);
			expect(left).toContain('LiveVox SMS');
			for (const secret of [PLANTED, world.credential.accessToken, ...world.sessions]) {
				if (secret) expect(left).not.toContain(secret);
			}
		});
	},
);

test('no secret in what a dropdown or the Test button says', async () => {
	plantSecrets(world);
	await world.run(listTemplates, [{}]);
	const { accessToken } = world.credential;
	const { sessions } = world;
	world.livevox.state.accounts[0]!.password = 'another';
	world.livevox.revokeSessions();
	const said = [
		everythingIn(await world.engine.listSearch('searchCodes').catch((error) => error)),
		everythingIn(await world.engine.testCredential()),
	].join('\n');
	expect(said).toContain('LiveVox rejected the login');
	for (const secret of [PLANTED, accessToken!, ...sessions]) expect(said).not.toContain(secret);
});

describe('a server that repeats every secret in every text of every answer, in each encoding,', () => {
	const PASSWORD = 'p4ss&"w0rd\'<to>/look\\for ü+%';
	const template = { ...sendMessage, content: 'template', template: locator(74257) };
	let parrot: Parrot;
	beforeEach(async () => {
		parrot = await startParrot(world.livevox.url, () => [PASSWORD]);
		for (const account of world.livevox.state.accounts) account.password = PASSWORD;
		world.changeCredential({ baseUrl: parrot.url, password: PASSWORD });
	});
	afterEach(async () => await parrot.close());

	/** What is shown, stored or logged of it; of base64 the ends may hold neighbors. */
	function checkNothing(left: string): void {
		for (const secret of [PASSWORD, world.credential.accessToken, ...world.sessions]) {
			if (!secret) continue;
			for (const [name, encode] of Object.entries(ENCODINGS)) {
				const written = encode(secret);
				const core = name.includes('base64') ? written.slice(12, -4) : written;
				if (left.includes(core)) throw new Error(`${name}: ${core}`);
			}
		}
	}

	test.each([
		['SMS: Send', sendMessage],
		['SMS: Send with a template', template],
		['a dry run', { ...template, options: { dryRun: true } }],
		['Template: List', listTemplates],
		['Code: List', listCodes],
	])('finds none of them again after %s', async (_, parameters) => {
		// A list waits for a minute at 429; what it says then is looked through with the faults.
		const isList = (parameters as { operation?: string }).operation === 'list';
		for (const status of [undefined, 202, 302, 400, ...(isList ? [] : [429]), 500]) {
			parrot.answerWith();
			await world.run(listTemplates, [{}]);
			parrot.answerWith(status);
			const options = { maxRateLimitWait: 0, ...(parameters as { options?: object }).options };
			for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
				const { run } = await world.run({ ...parameters, options }, recipients(2), { onError });
				const left = everythingIn(run);
				checkNothing(left);
				if (status === 400) expect(left).toContain('***');
			}
			checkNothing(everythingIn([...world.engine.deduplicator.rows]));
		}
	});

	test.each([undefined, 400, 401, 500])('finds none after a login with %p', async (status) => {
		parrot.answerWith(status);
		const { run } = await world.run(sendMessage, recipients(2), {
			onError: 'continueRegularOutput',
		});
		checkNothing(everythingIn(run));
		expect(everythingIn(run)).toContain('***');
		checkNothing(everythingIn(await world.engine.testCredential()));
	});

	test.each(['searchCodes', 'searchTemplates', 'searchServices'])('finds none in %s', async (method) => {
		for (const status of [undefined, 400]) {
			parrot.answerWith();
			await world.run(listTemplates, [{}]);
			parrot.answerWith(status);
			const said = everythingIn(await world.engine.listSearch(method).catch((error) => error));
			checkNothing(said);
			expect(said).toContain('***');
		}
	});

	test('is logged in to all the same, and sends', async () => {
		const { items } = await world.run(sendMessage, recipients(2));
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
		expect(world.reached).toHaveLength(2);
	});
});

test('a login that brings the same session as before works', async () => {
	await world.run(listTemplates, [{}]);
	const [sessionId] = world.sessions;
	world.livevox.faults.add({
		route: 'login',
		kind: 'answer',
		status: 200,
		body: { sessionId },
		carriedOut: false,
	});
	world.livevox.faults.add({ route: 'templates', on: 2, kind: 'status', status: 401 });
	const { items } = await world.run(listTemplates, [{}]);
	expect(items).toHaveLength(world.livevox.state.templates.length);
	expect(world.sessions).toEqual([sessionId]);
	expect(world.livevox.record.count('login')).toBe(2);
});
