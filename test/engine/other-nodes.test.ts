import { itemsOf, liveVoxNode, plainNode } from './engine';
import { addNodeTypes } from './node-types';
import { OtherNode, type Helper } from './other-node';
import { listCodes, Harness } from './harness';

const NODE = 'Other Node';
const OTHER_USER = { userName: 'demo.agent', loginAs: 'agent' };

let harness: Harness;
beforeAll(async () => {
	addNodeTypes({ 'test.otherNode': new OtherNode() });
	harness = await Harness.start();
});
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

/** Asks LiveVox for its codes that many times at once. */
async function ask(helper: Helper, times = 1, path = '/sms/codes') {
	const item = { json: { url: `${harness.livevox.url}${path}`, helper } };
	const node = liveVoxNode({ name: NODE, type: 'test.otherNode' });
	const { finished } = harness.engine.execute({
		nodes: [plainNode('Trigger', 'n8n-nodes-base.manualTrigger'), node],
		connections: { Trigger: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		pinData: { Trigger: Array(times).fill(item) },
	});
	const run = await finished;
	const { message = '', description = '' } = run.data.resultData.error ?? {};
	return { answers: itemsOf(run, NODE).length, error: `${message} ${description ?? ''}` };
}

const logins = () => harness.livevox.record.logins.map(({ userName }) => userName);

/** The sessions that requests carried, but for logins. */
const carried = () =>
	harness.livevox.record.requests.filter(({ route }) => route !== 'login').map(({ headers }) => headers['lv-session']);

describe.each<[Helper]>([['httpRequestWithAuthentication'], ['requestWithAuthentication']])(
	'another node that asks with the credential by %s',
	(helper) => {
		test('logs in once, and n8n stores the session for its next run', async () => {
			expect(await ask(helper)).toMatchObject({ answers: 1 });
			const { sessionId, sessionDigest } = harness.credential;
			expect(carried()).toEqual([sessionId]);
			expect(sessionDigest).toMatch(/^[\w-]{43}$/);
			expect(await ask(helper)).toMatchObject({ answers: 1 });
			expect(carried()).toEqual([sessionId, sessionId]);
			expect(logins()).toEqual(['demo.user']);
		});

		test('has the session of our runs, which store none', async () => {
			await harness.run(listCodes, [{}]);
			expect(harness.credential).not.toHaveProperty('sessionId');
			await ask(helper);
			expect(logins()).toEqual(['demo.user']);
		});

		test.each([1, 5])(
			'after a change of values %i requests make one login, and none carries the old session',
			async (times) => {
				await ask(helper);
				const { sessionId: old } = harness.credential;
				harness.changeCredential(OTHER_USER);
				expect(await ask(helper, times)).toMatchObject({ answers: times });
				expect(logins()).toEqual(['demo.user', 'demo.agent']);
				expect(carried().slice(1)).toEqual(Array(times).fill(harness.credential.sessionId));
				expect(harness.credential.sessionId).not.toBe(old);
			},
		);

		test('does not carry the old session to LiveVox after a wrong password either', async () => {
			await ask(helper);
			harness.changeCredential({ password: 'not-the-password' });
			const { answers, error } = await ask(helper, 5);
			expect(answers).toBe(0);
			expect(error).toContain('LiveVox rejected the login');
			expect(logins()).toEqual(['demo.user', 'demo.user']);
			expect(carried()).toHaveLength(1);
		});

		test.each([1, 5])('%i requests renew a session that has ended, once', async (times) => {
			await ask(helper);
			harness.livevox.revokeSessions();
			expect(await ask(helper, times)).toMatchObject({ answers: times });
			expect(logins()).toHaveLength(2);
		});

		test('logs in for a session that an earlier version has stored without a digest', async () => {
			harness.changeCredential({ sessionId: 'of an earlier version' });
			expect(await ask(helper, 5)).toMatchObject({ answers: 5 });
			expect(logins()).toHaveLength(1);
			expect(carried()).not.toContain('of an earlier version');
		});

		test.each([
			['plain http to 0.0.0.0', { baseUrl: 'http://0.0.0.0' }, 'must start with https://'],
			['a token that no header carries', { accessToken: 'to\u200bken' }, 'Access Token'],
		])('asks nothing with %s', async (_, values, words) => {
			await ask(helper);
			harness.livevox.record.clear();
			harness.changeCredential(values);
			const { answers, error } = await ask(helper);
			expect(answers).toBe(0);
			expect(error).toContain(words);
			expect(harness.livevox.record.requests).toEqual([]);
		});
	},
);
