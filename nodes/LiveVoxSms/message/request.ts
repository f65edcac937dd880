import { fieldIssues, idAdvice } from '../shared/errorMessages';
import { hasVisible, removeInvisible } from '../shared/text';
import { hasObject, parseId, parseSwitch, parseWholeNumber, reject, toText, Validation } from '../shared/validation';
import { assertIntact, assertIntactText } from './broken';
import { quoteCharacter } from './characterNames';
import { parsePhoneNumber, parseSender } from './phoneNumber';
import { measureText, type TextFigures } from './segments';
import { nextOpening, parseSendingHours, type SendingHours } from './sendingHours';
import { replaceSmartCharacters } from './smartCharacters';

/** One item's message as the user entered it; expressions can return anything for a field. */
export type SmsDraft = Record<'from' | 'to' | 'content' | 'message' | 'template' | 'service' | 'account', unknown> &
	/** undefined if the option isn't set */
	Record<'dryRun' | 'maxSegments' | 'sendingHours' | 'sendOnceKey' | 'smartCharacters', unknown>;

/** The body of LiveVox's `POST /sms/`, with exactly one of message and template (vendor page, "Send SMS"). */
export interface SmsRequest {
	from: string;
	to: string;
	body: { message: string } | { templateId: number };
	account?: string;
	serviceId?: number;
}

/** What LiveVox lists of a template: its text, and the code that its messages come from. */
export type Template = Record<'text' | 'code', string | undefined>;

/** What the checks need to know of the credential and of LiveVox's templates. */
export interface SmsRules {
	loginAs: 'user' | 'agent';
	templateOf: (templateId: number) => Template | undefined;
	/** Milliseconds since 1970. */
	now: number;
	/** The only numbers that the credential may send to; undefined for all. */
	onlySendTo: ReadonlySet<string> | undefined;
}

/** The text that a recipient gets; of a template, whose fields LiveVox fills in, an estimate. */
export type Content = { text: string; figures: TextFigures; isEstimate: boolean };

/** A message that can be sent; its content is undefined for a template whose text isn't known. */
export interface ValidDraft {
	request: SmsRequest;
	onceKey: string | undefined;
	hours?: SendingHours;
	isDryRun: boolean;
	content: Content | undefined;
}

/**
 * Checks a draft and builds the body to send. A user must name the service and may name an account. An agent must name
 * the account, and must not name a service: LiveVox sends from the one the agent is logged in to (vendor page).
 */
export function validateDraft(draft: SmsDraft, rules: SmsRules): ValidDraft | Pick<Validation, 'issues'> {
	const { loginAs, templateOf, onlySendTo, now } = rules;
	const { maxSegments = 0, smartCharacters = 'keep', dryRun = false } = draft;
	const isTemplate = draft.content === 'template';
	const contentField = isTemplate ? 'Template' : 'Message';
	const fields = new Validation();

	const isReplacing = fields.check('Smart Characters', () => {
		const isKnown = smartCharacters === 'keep' || smartCharacters === 'replace';
		return isKnown ? smartCharacters === 'replace' : reject(fieldIssues.smartCharactersInvalid);
	});
	const max = fields.check('Max Segments', () => parseWholeNumber(maxSegments, 0, fieldIssues.maxSegmentsInvalid));
	const body = fields.check<SmsRequest['body']>(contentField, () =>
		isTemplate
			? { templateId: parseId(draft.template, idAdvice.template) }
			: { message: parseMessage(draft.message, isReplacing === true) },
	);
	const template = body && 'templateId' in body ? templateOf(body.templateId) : undefined;
	const text = body && 'message' in body ? body.message : template?.text;
	const content = text === undefined ? undefined : { text, figures: measureText(text), isEstimate: isTemplate };
	if (body && max) fields.check(contentField, () => assertLength(content, max));
	const from = fields.check('From', () => {
		const code = parseSender(draft.from) ?? template?.code;
		if (code || (isTemplate && !body)) return code;
		return reject(isTemplate ? fieldIssues.fromEmptyForTemplate : fieldIssues.fromEmpty);
	});
	const to = fields.check('To', () => {
		const number = parsePhoneNumber(draft.to);
		return !onlySendTo || onlySendTo.has(number) ? number : reject(fieldIssues.toNotAllowed);
	});
	const account = fields.check('Account Number', () => parseAccount(draft.account, loginAs));
	const serviceId = fields.check('Service', () =>
		loginAs === 'user' ? parseId(draft.service, idAdvice.service) : undefined,
	);
	const onceKey = fields.check('Send Once Key', () => parseOnceKey(draft.sendOnceKey));
	const hours = fields.check('Sending Hours', () => parseHours(draft.sendingHours, to, now));
	const isDryRun = fields.check('Dry Run', () => parseSwitch(dryRun)) !== false;

	if (fields.issues.length > 0 || !body || !from || !to) return { issues: fields.issues };
	const request = { from, to, body, ...(account && { account }), ...(serviceId && { serviceId }) };
	return { request, onceKey, ...(hours && { hours }), isDryRun, content };
}

function parseMessage(value: unknown, isReplacing: boolean): string {
	const text = toText(value) ?? reject(fieldIssues.messageNotText);
	if (text.trim() === '') reject(fieldIssues.messageEmpty);
	assertIntactText(text);
	if (!hasVisible(text)) reject(fieldIssues.messageInvisible);
	return isReplacing ? replaceSmartCharacters(text) : text;
}

/** A template of unknown length may be too long. */
function assertLength(content: Content | undefined, max: number): void {
	const { figures, isEstimate } = content ?? reject(fieldIssues.templateUnlisted);
	const cause = figures.unicodeCause && quoteCharacter(figures.unicodeCause.character);
	if (figures.segments > max) reject(fieldIssues.tooLong(figures.segments, max, isEstimate, cause));
}

/** Numbers and codes lose a spreadsheet's apostrophe and invisible characters; any other text stays as it is. */
function parseAccount(value: unknown, loginAs: SmsRules['loginAs']): string | undefined {
	const text = toText(value) ?? reject(fieldIssues.accountInvalid);
	const visible = removeInvisible(text)
		.trim()
		.replace(/^['’](?=\d)/, '');
	const account = visible === '' || /^(?=.*\d)[\w./#-]+$/.test(visible) ? visible : text.trim();
	if (account === '' && loginAs === 'agent') reject(fieldIssues.accountEmpty);
	assertIntact(account);
	const isInexact = typeof value === 'number' && !Number.isSafeInteger(value); // its digits may have changed
	if (isInexact || /^\d+[.,]0+$/.test(account)) reject(fieldIssues.accountInexact);
	return account || undefined;
}

/** Those of an invalid number can't be told, nor need be. */
function parseHours(value: unknown, to: string | undefined, now: number): SendingHours | undefined {
	if (value === undefined || to === undefined) return undefined;
	const hours = parseSendingHours(value, to);
	return nextOpening(hours, now) === undefined ? reject(fieldIssues.hoursNever) : hours;
}

function parseOnceKey(value: unknown): string | undefined {
	if (value === undefined) return undefined;
	const key = toText(value)?.trim() ?? reject(fieldIssues.keyInvalid);
	if (key === '') reject(fieldIssues.keyEmpty);
	return hasObject(key) ? reject(fieldIssues.keyInvalid) : key;
}
