import type { WorkflowFile } from '../../n8n/owner';

/** Three people to text. Under `mobile` one of the numbers lacks its last digits. */
const recipients = [
	{ name: 'Ana', phone: '(415) 555-0121', mobile: '415-555-0131' },
	{ name: 'Bo', phone: '415.555.0122', mobile: '415 555 01' },
	{ name: 'Cy', phone: '+1 415 555 0123', mobile: '4155550133' },
];

/** What a builder has who now wants to send: a trigger, and a node with the recipients pinned to it. */
export const beginning: WorkflowFile = {
	name: 'Reminders',
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
			id: 'recipients',
			name: 'Recipients',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [224, 0],
			parameters: { mode: 'raw', jsonOutput: '{}', options: {} },
		},
	],
	connections: { Start: { main: [[{ node: 'Recipients', type: 'main', index: 0 }]] } },
	pinData: { Recipients: recipients.map((json) => ({ json })) },
};
