import { outcomeOf, type Outcome } from '../delivery/outcome';
import { isId, listCallCenters, listServices, textIn, type Page, type Row } from './calls';
import type { Call, LiveVoxSession } from './session';

/** A service that a user can send from. */
export interface Service {
	/** '' where LiveVox gives none. */
	serviceId: string;
	name: string;
	callCenter: string;
}

/** Lists the services of all the client's call centers, every page of each. */
export async function listAllServices(session: LiveVoxSession): Promise<Outcome<Service[]>> {
	const clientId = await session.clientId();
	const callCenters = await everyPage(session, (offset) => listCallCenters(clientId, offset));
	if (callCenters.outcome !== 'accepted') return callCenters;

	const services: Service[] = [];
	for (const callCenter of callCenters.value) {
		const id = callCenter.callCenterId ?? callCenter.id;
		if (!isId(id)) continue;
		const rows = await everyPage(session, (offset) => listServices(String(id), offset));
		if (rows.outcome !== 'accepted') return rows;
		for (const row of rows.value) services.push(serviceOf(row, callCenter));
	}
	return { outcome: 'accepted', value: services };
}

function serviceOf({ serviceId, id, name }: Row, callCenter: Row): Service {
	return {
		serviceId: textIn(serviceId ?? id),
		name: textIn(name),
		callCenter: textIn(callCenter.name),
	};
}

/** A server that ignored the offset would never come to an end. */
const MOST_PAGES = 100;

async function everyPage(
	session: LiveVoxSession,
	callFor: (offset: number) => Call<Page>,
): Promise<Outcome<Row[]>> {
	const rows: Row[] = [];
	for (let pages = 0; pages < MOST_PAGES; pages++) {
		const page = outcomeOf(await session.lookUp(callFor(rows.length)));
		if (page.outcome !== 'accepted') return page;
		for (const row of page.value.rows) rows.push(row);
		if (page.value.isLast) break;
	}
	return { outcome: 'accepted', value: rows };
}
