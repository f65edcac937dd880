import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../n8n/owner';

/** A way to send a text to each item: nodes, the first of which gets the items. */
export interface Way {
	/** Short: it stands beside a bar of the plot. */
	name: string;
	nodes: INode[];
	/** Between these nodes. */
	links?: Link[];
}

/** From a node, its output, to a node. */
export type Link = [string, number, string];

export const node = (name: string, type: string, typeVersion: number, parameters: INodeParameters): INode => ({
	id: name,
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
});

/**
 * A webhook that answers when all is done, its recipients as items, and a way to send.
 *
 * @param maxSeconds after which n8n cuts it off
 */
export function workflowOf(way: Way, path: string, maxSeconds: number): WorkflowFile {
	const webhook = node('Webhook', 'n8n-nodes-base.webhook', 2.1, {
		httpMethod: 'POST',
		path,
		responseMode: 'lastNode',
		responseData: 'noData',
		options: {},
	});
	const items = node('Recipients', 'n8n-nodes-base.splitOut', 1, {
		fieldToSplitOut: 'body.recipients',
		options: {},
	});
	const links: Link[] = [[webhook.name, 0, items.name], [items.name, 0, way.nodes[0]!.name], ...(way.links ?? [])];
	return {
		name: way.name,
		nodes: [{ ...webhook, webhookId: path }, items, ...way.nodes],
		connections: connectionsOf(links),
		settings: { executionTimeout: maxSeconds },
	};
}

function connectionsOf(links: Link[]): IConnections {
	const connections: IConnections = {};
	for (const [from, output, to] of links) {
		const main = ((connections[from] ??= { main: [] }).main ??= []);
		while (main.length <= output) main.push([]);
		main[output]!.push({ node: to, type: 'main', index: 0 });
	}
	return connections;
}
