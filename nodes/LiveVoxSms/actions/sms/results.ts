import type { INodeExecutionData } from 'n8n-workflow';

import type { Failed, Outcome } from '../../delivery/outcome';
import type { SmsRequest } from '../../message/request';
import type { TransactionId } from '../../transport/calls';
import { explain, type Refusal } from '../../transport/explain';
import { failedItem, itemOf } from '../items';

type Words = Pick<Refusal, 'message' | 'description'>;

/** The output item of a message: what went out and its transaction id, or why it did not. */
export function resultItem(
	item: number,
	request: SmsRequest,
	outcome: Outcome<TransactionId>,
): INodeExecutionData {
	if (outcome.outcome !== 'accepted') {
		return failedItem(item, outcome.outcome, explainSending(outcome));
	}
	const { from, to, body, serviceId, account } = request;
	return itemOf(item, {
		transactionId: outcome.value,
		status: 'accepted',
		from,
		to,
		...body,
		...(serviceId !== undefined && { serviceId }),
		...(account !== undefined && { account }),
	});
}

const LOOK_FIRST =
	'Look in LiveVox whether it went out before you send it again: LiveVox does not recognise a repeated message.';

/** Puts a message that was not accepted into words; an unknown one says first of all that it may be out. */
export function explainSending({ outcome, reply }: Failed): Refusal {
	const refusal = explain(reply);
	if (outcome === 'rejected') return refusal;
	return {
		...refusal,
		message: `${refusal.message}. The message may have been sent`,
		description: LOOK_FIRST,
	};
}

/** The same for a run that ends with it, and how far the run had come. */
export function explainStop(failed: Failed, accepted: number, total: number): Words {
	const { message, description } = explainSending(failed);
	const rest = total - accepted - 1;
	return {
		message,
		description: `${description} Accepted before it: ${accepted} of ${total} messages. Not tried: ${rest}.`,
	};
}
