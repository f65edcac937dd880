import { validateDraft, type SmsDraft, type SmsRules } from '../../nodes/LiveVoxSms/message/request';

export const USER: SmsRules = { loginAs: 'user', templateOf: () => undefined, onlySendTo: undefined, now: 0 };
export const AGENT: SmsRules = { ...USER, loginAs: 'agent' };

/** A message that a user can send; n8n returns '' for a field left empty. */
export const DRAFT: SmsDraft = {
	from: '53063',
	to: '(415) 555-0123',
	content: 'message',
	message: 'Hello',
	template: '',
	service: '100915',
	account: '',
	dryRun: undefined,
	maxSegments: undefined,
	sendingHours: undefined,
	sendOnceKey: undefined,
	smartCharacters: undefined,
};

/** The body of the draft with these fields, or a red test if it is invalid. */
export function requestOf(draft: Partial<SmsDraft>, rules = USER) {
	const result = validateDraft({ ...DRAFT, ...draft }, rules);
	if ('issues' in result) throw new Error(result.issues.map(({ message }) => message).join());
	return result.request;
}

/** What is wrong with the draft, its messages without the name of the field; or a red test if it is valid. */
export function issuesOf(draft: Partial<SmsDraft>, rules = USER) {
	const result = validateDraft({ ...DRAFT, ...draft }, rules);
	if ('request' in result) throw new Error('The draft is valid');
	return result.issues.map(({ field, message, description }) => {
		expect(message.startsWith(`'${field}' `)).toBe(true);
		return { field, message: message.slice(`'${field}' `.length), description };
	});
}
