/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { ICredentialType, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import type { Owner } from '../../n8n/owner';

const CHECKOUT = resolve(__dirname, '../../..');
const NODE = 'n8n-nodes-livevox.liveVoxSms';
const UPDATE = 'UPDATE_DESCRIPTION=1 npm run e2e -- versions';

type NodeType = INodeTypeDescription & { communityNodePackageVersion?: string };
type CredentialType = ICredentialType & { iconUrl?: INodeTypeDescription['iconUrl'] };

/** The types of this package as n8n serves them to its editor. */
export interface ServedTypes {
	node: NodeType;
	/** What n8n makes of the node for AI agents. */
	tool: NodeType;
	credential: CredentialType;
}

/** @throws Error with the name of a type that n8n does not have */
export async function servedTypes(owner: Owner): Promise<ServedTypes> {
	const nodes = await owner.types<NodeType>('nodes');
	return {
		node: named(NODE, nodes),
		tool: named(`${NODE}Tool`, nodes),
		credential: named('liveVoxApi', await owner.types<CredentialType>('credentials')),
	};
}

function named<Type extends { name: string }>(name: string, types: Type[]): Type {
	const type = types.find((each) => each.name === name);
	if (!type) throw new Error(`n8n does not have the type ${name}`);
	return type;
}

/**
 * What a person has to review, by the name of its file in `reviewed/`: all that is served, but for what n8n adds by
 * itself and puts in other words, or leaves out, in another version, and the number of our own version.
 */
export function reviewable({ node, tool, credential }: ServedTypes): Record<string, object> {
	const namesOf = (properties: INodeProperties[]) => properties.map(({ name }) => name);
	return withoutUndefined({
		'node.json': { ...node, communityNodePackageVersion: undefined },
		'tool.json': {
			...tool,
			communityNodePackageVersion: undefined,
			// n8n 2.41 gives the node's alias to the tool too, 2.8 does not. Both have subcategories of their own.
			codex: { ...tool.codex, alias: undefined },
			// The node's, after two of n8n's own.
			properties: namesOf(tool.properties),
		},
		'credential.json': {
			...credential,
			// n8n's Allowed HTTP Request Domains, with other words in 2.41.
			properties: credential.properties.filter(({ name }) => !name.startsWith('allowed')),
		},
	});
}

const withoutUndefined = <Value>(value: Value) => JSON.parse(JSON.stringify(value)) as Value;

/** A file of `reviewed/`: what a person has found good. */
export const readReviewed = (file: string): unknown => JSON.parse(readFileSync(pathOf(file), 'utf8'));

/** Whether what is served now shall become what is reviewed. */
export const isUpdate = () => Boolean(process.env.UPDATE_DESCRIPTION);

/** Writes a file of `reviewed/`, for a person to look at before it is committed. */
export function writeReviewed(file: string, description: object): void {
	writeFileSync(pathOf(file), JSON.stringify(description));
	execFileSync('npx', ['prettier', '--write', pathOf(file)], { cwd: CHECKOUT });
}

/** What to tell who has changed a description, after the difference. */
export const howToAccept = (file: string) =>
	[
		`n8n serves another description than the reviewed one in ${relative(CHECKOUT, pathOf(file))}:`,
		'"Expected" is what was reviewed, "Received" what n8n serves. If that is what you want:',
		`${UPDATE}, look at git diff, and commit it.`,
	].join('\n');

const pathOf = (file: string) => join(__dirname, 'reviewed', file);
