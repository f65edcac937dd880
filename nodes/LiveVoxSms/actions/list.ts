import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { outcomeOf } from '../delivery/outcome';
import type { Row } from '../transport/calls';
import { explain } from '../transport/explain';
import { LiveVoxSession, type Call } from '../transport/session';
import { hintAtExpiry } from './expiry';
import { failedItem, itemOf, stop } from './items';

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

/** The filters of a list operation, as the builder filled them in for one item. */
export type Filters = Partial<Record<string, unknown>>;

const TIMEOUT_MS = 30_000;

/**
 * Asks LiveVox for a list once, however many input items there are, and gives each item its share: the
 * rows that pass the item's own filters, up to its own limit.
 */
export async function listOnce(
	context: IExecuteFunctions,
	call: Call<Row[]>,
	passes: (row: Row, filters: Filters) => boolean,
): Promise<INodeExecutionData[]> {
	const inputs = context.getInputData();
	if (inputs.length === 0) return [];
	const session = await LiveVoxSession.open(context, TIMEOUT_MS);
	const result = outcomeOf(await session.request(call));
	if (result.outcome === 'accepted') {
		hintAtExpiry(context, session, Date.now());
		return inputs.flatMap((_, item) =>
			shareOf(context, item, result.value, passes).map((row) => itemOf(item, row)),
		);
	}
	const refusal = explain(result.reply);
	if (!context.continueOnFail()) throw stop(context, refusal);
	return inputs.map((_, item) => failedItem(item, result.outcome, refusal));
}

function shareOf(
	context: IExecuteFunctions,
	item: number,
	rows: Row[],
	passes: (row: Row, filters: Filters) => boolean,
): Row[] {
	const filters = context.getNodeParameter('filters', item, {}) as Filters;
	const passing = rows.filter((row) => passes(row, filters));
	if (context.getNodeParameter('returnAll', item)) return passing;
	return passing.slice(0, context.getNodeParameter('limit', item) as number);
}

/** True where one of the row's fields holds the searched text, upper and lower case alike; '' is in all. */
export function matches(row: Row, fields: string[], searched: unknown): boolean {
	const needle = String(searched ?? '')
		.trim()
		.toLowerCase();
	return fields.some((field) =>
		String(row[field] ?? '')
			.toLowerCase()
			.includes(needle),
	);
}
