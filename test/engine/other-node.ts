/* eslint-disable @n8n/community-nodes/node-usable-as-tool, @n8n/community-nodes/node-connection-type-literal */
import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

/** How a node that is not ours may ask: as most do, or as n8n's HTTP Request does. */
export type Helper = 'httpRequestWithAuthentication' | 'requestWithAuthentication';

/**
 * Stands in for n8n's HTTP Request with the LiveVox API credential: one GET for each item, to its `url`, by its
 * `helper`, all at the same time.
 */
export class OtherNode implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Other Node',
		name: 'otherNode',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'Other Node' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'liveVoxApi', required: true }],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const asked = this.getInputData().map(async ({ json: { url, helper } }, item) => {
			const options: IHttpRequestOptions = { method: 'GET', url: String(url), json: true };
			const body: unknown = await this.helpers[helper as Helper].call(this, 'liveVoxApi', options);
			return { json: { body } as never, pairedItem: { item } };
		});
		return [await Promise.all(asked)];
	}
}
