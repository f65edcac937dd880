import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { NO_SUCH_OPERATION, toWords } from '../shared/errorMessages';
import * as codeList from './code/list.operation';
import { errorItem, failsAsItem, toNodeError } from './items';
import * as smsSend from './sms/send.operation';
import * as templateList from './template/list.operation';

/** What the user selects under Operation: how it is shown, its fields, and what it does. */
interface Operation {
	option: INodePropertyOptions;
	description: INodeProperties[];
	execute: (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;
}

/** What the user selects under Resource. Its first operation is the default. */
type Resource = { name: string; value: string; operations: [Operation, ...Operation[]] };

const resources: Resource[] = [
	{ name: 'Code', value: 'code', operations: [codeList] },
	{ name: 'SMS', value: 'sms', operations: [smsSend] },
	{ name: 'Template', value: 'template', operations: [templateList] },
];

/** The node's fields: Resource, then each resource's Operation, then each operation's own. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })),
		default: 'sms',
	},
	...resources.map(({ value, operations }): INodeProperties => {
		const first = operations[0].option.value;
		return {
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [value] } },
			options: operations.map(({ option }) => option),
			default: first,
		};
	}),
	...resources.flatMap(({ value, operations }) =>
		operations.flatMap(({ option, description }) =>
			updateDisplayOptions({ show: { resource: [value], operation: [option.value] } }, description),
		),
	),
];

/**
 * Executes the selected operation. Whatever it throws, it throws before the first message: attempts end as values. With
 * On Error = Continue that becomes error items too, because n8n would pass the input on as if it had succeeded.
 */
export async function router(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	try {
		const selected = (parameter: string): unknown => context.getNodeParameter(parameter, 0);
		const resource = resources.find(({ value }) => value === selected('resource'));
		const operation = resource?.operations.find(({ option }) => option.value === selected('operation'));
		if (!operation) throw toNodeError(context, toWords(NO_SUCH_OPERATION));
		return [await operation.execute(context)];
	} catch (error) {
		if (!failsAsItem(context)) throw new NodeOperationError(context.getNode(), error as Error);
		const { message, description } = error as NodeOperationError;
		const words = { message, description: description ?? '' };
		return [context.getInputData().map((_, item) => errorItem(item, 'rejected', words))];
	}
}
