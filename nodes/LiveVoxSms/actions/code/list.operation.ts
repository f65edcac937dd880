import { listCodes } from '../../transport/calls';
import { listOnce, matches, pagingParameters } from '../list';
import type { Operation } from '../operation';

/** Code: List, from `GET /sms/codes`. LiveVox has no filter of its own, so filtering is ours. */
export const list: Operation = {
	option: {
		name: 'List',
		value: 'list',
		action: 'List codes',
		description: 'List the short and long codes that the account can send from',
	},
	parameters: [
		...pagingParameters,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Search',
					name: 'search',
					type: 'string',
					default: '',
					placeholder: 'e.g. 53063',
					description: 'Only codes with this text in their number or description',
				},
			],
		},
	],
	execute: async (context) =>
		await listOnce(context, listCodes, { search: 'Search' }, (code, { search }) =>
			matches(code, ['code', 'description'], search),
		),
};
