import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

/** What the user picks under Operation: how it is shown, its own parameters, and what it does. */
export interface Operation {
	option: INodePropertyOptions;
	parameters: INodeProperties[];
	execute: (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;
}

/** What the user picks under Resource, with its operations; the first one is the default. */
export interface Resource {
	option: INodePropertyOptions;
	operations: [Operation, ...Operation[]];
}
