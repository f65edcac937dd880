import { NodeConnectionTypes } from 'n8n-workflow';
import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { properties, router } from './actions/router';
import { liveVoxApiTest } from './methods/credentialTest';
import * as listSearch from './methods/listSearch';

export class LiveVoxSms implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'LiveVox SMS',
		name: 'liveVoxSms',
		icon: { light: 'file:../../icons/livevox.svg', dark: 'file:../../icons/livevox.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send SMS messages through LiveVox and list its templates and codes',
		defaults: { name: 'LiveVox SMS' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'liveVoxApi', required: true, testedBy: 'liveVoxApiTest' }],
		builderHint: {
			searchHint:
				'Sends SMS through LiveVox, sold as CXone SmartReach. It sends one message for each input item and keeps to the rate that LiveVox allows, so it needs no loop and no wait. Set On Error to continueErrorOutput: a failed item says whether its message may have been sent.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-base.scheduleTrigger',
					relationHint: 'Every hour, for messages that the option Sending Hours holds',
				},
				{ nodeType: 'n8n-nodes-base.dataTable', relationHint: 'Keeps the numbers for the option Do Not Send To' },
			],
		},
		properties,
	};

	methods = { credentialTest: { liveVoxApiTest }, listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router(this);
	}
}
