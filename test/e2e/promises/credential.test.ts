import type { WorkflowFile } from '../../n8n/owner';
import { startSimulator, type Simulator } from '../../simulator';
import { liveVox, SENDING, series, smsSend } from '../queue/workflow';
import { recipients, type Published, type Recipient } from '../queue/harness';
import { allRowsOf, node, versions, wordsOf, harnessIn } from './harness';
import { SavedCredential, type Values } from './saved-credential';
import { callOf, store } from './sub-workflow';

const OTHER_TOKEN = 'another-access-token';

/** Sends with that credential, for users and for agents, which need the account; On Error = Stop. */
const sendingWith = (credential: SavedCredential) => (path: string) =>
	series(path, [credential.on(liveVox(SENDING, smsSend({ account: '4711' }), 'stopWorkflow'))]);

/** n8n's own HTTP Request node, which lists LiveVox's codes with that credential. */
const httpRequestWith =
	(credential: SavedCredential, url: string) =>
	(path: string): WorkflowFile =>
		series(path, [
			credential.on(
				node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
					url: `${url}/sms/codes`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'liveVoxApi',
					options: {},
				}),
			),
		]);

describe.each(versions)('n8n %s: the credential', (version) => {
	const harness = harnessIn(version);
	let moved: Simulator;

	/** Valid accounts of this test alone: the node remembers sessions and rejected logins by a credential's values. */
	let user: string;
	let otherUser: string;
	let tests = 0;

	beforeAll(async () => {
		harness().livevox.state.clients[0]!.accessTokens.push(OTHER_TOKEN);
		moved = await startSimulator();
	});
	afterAll(async () => await moved?.close());
	beforeEach(() => {
		user = `user.${++tests}`;
		otherUser = `other.${tests}`;
		moved.reset();
		for (const { state } of [harness().livevox, moved]) {
			const [demo] = state.accounts;
			for (const userName of [user, otherUser]) state.accounts.push({ ...demo!, userName });
			state.accounts.push({ ...demo!, userName: `agent.${tests}`, kind: 'agent', role: 'Agent' });
		}
	});

	/** Sessions that requests have named since the record was emptied. */
	const sessionsUsed = (of = harness().livevox) =>
		new Set(of.record.requests.map(({ headers }) => headers['lv-session']).filter(Boolean));

	/** Saves a credential and runs a workflow with it, so that there is a session; then empties the record. */
	async function inUse(values: Values = {}) {
		const credential = await SavedCredential.in(harness(), { userName: user, ...values });
		const published = await harness().publish(sendingWith(credential));
		expect((await published.run(recipients(2))).status).toBe('success');
		const old = sessionsUsed();
		expect(old.size).toBe(1);
		harness().forget();
		const oldOnes = (of = harness().livevox) => [...sessionsUsed(of)].filter((id) => old.has(id));
		return { credential, published, oldOnes };
	}

	const logins = () => harness().livevox.record.logins.map(({ userName, granted }) => ({ userName, granted }));
	const senders = () => [...new Set(harness().livevox.record.sent.map(({ userName }) => userName))];

	/** Runs once, and nothing is sent: the login is rejected. */
	async function expectRefused(published: Published) {
		const { record } = harness().livevox;
		const before = record.logins.length;
		const execution = await published.run(recipients(1));
		expect(execution.status).toBe('error');
		expect(record.sent).toEqual([]);
		expect(record.logins.length - before).toBeLessThanOrEqual(1);
		return wordsOf(execution);
	}

	describe('with another user and a wrong password, saved over one in use', () => {
		const wrong = () => ({ userName: otherUser, password: 'no longer right' });

		it('fails its test, with one login and no request with the session before', async () => {
			const { credential, oldOnes } = await inUse();
			await credential.save(wrong());
			const { status, message } = await credential.test();
			expect(status).toBe('Error');
			expect(message).toContain('rejected the login');
			expect(logins()).toEqual([{ userName: otherUser, granted: false }]);
			expect(oldOnes()).toEqual([]);
		});

		it('fails the next run, with no request with the session before', async () => {
			const { credential, published, oldOnes } = await inUse();
			await credential.save(wrong());
			expect(await expectRefused(published)).toContain('rejected the login');
			expect(oldOnes()).toEqual([]);
			await credential.test();
			await expectRefused(published);
			expect(oldOnes()).toEqual([]);
		});

		it('works again once the password is right, as the other user', async () => {
			const { credential, published } = await inUse();
			await credential.save(wrong());
			await credential.test();
			await credential.save({ password: 'demo-password' });
			expect((await credential.test()).status).toBe('OK');
			expect((await published.run(recipients(2))).status).toBe('success');
			expect(senders()).toEqual([otherUser]);
		});
	});

	it.each([
		['is tested first', true],
		['is not tested', false],
	])('with another valid user %s: the next run is that user, by one login', async (_, isTested) => {
		const { credential, published, oldOnes } = await inUse();
		await credential.save({ userName: otherUser });
		if (isTested) expect((await credential.test()).status).toBe('OK');
		expect((await published.run(recipients(2))).status).toBe('success');
		expect(senders()).toEqual([otherUser]);
		expect(oldOnes()).toEqual([]);
		// The test logs in always. LiveVox gives the run the session of the same user and token.
		expect(logins()).toEqual(
			Array.from({ length: isTested ? logins().length : 1 }, () => ({
				userName: otherUser,
				granted: true,
			})),
		);
		expect(logins().length).toBeLessThanOrEqual(2);
	});

	it('logs in at its test although nothing was changed', async () => {
		const { credential } = await inUse();
		expect((await credential.test()).status).toBe('OK');
		expect(logins()).toEqual([{ userName: user, granted: true }]);
	});

	it.each<[string, () => Values]>([
		['Access Token', () => ({ accessToken: OTHER_TOKEN })],
		['Username', () => ({ userName: otherUser })],
		['Log In As', () => ({ loginAs: 'agent', userName: `agent.${tests}` })],
	])('after a change of %s logs in again, once', async (_, changes) => {
		const { credential, published, oldOnes } = await inUse();
		await credential.save(changes());
		for (let run = 0; run < 2; run++) await published.run(recipients(1));
		expect(logins()).toMatchObject([{ granted: true }]);
		expect(oldOnes()).toEqual([]);
		expect(sessionsUsed().size).toBe(1);
	});

	it.each<[string, Values]>([
		['Access Token', { accessToken: 'nobody has this' }],
		['Client Code', { clientName: 'NOBODY' }],
		['Username', { userName: 'demo.nobody' }],
		['Password', { password: 'wrong' }],
		['Log In As', { loginAs: 'agent' }],
	])('after a wrong %s is rejected, by its test and by a run', async (_, changes) => {
		const { credential, published, oldOnes } = await inUse();
		await credential.save(changes);
		expect((await credential.test()).status).toBe('Error');
		await expectRefused(published);
		expect(oldOnes()).toEqual([]);
	});

	it('after a change of Base URL logs in there, and sends the session of before nowhere', async () => {
		const { credential, published, oldOnes } = await inUse();
		await credential.save({ baseUrl: moved.url });
		expect((await published.run(recipients(1))).status).toBe('success');
		expect(moved.record.logins).toHaveLength(1);
		expect(moved.record.sent).toHaveLength(1);
		expect(oldOnes(moved)).toEqual([]);
		expect(harness().livevox.record.requests).toEqual([]);
	});

	it('rejects plain http to 0.0.0.0 in its test as in a run, and asks nobody', async () => {
		const { credential, published } = await inUse();
		await credential.save({ baseUrl: harness().livevox.url.replace('127.0.0.1', '0.0.0.0') });
		const { status, message } = await credential.test();
		expect(status).toBe('Error');
		expect(message).toContain('Base URL');
		expect((await published.run(recipients(1))).status).toBe('error');
		expect(harness().livevox.record.requests).toEqual([]);
	});

	it('logs in once for many runs, and after a restart of n8n at most once more', async () => {
		const { published } = await inUse();
		await Promise.all([1, 2, 3].map(async () => await published.run(recipients(2))));
		expect(logins()).toEqual([]);
		await harness().n8n.main.stop();
		await harness().n8n.main.start();
		await Promise.all([1, 2, 3].map(async () => await published.run(recipients(2))));
		expect(logins().length).toBeLessThanOrEqual(1);
		expect(harness().reached).toHaveLength(12);
	});

	it('sends to nobody else than Only Send To has, also when the number comes from an expression or a sub-workflow', async () => {
		const [allowed, other] = recipients(2) as [Recipient, Recipient];
		const credential = await SavedCredential.in(harness(), { userName: user, onlySendTo: allowed.to });
		const sending = credential.on(liveVox(SENDING, smsSend({ to: '={{ "+1" + $json.to }}' })));
		const sub = await store(harness(), sending);
		for (const last of [sending, callOf(sub, 'once'), callOf(sub, 'each')]) {
			harness().forget();
			const published = await harness().publish((path) => series(path, [last]));
			const execution = await published.run([other, allowed]);
			expect(JSON.stringify(allRowsOf(execution, last.name))).toContain('a number that this credential may send to');
			expect(harness().livevox.record.count('send')).toBe(1);
			expect(harness().reached).toEqual([allowed.to]);
		}
	});

	describe('what is stored', () => {
		it('keeps its expressions through runs and a test', async () => {
			const expression = "={{ 'DE' + 'MO' }}";
			const { credential, published } = await inUse({ clientName: expression });
			expect((await credential.test()).status).toBe('OK');
			harness().livevox.revokeSessions();
			expect((await published.run(recipients(2))).status).toBe('success');
			expect((await credential.values()).clientName).toBe(expression);
		});

		it('keeps an edit that is saved while a run logs in', async () => {
			const { credential, published } = await inUse();
			harness().livevox.revokeSessions();
			harness().livevox.faults.add({ route: 'login', kind: 'latency', ms: 1_500 });
			const running = published.run(recipients(2));
			await harness().livevox.record.waitFor('login', 1);
			await credential.save({ userName: otherUser });
			await running;
			expect((await credential.values()).userName).toBe(otherUser);
			harness().forget();
			await published.run(recipients(2));
			expect(senders()).toEqual([otherUser]);
		});

		it('is as it was saved after a run: nothing is written', async () => {
			const credential = await SavedCredential.in(harness(), { userName: user });
			const before = await credential.values();
			const published = await harness().publish(sendingWith(credential));
			await published.run(recipients(2));
			expect(await credential.values()).toEqual(before);
		});
	});

	describe('in n8n’s HTTP Request node', () => {
		async function inUseThere(values: Values = {}) {
			const credential = await SavedCredential.in(harness(), { userName: user, ...values });
			const published = await harness().publish(httpRequestWith(credential, harness().livevox.url));
			expect((await published.run(recipients(1))).status).toBe('success');
			const old = sessionsUsed();
			expect(old.size).toBe(1);
			harness().forget();
			return {
				credential,
				published,
				oldOnes: () => [...sessionsUsed()].filter((id) => old.has(id)),
			};
		}

		it('logs in again after a change, with no request with the session before', async () => {
			const { credential, published, oldOnes } = await inUseThere();
			await credential.save({ userName: otherUser });
			const { status } = await published.run(recipients(1));
			expect(oldOnes()).toEqual([]);
			expect(status).toBe('success');
			expect(logins()).toEqual([{ userName: otherUser, granted: true }]);
			const accounts = harness().livevox.record.requests.map(({ account }) => account);
			expect(accounts.filter(Boolean)).toEqual([otherUser]);
		});

		it('fails after a change to a wrong password, with no request with the session before', async () => {
			const { credential, published, oldOnes } = await inUseThere();
			await credential.save({ password: 'wrong' });
			expect((await published.run(recipients(1))).status).toBe('error');
			expect(oldOnes()).toEqual([]);
			expect(logins()).toEqual([{ userName: user, granted: false }]);
		});

		it('uses its session again where nothing has changed', async () => {
			const { published } = await inUseThere();
			expect((await published.run(recipients(1))).status).toBe('success');
			expect(logins()).toEqual([]);
		});

		it('and this node have each a session of the saved values, whichever runs first', async () => {
			const { credential } = await inUseThere();
			const sending = await harness().publish(sendingWith(credential));
			await credential.save({ userName: otherUser });
			expect((await sending.run(recipients(1))).status).toBe('success');
			expect(senders()).toEqual([otherUser]);
		});
	});
});
