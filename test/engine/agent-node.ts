/* eslint-disable @n8n/community-nodes/node-usable-as-tool, @n8n/community-nodes/node-connection-type-literal */
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

interface Tool {
	invoke: (input: unknown) => Promise<unknown>;
}

/**
 * Stands in for n8n's AI Agent: calls its tool once for each item, with the item as what the model filled
 * in, and gives on what the tool answered or how it refused.
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
