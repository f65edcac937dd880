import { checkAccount } from './account';
import type { Checked } from './checked';
import {
	checkLength,
	checkMessage,
	checkTemplate,
	checkUnknownLength,
	contentOf,
	type Body,
	type Content,
	type Template,
} from './content';
import { checkMaxSegments, checkOnceKey, checkSmartCharacters, checkSwitch } from './options';
import { checkPhoneNumber } from './phoneNumber';
import { checkFrom } from './sender';
import { idOf } from './values';

/** One item's message as the builder filled it in; expressions can put anything into a field. */
export interface SmsDraft {
	from: unknown;
	to: unknown;
	content: unknown;
	message: unknown;
	template: unknown;
	service: unknown;
	account: unknown;
	/** Of these, undefined says that the option is not set. */
	dryRun: unknown;
	maxSegments: unknown;
	sendOnceKey: unknown;
	smartCharacters: unknown;
}

/** The body of LiveVox's `POST /sms/` (vendor page, "Send SMS"). */
export interface SmsRequest {
	from: string;
	to: string;
	body: Body;
	account?: string;
	serviceId?: number;
}

/** What the checks need to know of the account and of LiveVox's templates. */
export interface SmsRules {
	loginAs: 'user' | 'agent';
	/** What LiveVox lists under that id. */
	templateOf: (templateId: number) => Template | undefined;
}

/** A field that cannot be sent as it is. */
export interface FieldRefusal {
	field: string;
	what: string;
	mend: string;
}

/** A message that can be sent. */
export interface CheckedDraft {
	request: SmsRequest;
	/** The builder's own key for the message. */
	onceKey: string | undefined;
	isDryRun: boolean;
	/** undefined for a template whose text is not known. */
	content: Content | undefined;
}

/**
 * Checks all of a draft and builds the body that goes out.
 *
 * A user must name the service and may name an account; an agent sends from the service they are logged
 * into, must not name one, and must name the account (vendor page).
 *
 * @returns the message; or every field that has to be mended
 */
export function checkDraft(
	draft: SmsDraft,
	rules: SmsRules,
): CheckedDraft | { refusals: FieldRefusal[] } {
	const refusals: FieldRefusal[] = [];
	function valueOf<T>(field: string, checked: Checked<T>): T | undefined {
		if (checked.ok) return checked.value;
		refusals.push({ field, what: checked.what, mend: checked.mend });
		return undefined;
	}

	const isReplacing = valueOf('Smart Characters', checkSmartCharacters(draft.smartCharacters));
	const maxSegments = valueOf('Max Segments', checkMaxSegments(draft.maxSegments));
	const contentField = draft.content === 'template' ? 'Template' : 'Message';
	const body = valueOf(
		contentField,
		draft.content === 'template'
			? checkTemplate(draft.template)
			: checkMessage(draft.message, isReplacing === true),
	);
	const template = body && 'templateId' in body ? rules.templateOf(body.templateId) : undefined;
	const content = body && contentOf(body, template);
	const most = maxSegments ?? Infinity;
	if (content) valueOf(contentField, checkLength(content, most));
	else if (body) valueOf('Template', checkUnknownLength(most));
	const from = valueOf(
		'From',
		checkFrom(draft.from, draft.content === 'template', body && { code: template?.code }),
	);
	const to = valueOf('To', checkPhoneNumber(draft.to));
	const account = valueOf('Account', checkAccount(draft.account, rules.loginAs));
	const serviceId = valueOf('Service', checkService(draft.service, rules.loginAs));
	const onceKey = valueOf('Send Once Key', checkOnceKey(draft.sendOnceKey));
	const isDryRun = valueOf('Dry Run', checkSwitch(draft.dryRun));

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
		isDryRun: isDryRun ?? true,
		content,
	};
}

function checkService(value: unknown, loginAs: SmsRules['loginAs']): Checked<number | undefined> {
	if (loginAs === 'agent') return { ok: true, value: undefined };
	return idOf(
		value,
		'Choose the service that sends from the list, or type its ID: a credential that logs in as a user has to name it',
	);
}
