import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { listCodes } from '../../transport/endpoints';
import { contains, executeList, listDescription } from '../list';

export const option = {
	name: 'List',
	value: 'list',
	action: 'List codes',
	description: 'List the short and long codes that you can send from',
};

export const description = listDescription([
	{
		displayName: 'Search',
		name: 'search',
		type: 'string',
		default: '',
		placeholder: 'e.g. 53063',
		description: 'Only return codes whose number or description contains this text',
	},
]);

/** Code: List, from `GET /sms/codes`. LiveVox has no filter of its own, so the node filters. */
export const execute = async (context: IExecuteFunctions): Promise<INodeExecutionData[]> =>
	await executeList(context, listCodes, { search: 'Search' }, (code, { search }) =>
		contains(code, ['code', 'description'], search),
	);
