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

/** What ends a run on On Error = Stop, with the words that the failed item would have carried. */
export const stop = (
	context: IExecuteFunctions,
	{ message, description }: Pick<Refusal, 'message' | 'description'>,
	itemIndex?: number,
): NodeOperationError =>
	new NodeOperationError(context.getNode(), message, {
		description,
		...(itemIndex !== undefined && { itemIndex }),
	});

/** Whether n8n calls the node as a tool, for a model. */
export const isTool = (context: IExecuteFunctions): boolean =>
	context.getNode().type.endsWith('Tool');

/**
 * Whether a failure becomes an item: on On Error = Continue, and always for a tool, because an error would end the
 * whole execution, or reach the model without what to do about it, depending on the version of n8n.
 */
export const failsAsItem = (context: IExecuteFunctions): boolean =>
	context.continueOnFail() || isTool(context);
