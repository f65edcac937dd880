import type { INodeProperties } from 'n8n-workflow';

/** The two ways to fill a field whose values LiveVox lists: select one, or type it. */
const listOrTyped = (searchListMethod: string, placeholder: string, typedName: string, example: string) => ({
	type: 'resourceLocator' as const,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list' as const,
			placeholder,
			typeOptions: { searchListMethod, searchable: true },
		},
		{ displayName: typedName, name: 'id', type: 'string' as const, placeholder: example },
	],
});

const options: INodeProperties[] = [
	{
		displayName: 'Do Not Send To',
		name: 'doNotSendTo',
		type: 'string',
		default: '',
		placeholder: "e.g. {{ $('Opt-Outs').all().map((row) => row.json.phone) }}",
		description:
			'Phone numbers to skip, such as those who asked not to get texts. Usually an expression that returns a list; text with commas or lines between the numbers works too. The first item decides for the whole execution.',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		// n8n stores an option with its default once it is added, and a user who adds this one means it.
		default: true,
		description:
			"Whether to check everything without sending anything. It's on as soon as you add it. The output shows the exact request, the segment count, and what LiveVox calls the code, service, and template.",
	},
	{
		displayName: 'Max Concurrency',
		name: 'maxConcurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 50,
		description:
			'Maximum number of messages to have in progress at the same time. The node starts with up to 10, and goes on to more as long as LiveVox keeps up.',
	},
	{
		displayName: 'Max Rate Limit Wait (Seconds)',
		name: 'maxRateLimitWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 300,
		description:
			'How long LiveVox may limit the rate (status 429) or be unreachable before the waiting messages are rejected',
	},
	{
		displayName: 'Max Segments',
		name: 'maxSegments',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			"Maximum number of segments per message. Longer messages aren't sent. 0 means no limit. A template is measured by the text LiveVox lists.",
	},
	{
		displayName: 'Messages per Second',
		name: 'messagesPerSecond',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Maximum number of messages to start per second. 0 means no limit: the node finds the rate that LiveVox allows. Executions that use the same LiveVox login at the same time share this rate, the lowest that one of them sets; in queue mode, each worker has a rate of its own.',
	},
	{
		displayName: 'Resend Unknown',
		name: 'resendUnknown',
		type: 'boolean',
		default: false,
		description:
			'Whether to resend a message whose outcome is unknown, up to two more times per execution. Recipients can get up to three copies.',
	},
	{
		displayName: 'Send Once Key',
		name: 'sendOnceKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.appointmentId }}',
		description:
			'A unique key for each message, usually an expression. This node skips a message whose key it has already used. Executions that start at the same time in different workers can still both send: in a test up to 4 % of the messages with two workers, up to 30 % with four.',
		builderHint: {
			propertyHint:
				'Names the message, not the person, such as an appointment ID from the item. Set it if a list can be processed twice.',
		},
	},
	{
		displayName: 'Sending Hours',
		name: 'sendingHours',
		type: 'fixedCollection',
		placeholder: 'Add Hours',
		default: { hours: { from: '08:00', to: '21:00', timeZone: '' } },
		description:
			"The hours of the recipient's local time in which messages may be sent. Outside them the node holds a message: it comes out with the status held and when to send it, and goes out when the workflow is executed again in its hours.",
		options: [
			{
				displayName: 'Hours',
				name: 'hours',
				values: [
					{
						displayName: 'Start Time',
						name: 'from',
						type: 'string',
						default: '08:00',
						placeholder: 'e.g. 8:00 AM',
						description: 'The first minute in which a message may be sent',
					},
					{
						displayName: 'End Time',
						name: 'to',
						type: 'string',
						default: '21:00',
						placeholder: 'e.g. 9:00 PM',
						description: 'From this minute on nothing is sent. Before the start time, it means the next morning.',
					},
					{
						displayName: 'Time Zone',
						name: 'timeZone',
						type: 'string',
						default: '',
						placeholder: 'e.g. America/Chicago',
						description:
							"The recipient's time zone. Leave it empty to go by the area code: then the hours hold in each time zone in which that may be.",
					},
				],
			},
		],
	},
	{
		displayName: 'Smart Characters',
		name: 'smartCharacters',
		type: 'options',
		options: [
			{ name: 'Keep', value: 'keep', description: 'Send the text as written' },
			{
				name: 'Replace',
				value: 'replace',
				description:
					'Replace each with a plain quote, hyphen, three periods, or space, and remove invisible characters',
			},
		],
		default: 'keep',
		description:
			'What to do with curly quotes, long dashes, ellipses, bullets, unusual spaces, and invisible characters. A single one cuts a segment from 160 to 70 characters. Templates are sent unchanged.',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		description:
			"How long to wait for LiveVox's response to each message. A message without a response may still have been sent.",
	},
];

/** The fields of SMS: Send. Their names are stored in users' workflows and don't change. */
export const description: INodeProperties[] = [
	{
		displayName: 'From',
		name: 'from',
		description:
			"The short or long code recipients see as the sender. With a template, leave this empty to use the template's own code.",
		...listOrTyped('searchCodes', 'Choose a code', 'By Code', 'e.g. 53063'),
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. (415) 555-0123',
		description:
			"The recipient's North American phone number, with or without +1, parentheses, dots, or spaces. One number per item.",
		builderHint: {
			propertyHint: 'One number, from the item. For a list, split it into items.',
		},
	},
	{
		displayName: 'Content',
		name: 'content',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Message', value: 'message', description: 'Text that you write here' },
			{ name: 'Template', value: 'template', description: 'An SMS template stored in LiveVox' },
		],
		default: 'message',
		description: 'What to send',
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: { show: { content: ['message'] } },
		required: true,
		default: '',
		placeholder: 'e.g. Your appointment is tomorrow at 10:30 AM',
		description:
			"The text to send. One segment holds 160 characters, or 70 if any character (an emoji, a curly quote, á, í, ó, or ú) isn't in the GSM-7 alphabet.",
	},
	{
		displayName: 'Template',
		name: 'template',
		displayOptions: { show: { content: ['template'] } },
		required: true,
		description: 'The SMS template set up in LiveVox. The list shows its description or text, its code, and its ID.',
		...listOrTyped('searchTemplates', 'Choose a template', 'By ID', 'e.g. 75870'),
	},
	{
		displayName: 'Service',
		name: 'service',
		description:
			'The LiveVox service to send from (Configure > Client / Service > Services). Required for a user login; ignored for an agent login.',
		builderHint: { propertyHint: 'Set it unless the credential logs in as an agent: then set account instead.' },
		...listOrTyped('searchServices', 'Choose a service', 'By ID', 'e.g. 100915'),
	},
	{
		displayName: 'Account Number',
		name: 'account',
		type: 'string',
		default: '',
		placeholder: 'e.g. 13213',
		description:
			"The recipient's account number in LiveVox, so the message is filed under it. Required for an agent login.",
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options,
	},
];
