import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { MessageResult } from '../../delivery/types';
import type { Content, SmsRequest } from '../../message/request';
import * as say from '../../shared/errorMessages';
import { isNotAttempted, type ErrorDetails, type Failure } from '../../shared/result';
import type { Directory } from '../../transport/endpoints';
import { errorItem, outputItem, toNodeError } from '../items';
import type { ValidItem } from './validateItems';

/** The output item of a message: what went out and its transaction ID, or why it didn't. */
export function resultOutput({ item, request, content }: ValidItem, result: MessageResult): INodeExecutionData {
	switch (result.outcome) {
		case 'accepted':
			return outputItem(item, {
				transactionId: result.value,
				status: 'accepted',
				...requestFields(request),
				...segmentFields(content),
				...(result.alreadySent && { alreadySent: true }),
			});
		case 'skipped':
			return outputItem(item, { status: 'skipped', reason: say.skipReasons[result.state], ...requestFields(request) });
		default:
			return errorItem(item, result.outcome, toSendError(result));
	}
}

/** The output item of a dry run: what would go out, and what LiveVox calls the code, service, and template. */
export function dryRunOutput(
	{ item, request, content }: ValidItem,
	{ codes, services }: Directory,
): INodeExecutionData {
	const from = codes.get(request.from);
	const service = 'get' in services ? services.get(String(request.serviceId)) : undefined;
	return outputItem(item, {
		status: 'dryRun',
		request: request as unknown as IDataObject,
		...segmentFields(content),
		resolved: {
			...(from !== undefined && { from }),
			...(service !== undefined && { service }),
			...(content?.isEstimate && { template: content.text }),
		},
		reason: say.DRY_RUN_REASON,
	});
}

/** Encoding and segments of a text; a template's are an estimate. */
const segmentFields = (content: Content | undefined): IDataObject =>
	content ? { ...content.figures, ...(content.isEstimate && { isEstimate: true }) } : {};

const requestFields = ({ from, to, body, ...more }: SmsRequest): IDataObject => ({ from, to, ...body, ...more });

/** Says of a failed attempt whether the message was sent. What no attempt was made of says so already. */
export function toSendError({ outcome, cause, error }: Failure): ErrorDetails {
	if (cause !== 'request' && cause !== 'login') return error;
	if (outcome === 'unknown') return { ...error, ...say.mayHaveBeenSent(error) };
	return { ...error, description: say.joinSentences([say.NOT_SENT, error.description]) };
}

const isFailure = (result: MessageResult): result is Failure =>
	result.outcome === 'rejected' || result.outcome === 'unknown';

/** With On Error = Stop, ends the execution with the first message that wasn't accepted, and how far it got. */
export function throwFirstFailure(context: IExecuteFunctions, items: ValidItem[], results: MessageResult[]): void {
	const attempted = results.findIndex((result) => isFailure(result) && !isNotAttempted(result));
	const index = attempted >= 0 ? attempted : results.findIndex(isFailure);
	const failure = results[index];
	if (!failure || !isFailure(failure)) return;
	const { message, description } = toSendError(failure);
	const progress = describeProgress(results, context.getMode() === 'integrated');
	throw toNodeError(context, { message, description: `${description} ${progress}` }, items[index]?.item);
}

/**
 * n8n offers Retry for an execution that ended in error, not for one that was stopped. For a sub-workflow it would retry
 * the workflow that called it, which starts it again.
 */
function describeProgress(results: MessageResult[], isSubWorkflow: boolean): string {
	const failures = results.filter(isFailure);
	const isStopped = failures.some(({ cause }) => cause === 'stopped');
	const counts = {
		accepted: results.filter(({ outcome }) => outcome === 'accepted').length,
		unknown: failures.filter((failure) => failure.outcome === 'unknown' && !isNotAttempted(failure)).length,
		notTried: failures.filter(isNotAttempted).length,
		total: results.length,
	};
	return say.howFar(counts, isSubWorkflow ? 'calledAgain' : isStopped ? 'none' : 'retry');
}
