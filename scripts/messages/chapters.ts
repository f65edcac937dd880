/** A moment in which a builder meets messages. */
export interface Chapter {
	title: string;
	introduction: string;
	/** Files and folders below nodes/LiveVoxSms/ or credentials/; after `#` one constant, function or class. */
	sources: string[];
	/** Whether it is a list of names, to be shown in one paragraph. */
	isOfNames?: true;
}

/** In the order in which a builder meets them. What no chapter names goes to the last one. */
export const CHAPTERS: Chapter[] = [
	{
		title: 'Before anything is sent: field by field',
		introduction:
			'A run checks all of its items first. Where a message names several fields, they stand one after the other.',
		sources: ['message/', 'actions/sms/check.ts'],
	},
	{
		title: 'Before anything is sent: the refused items together',
		introduction:
			'On Error = Stop Workflow ends the run with one message for all refused items, Continue gives each item its own. Both are put together out of the table above.',
		sources: ['actions/sms/refusals.ts'],
	},
	{
		title: 'Before anything is sent: options, resource and operation',
		introduction: 'These end the run for all items.',
		sources: ['actions/sms/settings.ts', 'actions/router.ts', 'actions/sms/values.ts'],
	},
	{
		title: 'A login',
		introduction:
			'Shown by the test of the credential in one line, and by the node with the advice below the message.',
		sources: [
			'transport/environment.ts',
			'transport/credential.ts',
			'transport/loginRequest.ts',
			'transport/login.ts',
			'transport/otherNodes.ts',
			'transport/session.ts',
		],
	},
	{
		title: 'The test of the credential',
		introduction: 'What it shows beside the messages of a login.',
		sources: ['methods/credentialTest.ts'],
	},
	{
		title: 'What LiveVox answers',
		introduction: 'LiveVox’s own words come first, where it gives any.',
		sources: [
			'transport/explain.ts#answerWords',
			'transport/explain.ts#STATUS_ADVICE',
			'transport/explain.ts#adviceByClass',
		],
	},
	{
		title: 'The connection',
		introduction: 'Where no answer came, or not all of it.',
		sources: [
			'transport/explain.ts#connectionWords',
			'transport/deadline.ts',
			'transport/reply.ts',
		],
	},
	{
		title: 'Retries and Send Once Key',
		introduction:
			'Messages that were not tried, messages that an earlier try began, and messages that were skipped.',
		sources: ['transport/explain.ts', 'actions/sms/results.ts#SKIPPED', 'actions/sms/memory.ts'],
	},
	{
		title: 'How a message and a run end',
		introduction:
			'What is said of a message that may have been sent, and at the end of a run that one message has ended.',
		sources: ['actions/sms/results.ts', 'actions/list.ts', 'actions/items.ts'],
	},
	{
		title: 'Hints and progress',
		introduction: 'Hints stand below the output of a run; progress in the log of n8n.',
		sources: [
			'actions/sms/hints.ts',
			'actions/sms/oddities.ts',
			'actions/sms/nodeSettings.ts',
			'actions/expiry.ts',
			'actions/sms/progress.ts',
		],
	},
	{
		title: 'The dropdowns',
		introduction: 'Where a list cannot be shown, and how its entries are written.',
		sources: ['methods/'],
	},
	{
		title: 'Names of characters',
		introduction: 'What stands for `{name}` where one character makes a text UCS-2.',
		sources: ['message/characterName.ts', 'message/unicodeNames.ts'],
		isOfNames: true,
	},
	{
		title: 'Elsewhere',
		introduction: 'Words of the code that no other chapter names.',
		sources: [''],
	},
];

/** The chapter that names this place of the code most exactly. */
export function chapterOf(file: string, place: string): Chapter {
	const path = `${file.replace('nodes/LiveVoxSms/', '')}#${place}`;
	const fits = (source: string) =>
		source.includes('#') ? path === source : path.startsWith(source);
	const ranked = CHAPTERS.flatMap((chapter) =>
		chapter.sources.filter(fits).map((source) => ({ chapter, length: source.length })),
	).sort((one, other) => other.length - one.length);
	return ranked[0]!.chapter;
}
