import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import type { Refusal } from '../transport/explain';

/** An output item that belongs to the input item of that index. */
export const itemOf = (item: number, json: IDataObject): INodeExecutionData => ({
	json,
	pairedItem: { item },
});

/** A failed item: `error` is its only key, or n8n would not lead it to the error branch on every line. */
export const failedItem = (
	item: number,
	outcome: 'rejected' | 'unknown',
	{ message, description, httpStatus, code }: Refusal,
): INodeExecutionData =>
	itemOf(item, { error: { message, description, outcome, httpStatus, code } });

/**
 * What ends a run on On Error = Stop, with the words that the failed item would have carried. Of a tool's error n8n
 * 2.41 hands the model the message alone, so that it says what to do as well.
 */
export function stop(
	context: IExecuteFunctions,
	{ message, description }: Pick<Refusal, 'message' | 'description'>,
	itemIndex?: number,
): NodeOperationError {
	const node = context.getNode();
	const isTool = node.type.endsWith('Tool');
	return new NodeOperationError(node, isTool ? `${message}. ${description}` : message, {
		description,
		...(itemIndex !== undefined && { itemIndex }),
	});
}
