import type { INodeProperties } from 'n8n-workflow';

/** The two ways of every field whose value stands in a list of LiveVox: picked from it, or typed. */
const listOrTyped = (
	searchListMethod: string,
	choose: string,
	typedName: string,
	example: string,
) => ({
	type: 'resourceLocator' as const,
	default: { mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list' as const,
			placeholder: choose,
			typeOptions: { searchListMethod, searchable: true },
		},
		{ displayName: typedName, name: 'id', type: 'string' as const, placeholder: example },
	],
});

/** The parameters of SMS: Send. Their names are stored in users' workflows and do not change. */
export const parameters: INodeProperties[] = [
	{
		displayName: 'From',
		name: 'from',
		description:
			'The short or long code that the recipient sees as the sender, one of those that LiveVox lists for the account of the credential. With a template it can stay empty: the code of the template is used then.',
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
			'The North American phone number of the recipient, in any usual writing: with or without +1, brackets, dots or spaces. One number for each item.',
	},
	{
		displayName: 'Content',
		name: 'content',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Message', value: 'message', description: 'A text that you write here' },
			{
				name: 'Template',
				value: 'template',
				description: 'A text that is kept in LiveVox as an SMS template',
			},
		],
		default: 'message',
		description: 'What the recipient gets',
	},
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: { show: { content: ['message'] } },
		required: true,
		default: '',
		placeholder: 'e.g. Your appointment is tomorrow at 10:30',
		description:
			'The text that the recipient gets, up to 160 characters for one segment. A character that is not in GSM-7, such as a curly quote or an emoji, makes that 70.',
	},
	{
		displayName: 'Template',
		name: 'template',
		displayOptions: { show: { content: ['template'] } },
		required: true,
		description:
			'The SMS template to send, as it is set up in the LiveVox Portal. The list shows its description or text, the code it comes from, and its ID.',
		...listOrTyped('searchTemplates', 'Choose a template', 'By ID', 'e.g. 75870'),
	},
	{
		displayName: 'Service',
		name: 'service',
		description:
			'The LiveVox service that sends the message. In the LiveVox Portal they are under Configure > Client / Service > Services. Required for a credential that logs in as a user; not used for an agent, who sends from the service they are logged into.',
		...listOrTyped('searchServices', 'Choose a service', 'By ID', 'e.g. 100915'),
	},
	{
		displayName: 'Account',
		name: 'account',
		type: 'string',
		default: '',
		placeholder: 'e.g. 13213',
		description:
			'The account number under which LiveVox knows the recipient, so that the message is filed there. Required for a credential that logs in as an agent; optional for a user.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Dry Run',
				name: 'dryRun',
				type: 'boolean',
				// n8n stores an option with its default once it is added: whoever adds this one means it.
				default: true,
				description:
					'Whether to check everything and send nothing, on as soon as the option is added: the output shows exactly what would go out, how many segments it takes, and what the chosen code, service and template are called in LiveVox',
			},
			{
				displayName: 'Max Concurrency',
				name: 'maxConcurrency',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 50 },
				default: 10,
				description: 'How many messages may be on their way to LiveVox at the same time',
			},
			{
				displayName: 'Max Rate Limit Wait (Seconds)',
				name: 'maxRateLimitWait',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 300,
				description:
					'How many seconds LiveVox may go on asking the node to wait (status 429), or be out of reach, before the waiting messages are rejected',
			},
			{
				displayName: 'Max Segments',
				name: 'maxSegments',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'How many segments a message may take at most; a longer one is not sent. 0 stands for no limit. A text is one segment up to 160 characters, or up to 70 where one of them is not in GSM-7. For a template its text counts as LiveVox lists it.',
			},
			{
				displayName: 'Messages per Second',
				name: 'messagesPerSecond',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'How many messages may start in a second. With 0 only LiveVox sets the pace: the node slows down when it is asked to.',
			},
			{
				displayName: 'Resend Unknown',
				name: 'resendUnknown',
				type: 'boolean',
				default: false,
				description:
					'Whether to send a message again when its outcome is unknown, up to two more times in an execution. Recipients can get up to three copies.',
			},
			{
				displayName: 'Send Once Key',
				name: 'sendOnceKey',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.appointmentId }}',
				description:
					'A key of the message, usually an expression. A message whose key was used by an earlier execution of this workflow is skipped. Two executions that run at the same moment can miss each other.',
			},
			{
				displayName: 'Smart Characters',
				name: 'smartCharacters',
				type: 'options',
				options: [
					{
						name: 'Keep',
						value: 'keep',
						description: 'Send the message as it is written',
					},
					{
						name: 'Replace',
						value: 'replace',
						description:
							'Replace each with a plain quote, hyphen, three periods, or space, and remove invisible characters',
					},
				],
				default: 'keep',
				description:
					'What to do with curly quotes, long dashes, ellipses, bullets, unusual spaces, and invisible characters. One of them alone makes a message UCS-2, with 70 characters a segment instead of 160. A template is sent as LiveVox keeps it.',
			},
			{
				displayName: 'Timeout (Seconds)',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 30,
				description:
					'How many seconds to wait for the answer to each message. A message without an answer by then may have been sent.',
			},
		],
	},
];
