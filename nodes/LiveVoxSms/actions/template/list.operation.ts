import { listTemplates, textIn, type Row } from '../../transport/calls';
import { listOnce, matches, pagingParameters, type Filters } from '../list';
import type { Operation } from '../operation';

/** Template: List, from `GET /sms/templates`. LiveVox has no filter of its own, so filtering is ours. */
export const list: Operation = {
	option: {
		name: 'List',
		value: 'list',
		action: 'List templates',
		description: 'List the SMS templates of the account',
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
					placeholder: 'e.g. reminder',
					description: 'Only templates with this text in their ID, description or message',
				},
				{
					displayName: 'SMS Code',
					name: 'smsCode',
					type: 'string',
					default: '',
					placeholder: 'e.g. 53063',
					description: 'Only templates whose messages come from this short or long code',
				},
			],
		},
	],
	execute: async (context) =>
		await listOnce(context, listTemplates, { search: 'Search', smsCode: 'SMS Code' }, passes),
};

function passes(template: Row, { search, smsCode }: Filters): boolean {
	return (
		matches(template, ['id', 'description', 'message'], search) &&
		(!smsCode || textIn(template.smsCode) === smsCode)
	);
}
