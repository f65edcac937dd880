import type { INode, INodeParameters } from 'n8n-workflow';

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
	{ options = {}, settings = {}, onError = 'continueRegularOutput', hasLaterNode }: Sending,
): WorkflowFile {
	const liveVox = (name: string, x: number, parameters: INodeParameters): INode => ({
		id: `${path}-${x}`,
		name,
		type: 'n8n-nodes-livevox.liveVoxSms',
		typeVersion: 1,
		position: [x, 0],
		parameters,
		credentials: { liveVoxApi: { id: 'livevox', name: 'LiveVox API' } },
		onError,
	});
	const sending = liveVox(SENDING, 400, {
		resource: 'sms',
		operation: 'send',
		from: { __rl: true, mode: 'id', value: '53063' },
		to: '={{ $json.to }}',
		content: 'message',
		message: '={{ $json.text }}',
		service: { __rl: true, mode: 'id', value: '100915' },
		options,
	});
	const later = liveVox('List codes', 600, { resource: 'code', operation: 'list' });
	const nodes = [webhook(path), splitOut(path), sending, ...(hasLaterNode ? [later] : [])];
	const links = nodes
		.slice(1)
		.map(({ name }, i) => [
			nodes[i]!.name,
			{ main: [[{ node: name, type: 'main' as const, index: 0 }]] },
		]);
	return { name: path, nodes, connections: Object.fromEntries(links), settings };
}

const webhook = (path: string): INode => ({
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
