import type { IDataObject } from 'n8n-workflow';

/** One request, and how to find what it promises in the body of the response. */
export interface Call<T> {
	method: 'GET' | 'POST';
	path: string;
	headers?: Record<string, string>;
	query?: Record<string, string | number>;
	body?: object;
	read: (body: Record<string, unknown>) => T | undefined;
}

/** A row of a list, as LiveVox returns it. */
export type Row = IDataObject;

const list = (path: string, key: string): Call<Row[]> => ({ method: 'GET', path, read: (body) => toRows(body[key]) });

/** All templates; this list has no paging and no filter (vendor page). */
export const listTemplates = list('/sms/templates', 'templates');

/** All short and long codes that the client may send from (vendor page). */
export const listCodes = list('/sms/codes', 'listSmsCodes');

/** Sends one message, for its transaction ID. The path ends with a slash (vendor page). */
export const sendSms = (body: object): Call<number | string> => ({
	method: 'POST',
	path: '/sms/',
	body,
	read: ({ transactionId }) => (isId(transactionId) ? transactionId : undefined),
});

/** One page of a list of the Configuration API. */
export interface Page {
	rows: Row[];
	isLast: boolean;
}

/** A missing or blank `next` ends a list (LiveVox's REST page); so does an empty page. */
const page = (path: string, key: string, query: Record<string, string | number>): Call<Page> => ({
	method: 'GET',
	path,
	query: { count: 1000, ...query },
	read: (body) => {
		const rows = toRows(body[key]);
		return rows && { rows, isLast: rows.length === 0 || !isId(body.next) };
	},
});

/** The client's call centers. An empty `clientId` leaves the client to LiveVox. */
export const listCallCenters = (clientId: string, offset: number): Call<Page> =>
	page('/configuration/callCenters', 'callCenter', { ...(clientId && { client: clientId }), offset });

export const listServices = (callCenterId: string, offset: number): Call<Page> =>
	page('/configuration/services', 'service', { callCenter: callCenterId, offset });

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
