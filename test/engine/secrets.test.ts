import { ENCODINGS } from '../secret-encodings';
import { startParrot, type Parrot } from './network/parrot';
import { everythingIn, PLANTED, plantSecrets } from './secrets';
import { listCodes, listTemplates, locator, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const SITUATIONS: Array<[string, () => void]> = [
	['all is well', () => undefined],
	['the password is wrong', () => (harness.livevox.state.accounts[0]!.password = 'another')],
	['LiveVox rejects the login without a word', () => (harness.livevox.switches.loginRefusal = 599)],
	['the role is wrong', () => harness.changeCredential({ userName: 'demo.viewer' })],
	['the session always dies', () => harness.livevox.faults.add({ route: 'send', kind: 'revokeSession' })],
	['LiveVox is broken', () => harness.livevox.faults.add({ route: 'send', kind: 'status', status: 500 })],
	['the connection breaks', () => harness.livevox.faults.add({ route: 'send', kind: 'resetAfter' })],
	['the login breaks', () => harness.livevox.faults.add({ route: 'login', kind: 'resetAfter' })],
	['nobody is there', () => harness.changeCredential({ baseUrl: 'http://127.0.0.1:1' })],
];

describe.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
	'no secret in what a run leaves behind with On Error = %s',
	(onError) => {
		test.each(SITUATIONS)('when %s', async (_, arrange) => {
			plantSecrets(harness);
			arrange();
			const { run } = await harness.run(sendMessage, recipients(3), { onError });
			const left = everythingIn(run);
			expect(left).toContain('LiveVox SMS');
			for (const secret of [PLANTED, harness.credential.accessToken, ...harness.sessions]) {
				if (secret) expect(left).not.toContain(secret);
			}
		});
	},
);

test('no secret in what a dropdown or the Test button says', async () => {
	plantSecrets(harness);
	await harness.run(listTemplates, [{}]);
	const { accessToken } = harness.credential;
	const { sessions } = harness;
	harness.livevox.state.accounts[0]!.password = 'another';
	harness.livevox.revokeSessions();
	const said = [
		everythingIn(await harness.engine.listSearch('searchCodes').catch((error) => error)),
		everythingIn(await harness.engine.testCredential()),
	].join('\n');
	expect(said).toContain('LiveVox rejected the login');
	for (const secret of [PLANTED, accessToken!, ...sessions]) expect(said).not.toContain(secret);
});

describe('a server that repeats every secret in every text of every answer, in each encoding,', () => {
	const PASSWORD = 'p4ss&"w0rd\'<to>/look\\for ü+%';
	const template = { ...sendMessage, content: 'template', template: locator(74257) };
	let parrot: Parrot;
	beforeEach(async () => {
		parrot = await startParrot(harness.livevox.url, () => [PASSWORD]);
		for (const account of harness.livevox.state.accounts) account.password = PASSWORD;
		harness.changeCredential({ baseUrl: parrot.url, password: PASSWORD });
	});
	afterEach(async () => await parrot.close());

	/** What is shown, stored or logged of it; of base64 the ends may hold neighbors. */
	function checkNothing(left: string): void {
		for (const secret of [PASSWORD, harness.credential.accessToken, ...harness.sessions]) {
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
			await harness.run(listTemplates, [{}]);
			parrot.answerWith(status);
			const options = { maxRateLimitWait: 0, ...(parameters as { options?: object }).options };
			for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
				const { run } = await harness.run({ ...parameters, options }, recipients(2), { onError });
				const left = everythingIn(run);
				checkNothing(left);
				if (status === 400) expect(left).toContain('***');
			}
			checkNothing(everythingIn([...harness.engine.deduplicator.rows]));
		}
	});

	test.each([undefined, 400, 401, 500])('finds none after a login with %p', async (status) => {
		parrot.answerWith(status);
		const { run } = await harness.run(sendMessage, recipients(2), {
			onError: 'continueRegularOutput',
		});
		checkNothing(everythingIn(run));
		expect(everythingIn(run)).toContain('***');
		checkNothing(everythingIn(await harness.engine.testCredential()));
	});

	test.each(['searchCodes', 'searchTemplates', 'searchServices'])('finds none in %s', async (method) => {
		for (const status of [undefined, 400]) {
			parrot.answerWith();
			await harness.run(listTemplates, [{}]);
			parrot.answerWith(status);
			const said = everythingIn(await harness.engine.listSearch(method).catch((error) => error));
			checkNothing(said);
			expect(said).toContain('***');
		}
	});

	test('is logged in to all the same, and sends', async () => {
		const { items } = await harness.run(sendMessage, recipients(2));
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
		expect(harness.reached).toHaveLength(2);
	});
});

test('a login that returns the same session as before works', async () => {
	await harness.run(listTemplates, [{}]);
	const [sessionId] = harness.sessions;
	harness.livevox.faults.add({
		route: 'login',
		kind: 'answer',
		status: 200,
		body: { sessionId },
		carriedOut: false,
	});
	harness.livevox.faults.add({ route: 'templates', on: 2, kind: 'status', status: 401 });
	const { items } = await harness.run(listTemplates, [{}]);
	expect(items).toHaveLength(harness.livevox.state.templates.length);
	expect(harness.sessions).toEqual([sessionId]);
	expect(harness.livevox.record.count('login')).toBe(2);
});
