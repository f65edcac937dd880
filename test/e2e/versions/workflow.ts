import type { INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../n8n/owner';

/** The node of this package in each of the workflows. */
export const LIVEVOX = 'LiveVox SMS';

export const templateList: INodeParameters = {
	resource: 'template',
	operation: 'list',
	returnAll: true,
	filters: { search: '={{ $json.search }}' },
};

export const codeList: INodeParameters = {
	resource: 'code',
	operation: 'list',
	returnAll: true,
	filters: { search: '={{ $json.search }}' },
};

export const smsSend: INodeParameters = {
	resource: 'sms',
	operation: 'send',
	from: { __rl: true, mode: 'id', value: '53063' },
	to: '={{ $json.phone }}',
	content: 'message',
	message: '=Hello {{ $json.name }}, we open at 9.',
	service: { __rl: true, mode: 'id', value: '100921' },
	options: {},
};

/**
 * A workflow behind a production webhook: it gives the rows of the call to our node one by one, and answers with
 * what leaves that, beside the row that `$('Row').item` finds for it.
 */
export function workflowOf(path: string, parameters: INodeParameters): WorkflowFile {
	return {
		name: path,
		nodes: [
			node('Webhook', 'n8n-nodes-base.webhook', 2, webhookParameters(path), { webhookId: path }),
			node('Row', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.rows', options: {} }),
			node(LIVEVOX, 'n8n-nodes-livevox.liveVoxSms', 1, parameters, {
				credentials: { liveVoxApi: { id: 'livevox-demo', name: 'LiveVox API' } },
			}),
			node('Done', 'n8n-nodes-base.set', 3.4, besideItsRow),
		],
		connections: {
			Webhook: { main: [[to('Row')]] },
			Row: { main: [[to(LIVEVOX)]] },
			[LIVEVOX]: { main: [[to('Done')]] },
		},
	};
}

/** The same with On Error = Continue (using error output): the answer has what is done, then what is rejected. */
export function withErrorOutput({ nodes, connections, ...file }: WorkflowFile): WorkflowFile {
	return {
		...file,
		nodes: [
			...nodes.map((each) => (each.name === LIVEVOX ? { ...each, onError: 'continueErrorOutput' as const } : each)),
			node('Rejected', 'n8n-nodes-base.set', 3.4, besideItsRow),
			node('Answer', 'n8n-nodes-base.merge', 3, {}),
		],
		connections: {
			...connections,
			[LIVEVOX]: { main: [[to('Done')], [to('Rejected')]] },
			Done: { main: [[to('Answer')]] },
			Rejected: { main: [[to('Answer', 1)]] },
		},
	};
}

const webhookParameters = (path: string): INodeParameters => ({
	httpMethod: 'POST',
	path,
	responseMode: 'lastNode',
	responseData: 'allEntries',
	options: {},
});

const besideItsRow: INodeParameters = {
	mode: 'raw',
	jsonOutput: "={{ { row: $('Row').item.json, output: $json } }}",
	options: {},
};

const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode => ({ id: name, name, type, typeVersion, position: [0, 0], parameters, ...more });

const to = (name: string, index = 0) => ({ node: name, type: 'main' as const, index });
