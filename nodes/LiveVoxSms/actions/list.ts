import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { outcomeOf } from '../delivery/outcome';
import { refuse, type Checked } from '../message/checked';
import { checkSwitch } from '../message/options';
import { textOf } from '../message/values';
import { textIn, type Row } from '../transport/calls';
import { explain, type Refusal } from '../transport/explain';
import { LiveVoxSession, type Call } from '../transport/session';
import { hintAtExpiry } from './expiry';
import { explainFields, Fields } from './fields';
import { failedItem, failsAsItem, itemOf, stop } from './items';

/** Return All and Limit, as every n8n list has them, before a list's own filters. */
export const pagingParameters: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		displayOptions: { show: { returnAll: [false] } },
		default: 50,
		description: 'Max number of results to return',
	},
];

/** The filters of a list operation by their names, trimmed; '' lets every row pass. */
export type Filters = Partial<Record<string, string>>;

/** What a builder calls each filter. */
type FilterNames = Record<string, string>;

/** What one item asks of the list. */
interface Wish {
	filters: Filters;
	limit: number;
}

const TIMEOUT_MS = 30_000;

/**
 * Asks LiveVox for a list once, however many input items there are, and gives each item its share: the
 * rows that pass the item's own filters, up to its own limit.
 */
export async function listOnce(
	context: IExecuteFunctions,
	call: Call<Row[]>,
	filterNames: FilterNames,
	passes: (row: Row, filters: Filters) => boolean,
): Promise<INodeExecutionData[]> {
	const wishes = context.getInputData().map((_, item) => readWish(context, item, filterNames));
	if (wishes.length === 0) return [];
	const bad = wishes.findIndex((wish) => 'message' in wish);
	if (bad >= 0 && !failsAsItem(context)) throw stop(context, wishes[bad] as Refusal, bad);
	const session = await LiveVoxSession.open(context, TIMEOUT_MS);
	const result = outcomeOf(await session.lookUp(call));
	if (result.outcome === 'accepted') {
		hintAtExpiry(context, session, Date.now());
		return wishes.flatMap((wish, item) => {
			if ('message' in wish) return [failedItem(item, 'rejected', wish)];
			const passing = result.value.filter((row) => passes(row, wish.filters));
			return passing.slice(0, wish.limit).map((row) => itemOf(item, row));
		});
	}
	const refusal = explain(result.reply);
	if (!failsAsItem(context)) throw stop(context, refusal);
	return wishes.map((_, item) => failedItem(item, result.outcome, refusal));
}

/** What an item asks for, or what has to be mended in it. */
function readWish(
	context: IExecuteFunctions,
	item: number,
	filterNames: FilterNames,
): Wish | Refusal {
	const fields = new Fields();
	const parameter = (field: string, name: string, otherwise?: unknown): unknown =>
		fields.read(field, () => context.getNodeParameter(name, item, otherwise));

	const all = fields.take('Return All', checkSwitch(parameter('Return All', 'returnAll', false)));
	const limit = all ? Infinity : fields.take('Limit', checkLimit(parameter('Limit', 'limit')));
	const typed = Object(parameter('Filters', 'filters', {})) as Partial<Record<string, unknown>>;
	const filters = Object.entries(filterNames).map(([name, field]) => [
		name,
		fields.take(field, checkFilter(Object.hasOwn(typed, name) ? typed[name] : '')),
	]);
	if (fields.refusals.length > 0 || limit === undefined) return explainFields(fields.refusals);
	return { filters: Object.fromEntries(filters) as Filters, limit };
}

function checkLimit(value: unknown): Checked<number> {
	const text = textOf(value)?.trim() ?? '';
	if (/^\d+$/.test(text) && Number(text) > 0) return { ok: true, value: Number(text) };
	return refuse('is not a whole number from 1 on', 'Give it the most results to return');
}

function checkFilter(value: unknown): Checked<string> {
	const text = textOf(value)?.trim();
	if (text !== undefined) return { ok: true, value: text };
	return refuse('is not a text', 'Pick one text or number in its expression');
}

/** True where one of the row's fields holds the searched text, upper and lower case alike; '' is in all. */
export function matches(row: Row, fields: string[], searched = ''): boolean {
	const needle = searched.toLowerCase();
	return fields.some((field) => textIn(row[field]).toLowerCase().includes(needle));
}
