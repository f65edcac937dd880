import { outcomeOf, type Failed, type Outcome } from '../../delivery/outcome';
import { isId, listCodes, textIn } from '../../transport/calls';
import { listAllServices } from '../../transport/services';
import type { LiveVoxSession } from '../../transport/session';

/** What LiveVox calls the codes and services that messages name by their numbers. */
export interface Directory {
	/** Description by code. */
	codes: Map<string, string>;
	/** Name and call center by id; or why they could not be read, for not every role may list them. */
	services: Map<string, string> | Failed;
}

/** Reads LiveVox's codes and services. An agent's messages name no service, so none is looked up. */
export async function readDirectory(session: LiveVoxSession): Promise<Outcome<Directory>> {
	const codes = outcomeOf(await session.lookUp(listCodes));
	if (codes.outcome !== 'accepted') return codes;
	const known = codes.value.filter(({ code }) => isId(code));
	return {
		outcome: 'accepted',
		value: {
			codes: new Map(
				known.map(({ code, description }) => [String(code), textIn(description) || String(code)]),
			),
			services: session.loginAs === 'agent' ? new Map() : await readServices(session),
		},
	};
}

async function readServices(session: LiveVoxSession): Promise<Directory['services']> {
	const services = await listAllServices(session);
	if (services.outcome !== 'accepted') return services;
	return new Map(
		services.value.map(({ serviceId, name, callCenter }) => [
			serviceId,
			[name, callCenter].filter(Boolean).join(' · '),
		]),
	);
}
