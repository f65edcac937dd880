import type { Failure, Result } from '../shared/result';
import { isId, listCallCenters, listCodes, listServices, listTemplates, textIn } from './endpoints';
import type { Call, Page, Row } from './endpoints';
import type { LiveVoxSession } from './session';

/** A service that a user can send from. What LiveVox leaves out is ''. */
export interface Service {
	serviceId: string;
	name: string;
	callCenter: string;
}

/** What LiveVox calls the codes and services that messages name by their numbers. */
export interface Directory {
	/** Description by code. */
	codes: Map<string, string>;
	/** Name and call center by ID; or why LiveVox didn't list them: not every role may see them. */
	services: Map<string, string> | Failure;
}

type Templates = Map<string, { text: string | undefined; code: string | undefined }>;

/** All templates by ID: LiveVox has no call for a single one. */
export async function fetchTemplates(session: LiveVoxSession): Promise<Result<Templates>> {
	const rows = await session.lookUp(listTemplates);
	if (rows.outcome !== 'accepted') return rows;
	const templates: Templates = new Map();
	for (const { id, message, smsCode } of rows.value) {
		const text = typeof message === 'string' ? message : undefined;
		templates.set(textIn(id), { text, code: isId(smsCode) ? String(smsCode) : undefined });
	}
	return { outcome: 'accepted', value: templates };
}

/** The services of all the client's call centers. */
export async function fetchServices(session: LiveVoxSession): Promise<Result<Service[]>> {
	const clientId = await session.clientId();
	const callCenters = await fetchPages(session, (offset) => listCallCenters(clientId, offset));
	if (callCenters.outcome !== 'accepted') return callCenters;
	const services: Service[] = [];
	for (const callCenter of callCenters.value) {
		const callCenterId = callCenter.callCenterId ?? callCenter.id;
		if (!isId(callCenterId)) continue;
		const rows = await fetchPages(session, (offset) => listServices(String(callCenterId), offset));
		if (rows.outcome !== 'accepted') return rows;
		for (const { serviceId, id, name } of rows.value) {
			services.push({ serviceId: textIn(serviceId ?? id), name: textIn(name), callCenter: textIn(callCenter.name) });
		}
	}
	return { outcome: 'accepted', value: services };
}

/** The codes and services. An agent's messages name no service, so these aren't looked up. */
export async function fetchDirectory(session: LiveVoxSession): Promise<Result<Directory>> {
	const rows = await session.lookUp(listCodes);
	if (rows.outcome !== 'accepted') return rows;
	const listed = rows.value.filter(({ code }) => isId(code));
	const codes = new Map(listed.map(({ code, description }) => [String(code), textIn(description) || String(code)]));
	if (session.loginAs === 'agent') return { outcome: 'accepted', value: { codes, services: new Map() } };
	const found = await fetchServices(session);
	if (found.outcome !== 'accepted') return { outcome: 'accepted', value: { codes, services: found } };
	const services = new Map<string, string>();
	for (const { serviceId, name, callCenter } of found.value) {
		services.set(serviceId, [name, callCenter].filter(Boolean).join(' · '));
	}
	return { outcome: 'accepted', value: { codes, services } };
}

/** A server that ignored the offset would never come to an end. */
const MAX_PAGES = 100;

async function fetchPages(session: LiveVoxSession, pageAt: (offset: number) => Call<Page>): Promise<Result<Row[]>> {
	const rows: Row[] = [];
	for (let pages = 0; pages < MAX_PAGES; pages++) {
		const page = await session.lookUp(pageAt(rows.length));
		if (page.outcome !== 'accepted') return page;
		for (const row of page.value.rows) rows.push(row);
		if (page.value.isLast) break;
	}
	return { outcome: 'accepted', value: rows };
}
