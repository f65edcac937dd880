import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../n8n/owner';

export const SENDING = 'Send SMS';

/** How a workflow sends. */
export interface Sending {
	/** Under Options of the node. */
	options?: INodeParameters;
	/** Of the workflow. */
	settings?: object;
	/** What follows on an item that fails; absent: the others go on. */
	onError?: INode['onError'];
	/** Lists LiveVox's codes when all is sent. */
	hasLaterNode?: boolean;
}

/** The option with which a later execution skips what an earlier one has sent. */
export const SEND_ONCE: INodeParameters = { sendOnceKey: '={{ $json.key }}' };

/** A webhook that answers at once with the execution's id, its recipients as items, and the node. */
export function workflowOf(
	path: string,
	{ options = {}, settings = {}, onError, hasLaterNode }: Sending,
): WorkflowFile {
	const sending = liveVox(SENDING, smsSend({ options }), onError);
	return series(path, [sending, ...(hasLaterNode ? [listCodes()] : [])], settings);
}

/** The same with other nodes after the recipients, one behind the other. */
export function series(path: string, nodes: INode[], settings: object = {}): WorkflowFile {
	const all = [webhook(path), splitOut(path), ...nodes];
	// As in a workflow that the editor has made: without it an agent goes on before its tools have run.
	const executionOrder = 'v1';
	return {
		name: path,
		nodes: all,
		connections: inARow(all),
		settings: { executionOrder, ...settings },
	};
}

/** Each node's first output goes into the next one. */
export function inARow(nodes: INode[]): IConnections {
	const links = nodes
		.slice(1)
		.map(({ name }, i) => [nodes[i]!.name, { main: [[{ node: name, type: 'main' as const, index: 0 }]] }]);
	return Object.fromEntries(links) as IConnections;
}

/** A node of this package, with the credential of the demo user. */
export const liveVox = (
	name: string,
	parameters: INodeParameters,
	onError: INode['onError'] = 'continueRegularOutput',
): INode => ({
	id: name,
	name,
	type: 'n8n-nodes-livevox.liveVoxSms',
	typeVersion: 1,
	position: [0, 0],
	parameters,
	credentials: { liveVoxApi: { id: 'livevox', name: 'LiveVox API' } },
	onError,
});

/** A message to each recipient. */
export const smsSend = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'sms',
	operation: 'send',
	from: { __rl: true, mode: 'id', value: '53063' },
	to: '={{ $json.to }}',
	content: 'message',
	message: '={{ $json.text }}',
	service: { __rl: true, mode: 'id', value: '100915' },
	options: {},
	...parameters,
});

/** A node that asks LiveVox for its codes. */
export const listCodes = (): INode => liveVox('List codes', { resource: 'code', operation: 'list' });

export const webhook = (path: string): INode => ({
	id: `${path}-webhook`,
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	position: [0, 0],
	parameters: {
		httpMethod: 'POST',
		path,
		responseMode: 'onReceived',
		options: { responseData: '={{ { "executionId": $execution.id } }}' },
	},
	webhookId: path,
});

const splitOut = (path: string): INode => ({
	id: `${path}-recipients`,
	name: 'Recipients',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	position: [200, 0],
	parameters: { fieldToSplitOut: 'body.recipients', options: {} },
});
