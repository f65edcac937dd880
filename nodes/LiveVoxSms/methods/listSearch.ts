import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { outcomeOf, type Failed } from '../delivery/outcome';
import { shown } from '../message/shown';
import { isId, listCodes, listTemplates, textIn } from '../transport/calls';
import { explain } from '../transport/explain';
import { listAllServices } from '../transport/services';
import { LiveVoxSession } from '../transport/session';

const TIMEOUT_MS = 30_000;
const LONGEST_NAME = 60;

/** From: the short and long codes of the account. */
export async function searchCodes(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const session = await LiveVoxSession.open(this, TIMEOUT_MS);
	const codes = outcomeOf(await session.lookUp(listCodes));
	if (codes.outcome !== 'accepted') throw cannotList(this, codes, 'By Code and type the code');
	return matching(
		filter,
		codes.value.map(({ code, description }) => entry(code, [description, code])),
	);
}

/** Template: the account's SMS templates. */
export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const session = await LiveVoxSession.open(this, TIMEOUT_MS);
	const templates = outcomeOf(await session.lookUp(listTemplates));
	if (templates.outcome !== 'accepted')
		throw cannotList(this, templates, 'By ID and type the ID of the template');
	return matching(
		filter,
		templates.value.map(({ id, description, message, smsCode }) =>
			entry(id, [textIn(description) || message, isId(smsCode) ? `from ${smsCode}` : '', id]),
		),
	);
}

/** Service: the services of all the client's call centers. LiveVox lists them to users, not to agents. */
export async function searchServices(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const session = await LiveVoxSession.open(this, TIMEOUT_MS);
	const services = await listAllServices(session);
	if (services.outcome !== 'accepted')
		throw cannotList(this, services, 'By ID and type the ID of the service');
	return matching(
		filter,
		services.value.map(({ serviceId, name, callCenter }) =>
			entry(serviceId, [name, callCenter, serviceId]),
		),
	);
}

function entry(id: unknown, parts: unknown[]): INodeListSearchItems | undefined {
	if (!isId(id)) return undefined;
	const [name = '', ...rest] = parts.map((part) => shown(textIn(part).trim(), LONGEST_NAME));
	return { name: [name, ...rest].filter(Boolean).join(' · '), value: String(id) };
}

function matching(
	filter: string | undefined,
	entries: Array<INodeListSearchItems | undefined>,
): INodeListSearchResult {
	const needle = (filter ?? '').trim().toLowerCase();
	const results = entries
		.filter((found) => found !== undefined)
		.filter(({ name }) => name.toLowerCase().includes(needle));
	return { results: results.sort((one, other) => one.name.localeCompare(other.name)) };
}

/** LiveVox's words, and the way round: every dropdown has a field for typing beside it. */
function cannotList(
	context: ILoadOptionsFunctions,
	{ reply }: Failed,
	way: string,
): NodeOperationError {
	const { message, description } = explain(reply);
	return new NodeOperationError(
		context.getNode(),
		`${message}. Change this field from From List to ${way}.`,
		{ description },
	);
}
