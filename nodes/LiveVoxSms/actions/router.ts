import {
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import { code } from './code';
import { failedItem, failsAsItem } from './items';
import type { Operation, Resource } from './operation';
import { sms } from './sms';
import { template } from './template';

const resources: Resource[] = [code, sms, template];

/** The node's parameters: Resource, then each resource's Operation, then each operation's own. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ option }) => option),
		default: 'sms',
	},
	...resources.map(operationProperty),
	...resources.flatMap((resource) =>
		resource.operations.flatMap((operation) => shownParameters(resource, operation)),
	),
];

/**
 * Runs the picked operation. Whatever it throws, it throws before the first message: attempts end as
 * values. In a Continue mode that becomes failed items too, for n8n would hand the input to output 0.
 */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	try {
		return [await pickedOperation(context).execute(context)];
	} catch (error) {
		if (!failsAsItem(context)) {
			throw new NodeOperationError(context.getNode(), error as Error);
		}
		const { message, description } = error as NodeOperationError;
		const refusal = { message, description: description ?? '', httpStatus: null, code: null };
		return [context.getInputData().map((_, item) => failedItem(item, 'rejected', refusal))];
	}
}

function pickedOperation(context: IExecuteFunctions): Operation {
	const picked = (parameter: string) => (option: { option: { value: unknown } }) =>
		option.option.value === context.getNodeParameter(parameter, 0);
	const operation = resources.find(picked('resource'))?.operations.find(picked('operation'));
	if (operation) return operation;
	throw new NodeOperationError(context.getNode(), 'The chosen resource has no such operation', {
		description: 'Choose Resource and Operation again from their lists.',
	});
}

function operationProperty({ option, operations }: Resource): INodeProperties {
	const first = operations[0].option.value;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [option.value] } },
		options: operations.map((operation) => operation.option),
		default: first,
	};
}

function shownParameters(resource: Resource, operation: Operation): INodeProperties[] {
	const picked = { resource: [resource.option.value], operation: [operation.option.value] };
	return operation.parameters.map((parameter) => ({
		...parameter,
		displayOptions: { show: { ...picked, ...parameter.displayOptions?.show } },
	}));
}
