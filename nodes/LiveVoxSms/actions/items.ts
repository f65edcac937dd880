import { isResourceLocatorValue, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeHintGroup } from 'n8n-workflow';

import { fieldIssues, passwordExpires, type Words } from '../shared/errorMessages';
import type { ErrorDetails } from '../shared/result';
import { sanitizeForDisplay } from '../shared/text';
import { reject } from '../shared/validation';

/**
 * The value of a parameter for an item; of a resource locator what was selected or typed. n8n's own `extractValue`
 * throws for a field that isn't shown.
 * @throws InvalidValue for an expression that can't be evaluated: it makes its item invalid, not the execution
 */
export function readParameter(context: IExecuteFunctions, name: string, item: number, fallback: unknown = ''): unknown {
	try {
		const parameter: unknown = context.getNodeParameter(name, item, fallback);
		return isResourceLocatorValue(parameter) ? parameter.value : parameter;
	} catch (error) {
		return reject(fieldIssues.expressionFailed(sanitizeForDisplay((error as Error).message, 200)));
	}
}

/** The options that the user has added, whatever their values come to. */
export const optionsSet = (context: IExecuteFunctions): string[] =>
	Object.keys(Object(context.getNode().parameters.options) as object);

/** An output item that belongs to the input item of that index. */
export const outputItem = (item: number, json: IDataObject): INodeExecutionData => ({ json, pairedItem: { item } });

/** A failed item: `error` is its only key, or not every version of n8n would pass it to the error branch. */
export function errorItem(item: number, outcome: 'rejected' | 'unknown', details: ErrorDetails): INodeExecutionData {
	const { message, description, httpStatus = null, code = null } = details;
	return outputItem(item, { error: { message, description, outcome, httpStatus, code } });
}

/** What ends an execution with On Error = Stop, in the words that the failed item would have carried. */
export function toNodeError(context: IExecuteFunctions, words: Words, itemIndex?: number): NodeOperationError {
	const options = { description: words.description, ...(itemIndex !== undefined && { itemIndex }) };
	return new NodeOperationError(context.getNode(), words.message, options);
}

/** Whether a model calls the node as a tool. */
export const isTool = (context: IExecuteFunctions): boolean => context.getNode().type.endsWith('Tool');

/**
 * Whether a failure becomes an item: with On Error = Continue, and always for a tool, because an error would end the
 * whole execution, or reach the model without what to do about it, depending on the version of n8n.
 */
export const failsAsItem = (context: IExecuteFunctions): boolean => context.continueOnFail() || isTool(context);

/** Shows a sentence below the node's output; older versions of n8n can't, or show the sentences of a group one by one. */
export function addHint(context: IExecuteFunctions, message: string, group?: NodeHintGroup): void {
	context.addExecutionHints?.({ message, location: 'outputPane', type: 'info', ...(group && { group }) });
}

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/** Warns if the password expires soon. `expiresAt`: ISO 8601, or ''; `now`: milliseconds since 1970. */
export function addExpiryHint(context: IExecuteFunctions, expiresAt: string, now: number): void {
	const days = Math.ceil((Date.parse(expiresAt) - now) / DAY_MS);
	if (days >= 0 && days <= SOON_DAYS) addHint(context, passwordExpires(days, expiresAt.slice(0, 10)));
}
