import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { deliver } from '../../delivery/deliver';
import type { Outcome } from '../../delivery/outcome';
import { sendSms, type TransactionId } from '../../transport/calls';
import { explain } from '../../transport/explain';
import { LiveVoxSession } from '../../transport/session';
import { failedItem, stop } from '../items';
import type { Operation } from '../operation';
import { checkItems, type CheckedItem, type GoodItem } from './check';
import { hintAtUnusedService } from './hints';
import { parameters } from './parameters';
import { explainBadItem, explainBadItems } from './refusals';
import { explainStop, resultItem } from './results';

/** SMS: Send, one message for each input item, from `POST /sms/`. */
export const send: Operation = {
	option: {
		name: 'Send',
		value: 'send',
		action: 'Send SMS',
		description: 'Send a text message for each input item',
	},
	parameters,
	execute,
};

async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const stopsAtFailure = !context.continueOnFail();
	const session = await LiveVoxSession.open(context, timeoutMsOf(context));
	const checked = await checkItems(context, session);
	if (stopsAtFailure) refuseUnlessAllGood(context, checked);
	hintAtUnusedService(context, session);

	const good = checked.filter((check) => 'request' in check);
	const attempts = good.map(
		({ request }) =>
			async () =>
				await session.request(sendSms(request)),
	);
	const outcomes = await deliver(attempts, stopsAtFailure);
	if (stopsAtFailure) throwFailure(context, good, outcomes);

	const outcomeOfItem = new Map(good.map(({ item }, index) => [item, outcomes[index]!]));
	return checked.map((check) => {
		if ('request' in check) {
			return resultItem(check.item, check.request, outcomeOfItem.get(check.item)!);
		}
		const refusal = 'failed' in check ? explain(check.failed.reply) : explainBadItem(check);
		return failedItem(check.item, 'rejected', refusal);
	});
}

/** On Error = Stop: one item that cannot be sent, and nothing is. */
function refuseUnlessAllGood(context: IExecuteFunctions, checked: CheckedItem[]): void {
	const unread = checked.find((check) => 'failed' in check);
	if (unread) throw stop(context, explain(unread.failed.reply), unread.item);
	const bad = checked.filter((check) => 'refusals' in check);
	if (bad[0]) throw stop(context, explainBadItems(bad, checked.length), bad[0].item);
}

/** On Error = Stop: ends the run with the words of the message that LiveVox did not accept. */
function throwFailure(
	context: IExecuteFunctions,
	good: GoodItem[],
	outcomes: Array<Outcome<TransactionId>>,
): void {
	const failed = outcomes.findIndex(({ outcome }) => outcome !== 'accepted');
	const outcome = outcomes[failed];
	if (!outcome || outcome.outcome === 'accepted') return;
	throw stop(context, explainStop(outcome, failed, good.length), good[failed]?.item);
}

const LONGEST_TIMEOUT_S = 3600;

function timeoutMsOf(context: IExecuteFunctions): number {
	const seconds = Number(context.getNodeParameter('options.timeout', 0, 30));
	if (seconds > 0 && seconds <= LONGEST_TIMEOUT_S) return seconds * 1000;
	throw new NodeOperationError(context.getNode(), 'Timeout is not a possible number of seconds', {
		description: `Under Options, give Timeout a number above 0 and up to ${LONGEST_TIMEOUT_S}. Nothing was sent.`,
	});
}
