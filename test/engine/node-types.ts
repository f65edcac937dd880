import type { PackageDirectoryLoader } from 'n8n-core';
import {
	NodeHelpers,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

import { AgentNode } from './agent-node';

/** Stands in for n8n's own nodes that only begin or end a workflow: gives on what it gets. */
class PassThrough implements INodeType {
	description;

	constructor(name: string, inputs: Array<'main'>) {
		this.description = {
			displayName: name,
			name,
			group: ['transform' as const],
			version: 1,
			description: '',
			defaults: { name },
			inputs,
			outputs: ['main' as const],
			properties: [],
		};
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** The node types that a test workflow can hold: this package's, as n8n loads them, and a few of n8n's. */
export class NodeTypes implements INodeTypes {
	private readonly ownNodes: Record<string, INodeType> = {
		'n8n-nodes-base.manualTrigger': new PassThrough('manualTrigger', []),
		'n8n-nodes-base.noOp': new PassThrough('n8n-nodes-base.noOp', ['main']),
		'test.agent': new AgentNode(),
		'n8n-nodes-base.stickyNote': new PassThrough('stickyNote', []),
	};

	constructor(private readonly loader: PackageDirectoryLoader) {}

	getByName(type: string): INodeType | IVersionedNodeType {
		const [, name = ''] = type.split('.');
		if (name.endsWith('Tool')) return asTool(this.loader.getNode(name.slice(0, -4)).type);
		return this.ownNodes[type] ?? this.loader.getNode(name).type;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes = () => ({});
}

/** The variant that n8n makes of a node that is `usableAsTool`: what it gives goes to an agent. */
function asTool(node: INodeType | IVersionedNodeType): INodeType {
	const type = NodeHelpers.getVersionedNodeType(node);
	const tool = Object.create(type) as INodeType;
	tool.description = { ...type.description, inputs: [], outputs: ['ai_tool'] };
	return tool;
}
