import type { PackageDirectoryLoader } from 'n8n-core';
import {
	NodeHelpers,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';

import { AgentNode, EngineAgentNode } from './agent-node';
import { LoopNode } from './loop-node';

/** Stands in for a node of n8n's whose work does not matter to a test: gives on what it gets first. */
class PassThrough implements INodeType {
	description;

	constructor(name: string, inputs: number) {
		this.description = {
			displayName: name,
			name,
			group: ['transform' as const],
			version: 1,
			description: '',
			defaults: { name },
			inputs: Array.from({ length: inputs }, () => 'main' as const),
			outputs: ['main' as const],
			properties: [],
		};
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** n8n's own nodes are not installed here. How many inputs each has: a trigger has none. */
const STAND_INS = {
	convertToFile: 1,
	extractFromFile: 1,
	form: 1,
	formTrigger: 0,
	manualTrigger: 0,
	merge: 3,
	noOp: 1,
	set: 1,
	stickyNote: 0,
};

const OWN_NODES: Record<string, INodeType> = {
	...Object.fromEntries(
		Object.entries(STAND_INS).map(([name, inputs]) => {
			const type = `n8n-nodes-base.${name}`;
			return [type, new PassThrough(type, inputs)];
		}),
	),
	'n8n-nodes-base.splitInBatches': new LoopNode(),
	'test.agent': new AgentNode(),
	'test.engineAgent': new EngineAgentNode(),
};

/** Lets workflows hold nodes of these types too. */
export function addNodeTypes(types: Record<string, INodeType>): void {
	Object.assign(OWN_NODES, types);
}

/** Whether a workflow can hold a node of this type and run here. */
export const isKnown = (type: string) => type in OWN_NODES || type === 'n8n-nodes-livevox.liveVoxSms';

/** The node types that a test workflow can hold: this package's, as n8n loads them, and a few of n8n's. */
export class NodeTypes implements INodeTypes {
	constructor(private readonly loader: PackageDirectoryLoader) {}

	getByName(type: string): INodeType | IVersionedNodeType {
		const [, name = ''] = type.split('.');
		if (name.endsWith('Tool')) return asTool(this.loader.getNode(name.slice(0, -4)).type);
		return OWN_NODES[type] ?? this.loader.getNode(name).type;
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
