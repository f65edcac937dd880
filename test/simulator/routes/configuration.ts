import { CONFIGURATION_ROLES, header, requireSession } from '../access';
import { json } from '../answers';
import { Rejection } from '../errors';
import { integerOf } from '../fields';
import { shownId } from '../ids';
import { callCentersOf, servicesOf } from '../state';
import type { Switches } from '../switches';
import type { Call, Route, Context } from '../context';

/** Configuration API: what the dropdown of services needs (public clients). */
export const configurationRoutes: Route[] = [
	{
		name: 'callCenters',
		method: 'GET',
		path: '/configuration/callCenters',
		handle: listCallCenters,
	},
	{ name: 'services', method: 'GET', path: '/configuration/services', handle: listServices },
];

const MAX_COUNT = 1000;

function listCallCenters(context: Context, call: Call) {
	const { account } = requireSession(context, call, CONFIGURATION_ROLES);
	const clientId = integerOf(call.query.client, 'client');
	const rows = callCentersOf(context.state, account.clientCode)
		.filter((callCenter) => callCenter.clientId === clientId)
		.map(({ callCenterId, name }) => row('callCenterId', callCenterId, name, context.switches));
	const { page, next } = paged(rows, call);
	return json(200, { callCenter: page, next });
}

function listServices(context: Context, call: Call) {
	const { account } = requireSession(context, call, CONFIGURATION_ROLES);
	const callCenterId = integerOf(call.query.callCenter, 'callCenter');
	const rows = servicesOf(context.state, account.clientCode)
		.filter((service) => service.callCenterId === callCenterId)
		.map(({ serviceId, name }) => row('serviceId', serviceId, name, context.switches));
	const { page, next } = paged(rows, call);
	return json(200, { service: page, next });
}

function row(idKey: string, id: number, name: string, switches: Switches) {
	return { [switches.idKeys === 'id' ? 'id' : idKey]: shownId(id, switches), name };
}

/** One page of the rows, and the address of the next while there is more (vendor documentation). */
function paged<Row>(rows: Row[], call: Call): { page: Row[]; next: string | undefined } {
	const count = integerOf(call.query.count, 'count');
	if (count < 1 || count > MAX_COUNT) throw new Rejection(400, `count must be 1 to ${MAX_COUNT}`);
	const end = integerOf(call.query.offset, 'offset') + count;
	return {
		page: rows.slice(end - count, end),
		next: end < rows.length ? addressAt(end, call) : undefined,
	};
}

function addressAt(offset: number, call: Call): string {
	const query = new URLSearchParams({ ...call.query, offset: String(offset) });
	return `http://${header(call, 'host')}${call.path}?${query}`;
}
