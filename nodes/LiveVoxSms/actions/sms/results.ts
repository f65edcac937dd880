import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Delivered } from '../../delivery/message';
import type { Failed } from '../../delivery/outcome';
import type { Content } from '../../message/content';
import type { SmsRequest } from '../../message/request';
import { explain, TRY_LATER, type Refusal } from '../../transport/explain';
import { failedItem, itemOf, stop } from '../items';
import type { GoodItem } from './check';
import type { Directory } from './directory';

const SKIPPED = {
	sent: 'This Send Once Key has sent its message already, in an earlier execution or earlier in this one',
	unknown:
		'This Send Once Key may have sent its message already: an earlier execution, or an earlier call in this one, began to send it, and how that ended is not known',
	repeated: 'An earlier item of this run has the same Send Once Key: what came of that one counts',
};

/** The output item of a message: what went out and its transaction id, or why it did not. */
export function resultItem(
	{ item, request, content }: GoodItem,
	result: Delivered,
): INodeExecutionData {
	switch (result.outcome) {
		case 'accepted':
			return itemOf(item, {
				transactionId: result.value,
				status: 'accepted',
				...fieldsOf(request),
				...figuresOf(content),
				...(result.alreadyDone && { alreadySent: true }),
			});
		case 'skipped':
			return itemOf(item, {
				status: 'skipped',
				reason: SKIPPED[result.state],
				...fieldsOf(request),
			});
		default:
			return failedItem(item, result.outcome, explainSending(result));
	}
}

/** The output item of a dry run: what would go out, and what its numbers stand for in LiveVox. */
export function dryRunItem(
	{ item, request, content }: GoodItem,
	{ codes, services }: Directory,
): INodeExecutionData {
	const from = codes.get(request.from);
	const service = 'get' in services ? services.get(String(request.serviceId)) : undefined;
	return itemOf(item, {
		status: 'dryRun',
		request: request as unknown as IDataObject,
		...figuresOf(content),
		resolved: {
			...(from !== undefined && { from }),
			...(service !== undefined && { service }),
			...(content?.isEstimate && { template: content.text }),
		},
		reason: 'Dry Run is on: everything was checked, and nothing was sent',
	});
}

/** What a text costs on the air; a template's is an estimate. */
const figuresOf = (content: Content | undefined): IDataObject =>
	content ? { ...content.figures, ...(content.isEstimate && { isEstimate: true }) } : {};

function fieldsOf({ from, to, body, serviceId, account }: SmsRequest): IDataObject {
	return {
		from,
		to,
		...body,
		...(serviceId !== undefined && { serviceId }),
		...(account !== undefined && { account }),
	};
}

const LOOK_FIRST =
	'Look in LiveVox whether it went out before you send it again: LiveVox does not recognise a repeated message.';

/** Puts a message that was not accepted into words; an unknown one says first of all that it may be out. */
export function explainSending({ outcome, reply }: Failed): Refusal {
	const refusal = explain(reply);
	if (outcome === 'rejected') {
		return { ...refusal, description: `This message wasn’t sent. ${refusal.description}` };
	}
	const cause = refusal.description.replace(TRY_LATER, '').trim();
	return {
		...refusal,
		message: `${refusal.message}. The message may have been sent`,
		description: [LOOK_FIRST, cause].filter(Boolean).join(' '),
	};
}

/** On Error = Stop: ends the run with the first message that was not accepted, and how far it came. */
export function throwFailure(
	context: IExecuteFunctions,
	good: GoodItem[],
	results: Delivered[],
): void {
	const tried = results.findIndex((result) => isFailed(result) && !isNotTried(result));
	const index = tried >= 0 ? tried : results.findIndex(isFailed);
	const failed = results[index];
	if (!failed || !isFailed(failed)) return;
	const { message, description } = explainSending(failed);
	const counts = countsOf(results, context.getMode() === 'integrated');
	throw stop(context, { message, description: `${description} ${counts}` }, good[index]?.item);
}

/**
 * Not by this run: where no login could be made, no message was tried. A retry sends it, also what nobody could tell
 * about, unless it finds then that an earlier one has begun it.
 */
const isNotTried = (result: Delivered): boolean =>
	isFailed(result) &&
	(result.reply.kind === 'untold' ||
		(result.outcome === 'rejected' && ['notTried', 'noSession'].includes(result.reply.kind)));

const isFailed = (result: Delivered): result is Failed =>
	result.outcome === 'rejected' || result.outcome === 'unknown';

/**
 * How far a run came that was ended by a message, and how to go on. n8n offers Retry for an execution that ended in
 * error, none for one that was stopped; of a sub-workflow, the one that called it would be retried, and start it again.
 */
function countsOf(results: Delivered[], isSubWorkflow: boolean): string {
	const count = (matches: (result: Delivered) => boolean) => results.filter(matches).length;
	const accepted = count(({ outcome }) => outcome === 'accepted');
	const unknown = count((result) => result.outcome === 'unknown' && !isNotTried(result));
	const counts = [
		`Accepted: ${accepted} of ${results.length} messages.`,
		...(unknown > 0 ? [`Unknown: ${unknown}.`] : []),
		`Not tried: ${count(isNotTried)}.`,
	];
	if (isSubWorkflow) return [...counts, IN_SUB_WORKFLOW].join(' ');
	if (results.some(isStopped)) return counts.join(' ');
	return [...counts, RETRY, ...(accepted > 0 ? [AFTER_AN_EDIT] : [])].join(' ');
}

const RETRY =
	'Retry in n8n’s list of executions sends the rest, and neither those that were accepted nor the unknown ones.';

const AFTER_AN_EDIT =
	'After an edit of the workflow choose “with original workflow” there, or everyone gets the edited message too.';

const IN_SUB_WORKFLOW =
	'When the workflow that called this one runs again, only a Send Once Key tells for certain which messages were sent.';

const isStopped = (result: Delivered): boolean =>
	isFailed(result) && result.reply.kind === 'notTried' && result.reply.because === 'stopped';
