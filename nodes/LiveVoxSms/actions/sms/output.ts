import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Held, MessageResult } from '../../delivery/types';
import { toClock, toLocalIso, toTimeOfDay } from '../../message/localTime';
import { closedZone, westernmost, type SendingHours } from '../../message/sendingHours';
import type { Content } from '../../message/request';
import * as say from '../../shared/errorMessages';
import { isNotAttempted, type ErrorDetails, type Failure } from '../../shared/result';
import type { Directory } from '../../transport/endpoints';
import { errorItem, outputItem, toNodeError } from '../items';
import type { ValidItem } from './validateItems';

/** The output item of a message: what went out and its transaction ID, or why it didn't. */
export function resultOutput({ item, request, content, hours }: ValidItem, result: MessageResult): INodeExecutionData {
	if (isFailure(result)) return errorItem(item, result.outcome, toSendError(result));
	const { from, to, body, ...more } = request;
	const sent = { from, to, ...body, ...more };
	if (result.outcome === 'skipped') {
		return outputItem(item, { status: 'skipped', reason: say.skipReasons[result.state], ...sent });
	}
	if (result.outcome === 'held') return outputItem(item, { status: 'held', ...describeHeld(hours!, result), ...sent });
	const { value: transactionId, alreadySent } = result;
	const figures = { ...segmentFields(content), ...(alreadySent && { alreadySent }) };
	return outputItem(item, { transactionId, status: 'accepted', ...sent, ...figures });
}

/** When to send it, by the recipient's clock, and why not now. */
function describeHeld(hours: SendingHours, { heldAt, sendAfter }: Held) {
	const { start, end, isByAreaCode } = hours;
	const zone = closedZone(hours, heldAt)!;
	const local = toClock(toTimeOfDay(zone, heldAt));
	return {
		sendAfter: toLocalIso(westernmost(hours, sendAfter), sendAfter),
		reason: say.outsideHours(local, zone, `${toClock(start)} to ${toClock(end)}`, isByAreaCode),
	};
}

/** The output item of a dry run: what would go out, and what LiveVox calls the code, service, and template. */
export function dryRunOutput({ item, request, content }: ValidItem, directory: Directory): INodeExecutionData {
	const { codes, services } = directory;
	const from = codes.get(request.from);
	const service = services?.get(String(request.serviceId));
	const resolved = {
		...(from !== undefined && { from }),
		...(service !== undefined && { service }),
		...(content?.isEstimate && { template: content.text }),
	};
	const json = { status: 'dryRun', request, ...segmentFields(content), resolved, reason: say.DRY_RUN_REASON };
	return outputItem(item, json as unknown as IDataObject);
}

/** Encoding and segments of a text; a template's are an estimate. */
const segmentFields = (content: Content | undefined): IDataObject =>
	content ? { ...content.figures, ...(content.isEstimate && { isEstimate: true }) } : {};

/** Says of a failed attempt whether the message was sent. What no attempt was made of says so already. */
export function toSendError({ outcome, cause, error }: Failure): ErrorDetails {
	if (cause !== 'request' && cause !== 'login') return error;
	if (outcome === 'unknown') return { ...error, ...say.mayHaveBeenSent(error) };
	return { ...error, description: say.joinSentences([say.NOT_SENT, error.description]) };
}

const isFailure = (result: MessageResult): result is Failure => 'error' in result;

/** With On Error = Stop, ends the execution with the first message that wasn't accepted, and how far it got. */
export function throwFirstFailure(context: IExecuteFunctions, items: ValidItem[], results: MessageResult[]): void {
	const failures = results.filter(isFailure);
	const failure = failures.find((each) => !isNotAttempted(each)) ?? failures[0];
	if (!failure) return;
	const accepted = results.filter(({ outcome }) => outcome === 'accepted').length;
	const unknown = failures.filter((failure) => failure.outcome === 'unknown' && !isNotAttempted(failure)).length;
	const counts = { accepted, unknown, notTried: failures.filter(isNotAttempted).length, total: results.length };
	// n8n retries what ended in error, not what was stopped; for a sub-workflow, the workflow that called it.
	const isStopped = failures.some(({ cause }) => cause === 'stopped');
	const advice = context.getMode() === 'integrated' ? 'calledAgain' : isStopped ? 'none' : 'retry';
	const { message, description } = toSendError(failure);
	const words = { message, description: `${description} ${say.howFar(counts, advice)}` };
	throw toNodeError(context, words, items[results.indexOf(failure)]?.item);
}
