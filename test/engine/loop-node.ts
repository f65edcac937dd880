/* eslint-disable @n8n/community-nodes/node-usable-as-tool, @n8n/community-nodes/node-connection-type-literal */
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

/** Stands in for n8n's Loop Over Items: gives its items out in batches of `batchSize`, by default all in one. */
export class LoopNode implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Loop Over Items',
		name: 'splitInBatches',
		group: ['organization'],
		version: 1,
		description: '',
		defaults: { name: 'Loop Over Items' },
		inputs: ['main'],
		outputs: ['main', 'main'],
		properties: [{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 0 }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const kept = this.getContext('node') as { left?: INodeExecutionData[] };
		kept.left ??= this.getInputData();
		const size = this.getNodeParameter('batchSize', 0) as number;
		const batch = kept.left.splice(0, size || kept.left.length);
		return batch.length > 0 ? [[], batch] : [this.getInputData(), []];
	}
}
