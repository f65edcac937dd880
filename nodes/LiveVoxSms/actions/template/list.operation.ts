import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { listTemplates, textIn } from '../../transport/endpoints';
import { contains, executeList, listDescription } from '../list';

export const option = {
	name: 'List',
	value: 'list',
	action: 'List templates',
	description: 'List the SMS templates stored in LiveVox',
};

export const description = listDescription([
	{
		displayName: 'Search',
		name: 'search',
		type: 'string',
		default: '',
		placeholder: 'e.g. reminder',
		description: 'Only return templates whose ID, description, or message contains this text',
	},
	{
		displayName: 'SMS Code',
		name: 'smsCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. 53063',
		description: 'Only return templates that send from this short or long code',
	},
]);

/** Template: List, from `GET /sms/templates`. LiveVox has no filter of its own, so the node filters. */
export const execute = async (context: IExecuteFunctions): Promise<INodeExecutionData[]> =>
	await executeList(context, listTemplates, { search: 'Search', smsCode: 'SMS Code' }, (row, { search, smsCode }) => {
		const isFromCode = !smsCode || textIn(row.smsCode) === smsCode;
		return isFromCode && contains(row, ['id', 'description', 'message'], search);
	});
