import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { fieldIssues } from '../shared/errorMessages';
import { parseSwitch, parseWholeNumber, reject, toError, toText, Validation, type Issue } from '../shared/validation';
import { textIn, type Call, type Row } from '../transport/endpoints';
import { LiveVoxSession } from '../transport/session';
import { addExpiryHint, errorItem, failsAsItem, outputItem, readParameter, toNodeError } from './items';

/** Return All and Limit, as every n8n list has them, then the list's own filters. */
export const listDescription = (filters: INodeProperties[]): INodeProperties[] => [
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
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: filters,
	},
];

/** The filters of a list by their names, trimmed; '' lets every row pass. */
export type Filters = Partial<Record<string, string>>;
type Query = { filters: Filters; limit: number };

/** Asks LiveVox for the list once, and gives each input item the rows that match its filters, up to its limit. */
export async function executeList(
	context: IExecuteFunctions,
	call: Call<Row[]>,
	filterNames: Record<string, string>,
	matchesFilters: (row: Row, filters: Filters) => boolean,
): Promise<INodeExecutionData[]> {
	const queries = context.getInputData().map((_, item) => readQuery(context, item, filterNames));
	if (queries.length === 0) return [];
	const invalid = failsAsItem(context) ? -1 : queries.findIndex(Array.isArray);
	if (invalid >= 0) throw toNodeError(context, toError(queries[invalid] as Issue[]), invalid);
	const session = await LiveVoxSession.open(context);
	const result = await session.lookUp(call);
	if (result.outcome !== 'accepted') {
		if (!failsAsItem(context)) throw toNodeError(context, result.error);
		return queries.map((_, item) => errorItem(item, result.outcome, result.error));
	}
	addExpiryHint(context, session.passwordExpiresAt, Date.now());
	return queries.flatMap((query, item) => {
		if (Array.isArray(query)) return [errorItem(item, 'rejected', toError(query))];
		const rows = result.value.filter((row) => matchesFilters(row, query.filters));
		return rows.slice(0, query.limit).map((row) => outputItem(item, row));
	});
}

function readQuery(context: IExecuteFunctions, item: number, filterNames: Record<string, string>): Query | Issue[] {
	const fields = new Validation();
	const returnAll = fields.check('Return All', () => parseSwitch(readParameter(context, 'returnAll', item, false)));
	const limit = fields.check('Limit', () =>
		returnAll ? Infinity : parseWholeNumber(readParameter(context, 'limit', item), 1, fieldIssues.limitInvalid),
	);
	const typed = Object(fields.check('Filters', () => readParameter(context, 'filters', item, {}))) as Filters;
	const filters: Filters = {};
	for (const [name, field] of Object.entries(filterNames)) {
		// A text has a `search` of its own.
		const value = Object.hasOwn(typed, name) ? typed[name] : '';
		filters[name] = fields.check(field, () => toText(value)?.trim() ?? reject(fieldIssues.filterInvalid));
	}
	return fields.issues.length > 0 || limit === undefined ? fields.issues : { filters, limit };
}

/** Whether one of the row's fields contains the text, in upper or lower case; '' is in all. */
export function contains(row: Row, fields: string[], searched = ''): boolean {
	const needle = searched.toLowerCase();
	return fields.some((field) => textIn(row[field]).toLowerCase().includes(needle));
}
