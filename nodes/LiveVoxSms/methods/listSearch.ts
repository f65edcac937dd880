import { NodeOperationError } from 'n8n-workflow';
import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { cannotList } from '../shared/errorMessages';
import type { Result } from '../shared/result';
import { sanitizeForDisplay } from '../shared/text';
import { fetchServices, isId, listCodes, listTemplates, textIn } from '../transport/endpoints';
import { LiveVoxSession } from '../transport/session';

/** The dropdown of 'From': the short and long codes that LiveVox lists. */
export async function searchCodes(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const codes = await (await LiveVoxSession.open(this)).lookUp(listCodes);
	return toResults(this, codes, filter, 'By Code', ({ code, description }) => toEntry(code, [description, code]));
}

/** The dropdown of 'Template'. */
export async function searchTemplates(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const templates = await (await LiveVoxSession.open(this)).lookUp(listTemplates);
	return toResults(this, templates, filter, 'By ID', ({ id, description, message, smsCode }) =>
		toEntry(id, [textIn(description) || message, isId(smsCode) ? `from ${smsCode}` : '', id]),
	);
}

/** The dropdown of 'Service': those of all call centers. LiveVox lists them to users, not to agents. */
export async function searchServices(this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
	const services = await fetchServices(await LiveVoxSession.open(this));
	return toResults(this, services, filter, 'By ID', ({ serviceId, name, callCenter }) =>
		toEntry(serviceId, [name, callCenter, serviceId]),
	);
}

function toEntry(id: unknown, parts: unknown[]): INodeListSearchItems | undefined {
	if (!isId(id)) return undefined;
	const shown = parts.map((part) => sanitizeForDisplay(textIn(part).trim(), 60));
	return { name: shown.filter(Boolean).join(' · '), value: String(id) };
}

/** The matching entries by name, or the error, which names the field to type in instead. */
function toResults<T>(
	context: ILoadOptionsFunctions,
	rows: Result<T[]>,
	filter: string,
	mode: 'By Code' | 'By ID',
	entryOf: (row: T) => INodeListSearchItems | undefined,
): INodeListSearchResult {
	if (rows.outcome !== 'accepted') {
		const { message, description } = rows.error;
		throw new NodeOperationError(context.getNode(), cannotList(message, mode), { description });
	}
	const needle = filter.trim().toLowerCase();
	const entries = rows.value.flatMap((row) => entryOf(row) ?? []);
	const results = entries.filter(({ name }) => name.toLowerCase().includes(needle));
	return { results: results.sort((one, other) => one.name.localeCompare(other.name)) };
}
