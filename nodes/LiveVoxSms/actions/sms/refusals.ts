import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { explain, type Refusal } from '../../transport/explain';
import { explainFields, sentence } from '../fields';
import { failedItem, stop } from '../items';
import type { BadItem, CheckedItem, UnreadItem } from './check';
import { groupItems, itemList } from './itemGroups';

/** On Error = Stop: one item that cannot be sent, and nothing is. */
export function refuseUnlessAllGood(context: IExecuteFunctions, checked: CheckedItem[]): void {
	const unread = checked.find((check) => 'failed' in check);
	if (unread) throw stop(context, explain(unread.failed.reply), unread.item);
	const bad = checked.filter((check) => 'refusals' in check);
	if (bad.length === 0) return;
	// n8n adds the index to the message: beside a list of items it would contradict that.
	const onlyItem = bad.length === 1 ? bad[0]!.item : undefined;
	throw stop(context, explainBadItems(bad, checked.length), onlyItem);
}

/** On Error = Continue: the output item of one that cannot be sent. */
export const badItem = (check: BadItem | UnreadItem): INodeExecutionData =>
	failedItem(
		check.item,
		'rejected',
		'failed' in check ? explain(check.failed.reply) : explainBadItem(check),
	);

type Words = Pick<Refusal, 'message' | 'description'>;

/** Says what is wrong with one item: each field and what is wrong with it, then how to mend them. */
export function explainBadItem({ refusals }: BadItem): Refusal {
	const words = explainFields(refusals);
	return { ...words, description: `${words.description} Nothing was sent for this item.` };
}

const MOST_REASONS = 10;

/**
 * Says what is wrong with all the bad items of a run of which nothing was sent: the message names each
 * item and field, the description what is wrong and how to mend it. Items count from 0, as in n8n.
 */
export function explainBadItems(bad: BadItem[], total: number): Words {
	const byField = groupItems(bad, ({ refusals }) => refusals.map(({ field }) => field));
	const byReason = groupItems(bad, ({ refusals }) =>
		refusals.map((refusal) => JSON.stringify([sentence(refusal), refusal.mend])),
	);
	const reasons = [...byReason];
	const told = reasons.slice(0, MOST_REASONS).map(([reason, items]) => {
		const [what, mend] = JSON.parse(reason) as [string, string];
		return `${what} (${itemList(items)}). ${mend}.`;
	});
	return {
		message: `Nothing was sent. Items to mend first: ${bad.length} of ${total}. ${[...byField]
			.map(([field, items]) => `${field}: ${itemList(items)}`)
			.join('; ')}`,
		description: `${told.join(' ')}${otherReasons(reasons.slice(MOST_REASONS))}`,
	};
}

type Reasons = Array<[reason: string, items: number[]]>;

/** Each item of a large run may be refused in words of its own. */
const otherReasons = (reasons: Reasons): string =>
	reasons.length === 0
		? ''
		: ` ${reasons.length} more ${reasons.length === 1 ? 'reason' : 'reasons'} (${itemList(itemsOf(reasons))}).`;

const itemsOf = (reasons: Reasons): number[] =>
	[...new Set(reasons.flatMap(([, items]) => items))].sort((one, other) => one - other);
