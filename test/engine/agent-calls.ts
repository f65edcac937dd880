import type { IDataObject, INode } from 'n8n-workflow';

import { itemsOf, liveVoxNode, plainNode } from './engine';
import { sendMessage, type Harness } from './harness';

const TOOL = 'Send SMS';
const to = (node: string, type: 'main' | 'ai_tool' = 'main') => [[{ node, type, index: 0 }]];

/** SMS: Send, with the recipient and the text left to the model. */
export const fromModel: IDataObject = {
	...sendMessage,
	to: "={{ $fromAI('to', 'The recipient', 'string') }}",
	message: "={{ $fromAI('message', 'The text', 'string') }}",
};

/**
 * Has an agent call the node as its tool, once for each of these.
 *
 * @param agent `test.agent` or `test.engineAgent`
 * @returns what the agent was told about each call
 */
export async function agentCalls(
	{ engine }: Harness,
	agent: string,
	calls: IDataObject[],
	settings: Partial<INode> = {},
): Promise<string[]> {
	const tool = liveVoxNode({
		name: TOOL,
		type: 'n8n-nodes-livevox.liveVoxSmsTool',
		parameters: fromModel as INode['parameters'],
		onError: 'continueRegularOutput',
		...settings,
	});
	const execution = await engine.execute({
		nodes: [plainNode('Trigger', 'n8n-nodes-base.manualTrigger'), plainNode('Agent', agent), tool],
		connections: { Trigger: { main: to('Agent') }, [TOOL]: { ai_tool: to('Agent', 'ai_tool') } },
		pinData: { Trigger: calls.map((json) => ({ json })) },
	}).finished;
	return itemsOf(execution, 'Agent').map(({ json }) => String(json.answer));
}
