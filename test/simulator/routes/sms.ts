import { requireSession, SMS_ROLES } from '../access';
import { json } from '../answers';
import { Refusal } from '../errors';
import { shownId } from '../ids';
import { checkedSend } from '../send-request';
import type { Call, Route, World } from '../world';

/** SMS API v17.0 (vendor page). */
export const smsRoutes: Route[] = [
	{ name: 'templates', method: 'GET', path: '/sms/templates', handle: listTemplates },
	{ name: 'codes', method: 'GET', path: '/sms/codes', handle: listCodes },
	{ name: 'send', method: 'POST', path: '/sms', handle: send },
];

function listTemplates(world: World, call: Call) {
	requireSession(world, call, SMS_ROLES);
	const { state, switches } = world;
	const templates = state.templates.map((template) => ({
		...template,
		id: shownId(template.id, switches),
	}));
	return json(200, { templates });
}

function listCodes(world: World, call: Call) {
	requireSession(world, call, SMS_ROLES);
	return json(200, { listSmsCodes: world.state.codes });
}

function send(world: World, call: Call) {
	const { account } = requireSession(world, call, SMS_ROLES);
	const { clock, record, sendBucket, state, switches } = world;
	if (switches.rateLimit) sendBucket.take(switches.rateLimit, clock());
	const message = checkedSend(call.body, account, state);
	if (state.suppressedNumbers.includes(message.to)) {
		throw new Refusal(202, 'The number is on a do not contact list');
	}
	const transactionId = state.nextTransactionId;
	state.nextTransactionId += 1;
	record.sent.push({ transactionId, ...message, userName: account.userName, at: clock() });
	return json(200, { transactionId: shownId(transactionId, switches) });
}
