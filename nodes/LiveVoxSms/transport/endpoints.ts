import type { IDataObject } from 'n8n-workflow';

import type { Failure, Result } from '../shared/result';
import type { LiveVoxSession } from './session';

type Query = Record<string, string | number>;

/** One request, and how to find what it promises in the body of the response. */
export interface Call<T> {
	method: 'GET' | 'POST';
	path: string;
	headers?: Record<string, string>;
	query?: Query;
	body?: object;
	read: (body: Record<string, unknown>) => T | undefined;
}

/** A row of a list, as LiveVox returns it. */
export type Row = IDataObject;

const list = (path: string, key: string): Call<Row[]> => ({ method: 'GET', path, read: (body) => toRows(body[key]) });

/** All templates, and all codes to send from: LiveVox has no paging and no filter for them. */
export const listTemplates = list('/sms/templates', 'templates');
export const listCodes = list('/sms/codes', 'listSmsCodes');

/** Sends one message, for its transaction ID. The path ends with a slash (vendor page). */
export const sendSms = (body: object): Call<number | string> => ({
	method: 'POST',
	path: '/sms/',
	body,
	read: ({ transactionId }) => (isId(transactionId) ? transactionId : undefined),
});

/** One page of a list of the Configuration API. A missing or blank `next` ends the list (LiveVox's REST page). */
export const listPage = (path: string, key: string, query: Query): Call<{ rows: Row[]; isLast: boolean }> => ({
	...list(path, key),
	query: { count: 1000, ...query },
	read: (body) => {
		const rows = toRows(body[key]);
		return rows && { rows, isLast: rows.length === 0 || !isId(body.next) };
	},
});

/** A server that ignored the offset would never come to an end. */
const MAX_PAGES = 100;

async function fetchPages(session: LiveVoxSession, path: string, key: string, query: Query): Promise<Result<Row[]>> {
	let all: Row[] = [];
	for (let pages = 0; pages < MAX_PAGES; pages++) {
		const page = await session.lookUp(listPage(path, key, { ...query, offset: all.length }));
		if (page.outcome !== 'accepted') return page;
		all = all.concat(page.value.rows);
		if (page.value.isLast) break;
	}
	return { outcome: 'accepted', value: all };
}

/** A service that a user can send from. What LiveVox leaves out is ''. */
type Service = Record<'serviceId' | 'name' | 'callCenter', string>;

/** The services of all the client's call centers. */
export async function fetchServices(session: LiveVoxSession): Promise<Result<Service[]>> {
	const client = await session.clientId();
	// Without it, the client is left to LiveVox.
	const callCenters = await fetchPages(session, '/configuration/callCenters', 'callCenter', client ? { client } : {});
	if (callCenters.outcome !== 'accepted') return callCenters;
	const services: Service[] = [];
	for (const callCenter of callCenters.value) {
		const callCenterId = callCenter.callCenterId ?? callCenter.id;
		if (!isId(callCenterId)) continue;
		const rows = await fetchPages(session, '/configuration/services', 'service', { callCenter: callCenterId });
		if (rows.outcome !== 'accepted') return rows;
		for (const { serviceId, id, name } of rows.value) {
			services.push({ serviceId: textIn(serviceId ?? id), name: textIn(name), callCenter: textIn(callCenter.name) });
		}
	}
	return { outcome: 'accepted', value: services };
}

type Templates = Map<string, { text: string | undefined; code: string | undefined }>;

/** All templates by ID. */
export async function fetchTemplates(session: LiveVoxSession): Promise<Result<Templates>> {
	const rows = await session.lookUp(listTemplates);
	if (rows.outcome !== 'accepted') return rows;
	const toTemplate = ({ message, smsCode }: Row) => ({
		text: typeof message === 'string' ? message : undefined,
		code: isId(smsCode) ? String(smsCode) : undefined,
	});
	return { outcome: 'accepted', value: new Map(rows.value.map((row) => [textIn(row.id), toTemplate(row)])) };
}

/** Descriptions of codes; names of services and call centers, or why LiveVox didn't list them: not all roles see them. */
export type Directory = { codes: Map<string, string>; services?: Map<string, string>; servicesFailure?: Failure };

/** The codes and services. An agent's messages name no service, so these aren't looked up. */
export async function fetchDirectory(session: LiveVoxSession): Promise<Result<Directory>> {
	const rows = await session.lookUp(listCodes);
	if (rows.outcome !== 'accepted') return rows;
	const listed = rows.value.filter(({ code }) => isId(code));
	const codes = new Map(listed.map(({ code, description }) => [String(code), textIn(description) || String(code)]));
	if (session.loginAs === 'agent') return { outcome: 'accepted', value: { codes } };
	const found = await fetchServices(session);
	if (found.outcome !== 'accepted') return { outcome: 'accepted', value: { codes, servicesFailure: found } };
	const nameOf = ({ name, callCenter }: Service) => [name, callCenter].filter(Boolean).join(' · ');
	const services = new Map(found.value.map((service) => [service.serviceId, nameOf(service)]));
	return { outcome: 'accepted', value: { codes, services } };
}

const toRows = (rows: unknown): Row[] | undefined =>
	Array.isArray(rows) && rows.every(isRecord) ? (rows as Row[]) : undefined;

/** Whether JSON calls it an object: no array, no null. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether LiveVox may mean it as an ID: its page calls some of them strings, and shows them as numbers. */
export const isId = (value: unknown): value is number | string =>
	Number.isFinite(value) || (typeof value === 'string' && value.trim() !== '');

/** The text of a field. LiveVox documents no field of a row that is a list or an object, so these have none. */
export const textIn = (field: unknown): string =>
	field === undefined || typeof field === 'object' ? '' : String(field);
