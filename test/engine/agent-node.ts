/* eslint-disable @n8n/community-nodes/node-usable-as-tool, @n8n/community-nodes/node-connection-type-literal */
import type {
	EngineRequest,
	EngineResponse,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	ITaskData,
} from 'n8n-workflow';

interface Tool {
	invoke: (input: unknown) => Promise<unknown>;
}

/**
 * Stands in for n8n's AI Agent: calls its tool once for each item, with the item as what the model filled
 * in, and gives on what the tool answered or how it rejected.
 */
export class AgentNode implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Agent' },
		inputs: ['main', { type: 'ai_tool' }],
		outputs: ['main'],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as Tool[];
		const answers: INodeExecutionData[] = [];
		for (const { json } of this.getInputData()) {
			const answer = await tool?.invoke(json).catch((error: Error) => error.message);
			answers.push({ json: { answer: String(answer) }, pairedItem: { item: answers.length } });
		}
		return [answers];
	}
}

/**
 * The same as newer versions of n8n's AI Agent do it: the engine runs the tool, as a node of its own, once for
 * each call.
 */
export class EngineAgentNode implements INodeType {
	description: INodeTypeDescription = { ...new AgentNode().description, name: 'engineAgent' };

	async execute(this: IExecuteFunctions, response?: EngineResponse): Promise<INodeExecutionData[][] | EngineRequest> {
		const answers = response?.actionResponses ?? [];
		if (answers.length > 0) return [answers.map(({ data }) => answerOf(data))];
		const [tool] = this.getParentNodes(this.getNode().name, {
			connectionType: 'ai_tool',
			depth: 1,
		});
		const actions = this.getInputData().map(({ json }, call) => ({
			actionType: 'ExecutionNodeAction' as const,
			nodeName: tool?.name ?? '',
			input: json,
			type: 'ai_tool' as const,
			id: `call ${call}`,
			metadata: {},
		}));
		return { actions, metadata: {} };
	}
}

function answerOf(task: ITaskData): INodeExecutionData {
	const [output] = Object.values(task.data ?? {});
	const answer = output?.[0]?.map(({ json }) => json) ?? task.error?.message;
	return { json: { answer: JSON.stringify(answer) } };
}
