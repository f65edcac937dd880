import type { WorkflowFile } from '../../n8n/owner';

/** What a user of this package keeps over its updates: a workflow that sends one message. */
export const reminder: WorkflowFile = {
	name: 'Reminder',
	nodes: [
		{
			id: 'start',
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		{
			id: 'send',
			name: 'Send SMS',
			type: 'n8n-nodes-livevox.liveVoxSms',
			typeVersion: 1,
			position: [224, 0],
			parameters: {
				resource: 'sms',
				operation: 'send',
				from: { __rl: true, mode: 'id', value: '53063' },
				to: '(415) 555-0141',
				content: 'message',
				message: 'We open at 9.',
				service: { __rl: true, mode: 'id', value: '100921' },
				options: {},
			},
			credentials: { liveVoxApi: { id: 'livevox-demo', name: 'LiveVox API' } },
		},
	],
	connections: { Start: { main: [[{ node: 'Send SMS', type: 'main', index: 0 }]] } },
};
