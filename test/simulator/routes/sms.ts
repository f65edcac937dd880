import { requireSession, SMS_ROLES } from '../access';
import { json } from '../answers';
import { Rejection } from '../errors';
import { shownId } from '../ids';
import { tooMany } from '../rate-limit';
import { checkedSend } from '../send-request';
import type { Call, Route, Context } from '../context';

/** SMS API v17.0 (vendor page). */
export const smsRoutes: Route[] = [
	{ name: 'templates', method: 'GET', path: '/sms/templates', handle: listTemplates },
	{ name: 'codes', method: 'GET', path: '/sms/codes', handle: listCodes },
	{ name: 'send', method: 'POST', path: '/sms', handle: send },
];

function listTemplates(context: Context, call: Call) {
	requireSession(context, call, SMS_ROLES);
	const { state, switches } = context;
	const templates = state.templates.map((template) => ({
		...template,
		id: shownId(template.id, switches),
	}));
	return json(200, { templates });
}

function listCodes(context: Context, call: Call) {
	requireSession(context, call, SMS_ROLES);
	return json(200, { listSmsCodes: context.state.codes });
}

function send(context: Context, call: Call) {
	const { account } = requireSession(context, call, SMS_ROLES);
	const { clock, record, sendBucket, state, switches } = context;
	const { rateLimit } = switches;
	const waitMs = rateLimit && sendBucket.take(rateLimit, clock());
	if (rateLimit && waitMs !== undefined) throw tooMany(rateLimit, clock(), waitMs);
	const refusal = switches.limit?.take(clock());
	if (refusal) throw new Rejection(429, 'Too many requests', retryAfterIn(refusal.afterMs));
	const message = checkedSend(call.body, account, state);
	if (state.suppressedNumbers.includes(message.to)) {
		throw new Rejection(202, 'The number is on a do not contact list');
	}
	const transactionId = state.nextTransactionId;
	state.nextTransactionId += 1;
	record.sent.push({ transactionId, ...message, userName: account.userName, at: clock() });
	return json(200, { transactionId: shownId(transactionId, switches) });
}

const retryAfterIn = (ms: number | undefined): Record<string, string> =>
	ms === undefined ? {} : { 'retry-after': String(Math.ceil(ms / 1000)) };
