import type { INode } from 'n8n-workflow';

import type { Execution, WorkflowFile } from '../../n8n/owner';
import {
	startScriptedModel,
	type ChatMessage,
	type ModelRequest,
	type Reply,
	type ScriptedModel,
} from '../../n8n/scripted-model';
import { series } from '../queue/workflow';
import { recipients } from '../queue/harness';
import { node, REFUSED, retryAs, to, versions, harnessIn } from './harness';
import { SavedCredential } from './saved-credential';
import { smsTool, TOOL_NAME, toolOf, type ToolCall } from './tool';

const AGENT = 'Assistant';
/** Those before 3 run the calls of one turn in parallel. */
const AGENTS = [1.7, 2.2, 3];

/** Set: the model declines to answer. */
let isModelAway = false;

/** In each turn, calls the tool with what the user's words, which are JSON, ask for: a list of calls for each turn. */
function callAll({ messages }: ModelRequest): Reply {
	if (isModelAway) throw Object.assign(new Error('The model is away'), { statusCode: 400 });
	const words = messages.filter(({ role }) => role === 'user').map(textOf);
	const turns = JSON.parse(words.at(-1)!) as ToolCall[][];
	let answered = messages.filter(({ role }) => role === 'tool').length;
	for (const calls of turns) {
		if (answered === 0) {
			const asked = calls.map((call) => ({ name: TOOL_NAME, arguments: JSON.stringify(call) }));
			return { calls: asked, finish: 'tool_calls' };
		}
		answered -= calls.length;
	}
	return { content: 'Done', finish: 'stop' };
}

const textOf = ({ content }: ChatMessage): string =>
	typeof content === 'string' ? content : (content ?? []).map(({ text }) => text ?? '').join('');

function workflowOf(path: string, agent: number, tool: INode): WorkflowFile {
	const model: INode = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		1.2,
		{ model: { __rl: true, mode: 'list', value: 'gpt-5-mini' }, options: {} },
		{ credentials: { openAiApi: { id: 'model', name: 'OpenAI' } } },
	);
	const assistant = node(AGENT, '@n8n/n8n-nodes-langchain.agent', agent, {
		...(agent < 2 && { agent: 'toolsAgent' }),
		promptType: 'define',
		text: '={{ $json.calls }}',
		options: {},
	});
	const file = series(path, [assistant]);
	return {
		...file,
		nodes: [...file.nodes, model, tool],
		connections: {
			...file.connections,
			Model: { ai_languageModel: [[{ ...to(AGENT), type: 'ai_languageModel' as const }]] },
			...toolOf(AGENT),
		},
	};
}

describe.each(versions)('n8n %s: the tool of an AI agent', (version) => {
	const harness = harnessIn(version);
	let model: ScriptedModel;

	beforeAll(async () => {
		model = await startScriptedModel(callAll);
		await harness().n8n.owner.createCredential({
			id: 'model',
			name: 'OpenAI',
			type: 'openAiApi',
			data: { apiKey: 'any', url: model.url },
		});
	});
	afterAll(async () => await model?.close());
	beforeEach(() => {
		model.requests.length = 0;
		isModelAway = false;
	});

	/** Turns of the model with these calls. */
	async function run(agent: number, turns: ToolCall[][], tool = smsTool()) {
		const published = await harness().publish((path) => workflowOf(path, agent, tool));
		const [item] = recipients(1);
		return await published.run([{ ...item!, calls: JSON.stringify(turns) }]);
	}

	/** What the model was told about its calls. */
	const told = () => (model.requests.at(-1)?.messages ?? []).filter(({ role }) => role === 'tool').map(textOf);

	/** One turn of the model with these calls, and what it is told about each. */
	async function turn(agent: number, calls: ToolCall[], tool?: INode) {
		const execution: Execution = await run(agent, [calls], tool);
		return { execution, told: told() };
	}

	/** Calls with these texts for one person. */
	const callsFor = (...texts: string[]): ToolCall[] => {
		const [{ to: To } = { to: '' }] = recipients(1);
		return texts.map((Message) => ({ To, Message }));
	};

	describe.each(AGENTS)('version %s', (agent) => {
		it('sends two identical calls once', async () => {
			const { execution, told } = await turn(agent, callsFor('We open at 9.', 'We open at 9.'));
			expect(harness().reached).toHaveLength(1);
			expect(execution.status).toBe('success');
			expect(told.filter((each) => each.includes('accepted'))).not.toEqual([]);
		});

		it('sends calls once that differ only in blanks and stops at the end', async () => {
			const texts = ['We open at 9.', 'We open at 9. ', 'We open at 9', ' We  open at 9.\n'];
			await turn(agent, callsFor(...texts));
			expect(harness().reached).toHaveLength(1);
		});

		it('sends two different calls, to one person and to two', async () => {
			const [one, other] = [callsFor('One', 'Another'), callsFor('One')];
			await turn(agent, [...one, ...other]);
			expect(harness().reached.sort()).toEqual([...one, ...other].map(({ To }) => To).sort());
		});

		it('sends the same text again in another execution', async () => {
			const calls = callsFor('We open at 9.');
			await turn(agent, calls);
			await turn(agent, calls);
			expect(harness().reached).toHaveLength(2);
		});

		it('sends no call again that comes again in a later turn', async () => {
			const [first, again, other] = callsFor('We open at 9.', 'We open at 9!', 'We close at 5.');
			await run(agent, [[first!], [again!, other!]]);
			expect(harness().reached).toHaveLength(2);
		});

		it('sends in a later turn what LiveVox has rejected in an earlier one', async () => {
			const call = { To: REFUSED, Message: 'Now you may be texted' };
			harness().livevox.faults.add({ route: 'send', kind: 'status', status: 400, on: 1 });
			harness().livevox.state.suppressedNumbers = [];
			await run(agent, [[call], [call]]);
			expect(harness().reached).toEqual([REFUSED]);
		});

		it('sends to nobody else than Only Send To of the credential has, and tells the model', async () => {
			const [allowed, other] = [callsFor('Hello'), callsFor('Hello')].flat() as [ToolCall, ToolCall];
			const credential = await SavedCredential.in(harness(), { onlySendTo: allowed.To });
			const { told } = await turn(agent, [other, allowed], credential.on(smsTool()));
			expect(harness().reached).toEqual([allowed.To]);
			expect(harness().livevox.record.count('send')).toBe(1);
			expect(told.join()).toContain("isn't a number that this credential may send to");
		});

		it('sends two different calls of one turn in a Retry of the execution', async () => {
			const [one, other] = [...callsFor('One'), ...callsFor('Another')];
			isModelAway = true;
			const failed = await run(agent, [[one!, other!]]);
			expect(failed.status).toBe('error');
			isModelAway = false;
			const again = await retryAs(harness(), failed.id, false);
			expect(again.status).toBe('success');
			expect(harness().reached.sort()).toEqual([one!.To, other!.To].sort());
		});

		it.each(['stopWorkflow', 'continueRegularOutput'] as const)(
			'tells the model with On Error = %s how to fix a call that is rejected',
			async (onError) => {
				const { execution, told } = await turn(agent, [{ To: '415 555 01', Message: 'Hello' }], smsTool(onError));
				expect(told.join()).toContain("'To' has 8 digits");
				expect(told.join()).toContain('Enter 10 digits with the area code');
				expect(execution.status).toBe('success');
				expect(harness().reached).toEqual([]);
			},
		);
	});
});
