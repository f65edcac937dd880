import { Rejection } from './errors';
import { type Fields, integerOf, isGiven, objectOf, textOf } from './fields';
import type { SentMessage } from './record';
import { type Account, type LiveVoxState, servicesOf } from './state';

/** A request to send that breaks no rule. */
export type CheckedSend = Omit<SentMessage, 'transactionId' | 'userName' | 'at'>;

// The platform serves the North American numbering plan only (vendor documentation).
const TEN_DIGITS = /^\d{10}$/;

/**
 * Checks the body of `POST /sms/` against the table on the vendor page; what breaks a rule is rejected
 * with 400 and a message that names the field.
 */
export function checkedSend(body: unknown, account: Account, state: LiveVoxState): CheckedSend {
	const fields = objectOf(body, 'request body');
	return {
		from: knownCode(fields.from, state),
		to: phoneNumber(fields.to),
		...content(objectOf(fields.body, 'body'), state),
		...associatedAccount(fields.account, account),
		...service(fields, account, state),
	};
}

function knownCode(value: unknown, { codes }: LiveVoxState): string {
	const from = textOf(value, 'from');
	if (!codes.some(({ code }) => code === from)) throw new Rejection(400, 'from is not an SMS code');
	return from;
}

function phoneNumber(value: unknown): string {
	const to = textOf(value, 'to');
	if (!TEN_DIGITS.test(to)) throw new Rejection(400, 'to is not a phone number of ten digits');
	return to;
}

function content({ message, templateId }: Fields, state: LiveVoxState) {
	if (isGiven(message) === isGiven(templateId)) {
		throw new Rejection(400, 'body must have exactly one of body.message and body.templateId');
	}
	if (isGiven(message)) return { message: textOf(message, 'body.message') };
	return { templateId: knownTemplate(integerOf(templateId, 'body.templateId'), state) };
}

function knownTemplate(templateId: number, { templates }: LiveVoxState): number {
	if (!templates.some(({ id }) => id === templateId)) {
		throw new Rejection(400, 'body.templateId is not a template');
	}
	return templateId;
}

/** Mandatory for agents only (vendor page). */
function associatedAccount(value: unknown, { kind }: Account) {
	return kind === 'user' && !isGiven(value) ? {} : { account: textOf(value, 'account') };
}

/** A user names the service; an agent's SMS goes out from the service logged into (vendor page). */
function service(fields: Fields, account: Account, state: LiveVoxState) {
	if (account.kind === 'user') return { serviceId: knownService(fields.serviceId, account, state) };
	if ('serviceId' in fields) throw new Rejection(400, 'serviceId must not be sent by an agent');
	return account.service === undefined ? {} : { serviceId: account.service };
}

function knownService(value: unknown, { clientCode }: Account, state: LiveVoxState): number {
	const serviceId = integerOf(value, 'serviceId');
	if (!servicesOf(state, clientCode).some((own) => own.serviceId === serviceId)) {
		throw new Rejection(400, 'serviceId is not a service');
	}
	return serviceId;
}
