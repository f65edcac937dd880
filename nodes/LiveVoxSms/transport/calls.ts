import type { IDataObject } from 'n8n-workflow';

import type { Receipt } from '../delivery/message';
import type { SmsRequest } from '../message/request';
import { isRecord } from './reply';
import type { Call } from './session';

/** A row of a LiveVox list, as LiveVox gives it. */
export type Row = IDataObject;

/** `GET /sms/templates`: all templates; this list has no paging and no filter (vendor page). */
export const listTemplates: Call<Row[]> = {
	method: 'GET',
	path: '/sms/templates',
	read: ({ templates }) => rowsOf(templates),
};

/** `GET /sms/codes`: all short and long codes that the account may send from (vendor page). */
export const listCodes: Call<Row[]> = {
	method: 'GET',
	path: '/sms/codes',
	read: ({ listSmsCodes }) => rowsOf(listSmsCodes),
};

/** `POST /sms/`, with the slash at its end: sends one message (vendor page). */
export const sendSms = (request: SmsRequest): Call<Receipt> => ({
	method: 'POST',
	path: '/sms/',
	body: request,
	read: ({ transactionId }) => (isId(transactionId) ? transactionId : undefined),
});

/** One page of a list of the Configuration API. */
export interface Page {
	rows: Row[];
	isLast: boolean;
}

const PAGE_SIZE = 1000;

/** One page of the client's call centers, from `offset` on. A `clientId` of '' leaves it to LiveVox. */
export const listCallCenters = (clientId: string, offset: number): Call<Page> => ({
	method: 'GET',
	path: '/configuration/callCenters',
	query: { ...(clientId && { client: clientId }), count: PAGE_SIZE, offset },
	read: ({ callCenter, next }) => pageOf(callCenter, next),
});

/** One page of a call center's services, from `offset` on. */
export const listServices = (callCenterId: string, offset: number): Call<Page> => ({
	method: 'GET',
	path: '/configuration/services',
	query: { callCenter: callCenterId, count: PAGE_SIZE, offset },
	read: ({ service, next }) => pageOf(service, next),
});

/** True for what LiveVox may give as an id: its page types some as strings and shows them as numbers. */
export function isId(value: unknown): value is number | string {
	return Number.isFinite(value) || (typeof value === 'string' && value.trim() !== '');
}

/** What a field of a row says; LiveVox documents none that is a list or an object, so these say nothing. */
export const textIn = (field: unknown): string =>
	field === undefined || typeof field === 'object' ? '' : String(field);

function rowsOf(list: unknown): Row[] | undefined {
	return Array.isArray(list) && list.every(isRecord) ? (list as Row[]) : undefined;
}

/** A missing or blank `next` ends a list (LiveVox's REST page); so does an empty page. */
function pageOf(list: unknown, next: unknown): Page | undefined {
	const rows = rowsOf(list);
	return rows && { rows, isLast: rows.length === 0 || !isId(next) };
}
