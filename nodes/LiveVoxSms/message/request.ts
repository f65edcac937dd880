import { checkPhoneNumber } from './phoneNumber';
import type { Checked } from './checked';

/** One item's message as the builder filled it in; expressions can put anything into a field. */
export interface SmsDraft {
	from: unknown;
	to: unknown;
	content: unknown;
	message: unknown;
	template: unknown;
	service: unknown;
	account: unknown;
	/** undefined: the option is not set. */
	sendOnceKey: unknown;
}

/** The body of LiveVox's `POST /sms/` (vendor page, "Send SMS"). */
export interface SmsRequest {
	from: string;
	to: string;
	body: { message: string } | { templateId: number };
	account?: string;
	serviceId?: number;
}

/** What the checks need to know of the account and of LiveVox's templates. */
export interface SmsRules {
	loginAs: 'user' | 'agent';
	/** The code that a template's messages come from. */
	codeOfTemplate: (templateId: number) => Checked<string>;
}

/** A field that cannot be sent as it is. */
export interface FieldRefusal {
	field: string;
	what: string;
	mend: string;
}

/**
 * Checks all of a draft and builds the body that goes out.
 *
 * A user must name the service and may name an account; an agent sends from the service they are logged
 * into, must not name one, and must name the account (vendor page).
 *
 * @returns the body and the builder's own key; or every field that has to be mended
 */
export function checkDraft(
	draft: SmsDraft,
	rules: SmsRules,
): { request: SmsRequest; onceKey: string | undefined } | { refusals: FieldRefusal[] } {
	const refusals: FieldRefusal[] = [];
	function valueOf<T>(field: string, checked: Checked<T>): T | undefined {
		if (checked.ok) return checked.value;
		refusals.push({ field, what: checked.what, mend: checked.mend });
		return undefined;
	}

	const body =
		draft.content === 'template'
			? valueOf('Template', checkTemplate(draft.template))
			: valueOf('Message', checkMessage(draft.message));
	const from = valueOf('From', checkFrom(draft, body, rules));
	const to = valueOf('To', checkPhoneNumber(draft.to));
	const account = valueOf('Account', checkAccount(draft.account, rules.loginAs));
	const serviceId = valueOf('Service', checkService(draft.service, rules.loginAs));
	const onceKey = valueOf('Send Once Key', checkOnceKey(draft.sendOnceKey));

	if (refusals.length > 0 || !body || !from || !to) return { refusals };
	return {
		request: {
			from,
			to,
			body,
			...(account && { account }),
			...(serviceId && { serviceId }),
		},
		onceKey,
	};
}

type Body = SmsRequest['body'];

function checkMessage(value: unknown): Checked<Body> {
	const message = textOf(value);
	if (message === undefined) return refuse('is not a text', 'Give it a text, not a list or object');
	if (message.trim() === '')
		return refuse('is empty', 'Type the text to send, or check what its expression gives');
	return { ok: true, value: { message } };
}

function checkTemplate(value: unknown): Checked<Body> {
	const templateId = idOf(value);
	if (templateId.ok) return { ok: true, value: { templateId: templateId.value } };
	return refuse(templateId.what, 'Choose a template from the list, or type its id, such as 75870');
}

/** A From left empty is the template's own code; where the template itself is refused, that is enough. */
function checkFrom(
	draft: SmsDraft,
	body: Body | undefined,
	rules: SmsRules,
): Checked<string | undefined> {
	const from = textOf(draft.from)?.trim();
	if (from === undefined)
		return refuse('is not a code', 'Choose a short or long code from the list');
	if (from !== '') return { ok: true, value: from };
	if (body && 'templateId' in body) return rules.codeOfTemplate(body.templateId);
	if (draft.content === 'template') return { ok: true, value: undefined };
	return refuse('is empty', 'Choose the short or long code to send from');
}

function checkAccount(value: unknown, loginAs: SmsRules['loginAs']): Checked<string | undefined> {
	const account = textOf(value)?.trim();
	if (account === undefined)
		return refuse('is not an account number', 'Give it a text or a number');
	if (account === '' && loginAs === 'agent') {
		return refuse('is empty', 'An agent login has to name the account that the message belongs to');
	}
	return { ok: true, value: account || undefined };
}

function checkService(value: unknown, loginAs: SmsRules['loginAs']): Checked<number | undefined> {
	if (loginAs === 'agent') return { ok: true, value: undefined };
	const serviceId = idOf(value);
	if (serviceId.ok) return serviceId;
	return refuse(
		serviceId.what,
		'A user login has to name the service that sends: choose it from the list, or type its id',
	);
}

function checkOnceKey(value: unknown): Checked<string | undefined> {
	if (value === undefined) return { ok: true, value: undefined };
	const key = textOf(value)?.trim();
	if (key) return { ok: true, value: key };
	const mend =
		'Give each message a key of its own, such as the appointment’s id, or remove the option';
	return refuse(key === '' ? 'is empty' : 'is not a text', mend);
}

/** LiveVox's ids of templates and services are integers (vendor page). */
function idOf(value: unknown): Checked<number> {
	const text = textOf(value)?.trim();
	if (text === '') return refuse('is empty', '');
	if (text === undefined || !/^\d{1,15}$/.test(text) || Number(text) === 0) {
		return refuse('is not an id', '');
	}
	return { ok: true, value: Number(text) };
}

/** A text, or a number as an expression may give it; an unset field counts as empty. */
function textOf(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' || Number.isFinite(value) ? String(value) : undefined;
}

const refuse = (what: string, mend: string) => ({ ok: false as const, what, mend });
