import { isResourceLocatorValue, NodeOperationError } from 'n8n-workflow';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { fieldIssues, passwordExpires, type Words } from '../shared/errorMessages';
import type { ErrorDetails } from '../shared/result';
import { sanitizeForDisplay } from '../shared/text';
import { InvalidValue } from '../shared/validation';

const MAX_ERROR_LENGTH = 200;

/**
 * The value of a parameter for an item; of a resource locator what was selected or typed. n8n's own `extractValue`
 * throws for a field that isn't shown.
 *
 * @throws InvalidValue for an expression that can't be evaluated: it makes its item invalid, not the execution
 */
export function readParameter(context: IExecuteFunctions, name: string, item: number, fallback: unknown = ''): unknown {
	try {
		const parameter: unknown = context.getNodeParameter(name, item, fallback);
		return isResourceLocatorValue(parameter) ? parameter.value : parameter;
	} catch (error) {
		return failExpression(error as Error);
	}
}

function failExpression({ message }: Error): never {
	throw new InvalidValue(fieldIssues.expressionFailed(sanitizeForDisplay(message, MAX_ERROR_LENGTH)));
}

/** An output item that belongs to the input item of that index. */
export const outputItem = (item: number, json: IDataObject): INodeExecutionData => ({ json, pairedItem: { item } });

/** A failed item: `error` is its only key, or not every version of n8n would pass it to the error branch. */
export const errorItem = (
	item: number,
	outcome: 'rejected' | 'unknown',
	{ message, description, httpStatus, code }: ErrorDetails,
): INodeExecutionData => outputItem(item, { error: { message, description, outcome, httpStatus, code } });

/** What ends an execution with On Error = Stop, in the words that the failed item would have carried. */
export const toNodeError = (
	context: IExecuteFunctions,
	{ message, description }: Words,
	itemIndex?: number,
): NodeOperationError =>
	new NodeOperationError(context.getNode(), message, { description, ...(itemIndex !== undefined && { itemIndex }) });

/** Whether a model calls the node as a tool. */
export const isTool = (context: IExecuteFunctions): boolean => context.getNode().type.endsWith('Tool');

/**
 * Whether a failure becomes an item: with On Error = Continue, and always for a tool, because an error would end the
 * whole execution, or reach the model without what to do about it, depending on the version of n8n.
 */
export const failsAsItem = (context: IExecuteFunctions): boolean => context.continueOnFail() || isTool(context);

/** Shows a sentence below the node's output; older versions of n8n can't. */
export function addHint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints?.({ message, location: 'outputPane', type: 'info' });
}

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/**
 * Warns if the password expires within 14 days: a workflow that nobody watches would stop.
 *
 * @param expiresAt ISO 8601, or ''
 * @param now milliseconds since 1970
 */
export function addExpiryHint(context: IExecuteFunctions, expiresAt: string, now: number): void {
	const days = Math.ceil((Date.parse(expiresAt) - now) / DAY_MS);
	if (days >= 0 && days <= SOON_DAYS) addHint(context, passwordExpires(days, expiresAt.slice(0, 10)));
}
