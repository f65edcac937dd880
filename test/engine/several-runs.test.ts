import type { IDataObject, INode } from 'n8n-workflow';

import { agentCalls, fromModel } from './agent-calls';
import { liveVoxNode, plainNode } from './engine';
import { recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const to = (name: string) => [[{ node: name, type: 'main' as const, index: 0 }]];

test('a node that runs twice in an execution, as in a loop, sends in each run', async () => {
	const { finished } = harness.engine.execute({
		nodes: [
			plainNode('Trigger', 'n8n-nodes-base.manualTrigger'),
			plainNode('One way', 'n8n-nodes-base.noOp'),
			plainNode('Other way', 'n8n-nodes-base.noOp'),
			liveVoxNode({ parameters: sendMessage as INode['parameters'] }),
		],
		connections: {
			Trigger: { main: [[...to('One way')[0]!, ...to('Other way')[0]!]] },
			'One way': { main: to('LiveVox SMS') },
			'Other way': { main: to('LiveVox SMS') },
		},
		pinData: { Trigger: recipients(3).map((json) => ({ json })) },
	});
	await finished;
	expect(harness.reached).toHaveLength(6);
	expect(new Set(harness.reached).size).toBe(3);
});

describe.each([
	['an AI agent that calls it by itself', 'test.agent'],
	['an AI agent whose calls the engine runs', 'test.engineAgent'],
])('as the tool of %s', (_, agent) => {
	const callTool = async (calls: IDataObject[], settings: Partial<INode> = {}) =>
		await agentCalls(harness, agent, calls, settings);

	test('each call sends its own message', async () => {
		const answers = await callTool([
			{ to: '415-555-0101', message: 'First' },
			{ to: '415-555-0102', message: 'Second' },
			{ to: '415-555-0101', message: 'Third' },
		]);
		// The engine may run the calls of one turn in another order.
		expect(harness.livevox.record.sent.map(({ message }) => message).sort()).toEqual(['First', 'Second', 'Third']);
		for (const answer of answers) expect(answer).toContain('"status":"accepted"');
	});

	test('the same call again in the same execution repeats nothing', async () => {
		const call = { to: '415-555-0101', message: 'Same' };
		const answers = await callTool([call, call]);
		expect(harness.reached).toHaveLength(1);
		expect(answers.filter((answer) => answer.includes('"alreadySent":true'))).toHaveLength(1);
	});

	test('Retry On Fail sends an unknown message no second time', async () => {
		harness.livevox.faults.add({ route: 'send', on: 1, kind: 'resetAfter' });
		const [answer] = await callTool([{ to: '415-555-0101', message: 'Once' }], {
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 1,
		});
		expect(answer).toMatch(/may have been sent/i);
		expect(harness.livevox.record.count('send')).toBe(1);
	});

	test.each([
		['a number of a service', { to: '911', message: 'Help' }, ["'To' has 3 digits instead of 10", '10 digits']],
		['no number', { to: '', message: 'Hello' }, ["'To' is empty", '10 digits']],
		['no text', { to: '415-555-0101', message: ' ' }, ["'Message' is empty", 'Enter the text']],
		[
			'a text that is too long',
			{ to: '415-555-0101', message: 'a'.repeat(161) },
			["'Message' needs 2 segments, but 'Max Segments' is 1", 'Shorten the text'],
		],
	])('a rejected call gives the agent words to act on: %s', async (_, call, words) => {
		const limited = { ...fromModel, options: { maxSegments: 1 } } as INode['parameters'];
		const [answer] = await callTool([call], { parameters: limited });
		for (const part of words) expect(answer).toContain(part);
		expect(harness.livevox.record.count('send')).toBe(0);
	});

	test("a number that isn't in the credential's Only Send To gets nothing, and the agent is told why", async () => {
		harness.changeCredential({ onlySendTo: '(415) 555-0101' });
		const answers = await callTool([
			{ to: '415-555-0101', message: 'Hello' },
			{ to: '415-555-0102', message: 'Hello' },
		]);
		expect(harness.reached).toEqual(['4155550101']);
		expect(answers.filter((answer) => answer.includes("isn't a number that this credential may send to"))).toHaveLength(
			1,
		);
	});

	test('a dry run tells the agent that nothing was sent', async () => {
		const rehearsed = { ...fromModel, options: { dryRun: true } } as INode['parameters'];
		const call = { to: '415-555-0101', message: 'Hello' };
		const [answer] = await callTool([call], { parameters: rehearsed });
		expect(answer).toContain('nothing was sent');
		expect(answer).toContain('"to":"4155550101"');
		expect(harness.livevox.record.count('send')).toBe(0);
	});
});
