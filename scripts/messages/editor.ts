/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';
import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

import { LiveVoxApi } from '../../credentials/LiveVoxApi.credentials';
import codex from '../../nodes/LiveVoxSms/LiveVoxSms.node.json';
import { root } from './code';

/** A field, as the editor shows it. */
export interface Field {
	label: string;
	description: string;
	placeholder: string;
	choices: string[];
}

/** What a builder sees of the node or the credential at one time. */
export interface Panel {
	title: string;
	introduction: string;
	fields: Field[];
}

/** The panels of the editor: the node, each operation, the credential. */
export async function panels(): Promise<Panel[]> {
	const description = await nodeDescription();
	const credential = new LiveVoxApi();
	const { displayName, properties } = description;
	return [
		{
			title: displayName,
			introduction: `${description.description}. In the list of nodes it is found under ${codex.categories.join(', ')}, and by the words ${codex.alias.join(', ')}.`,
			fields: [
				...properties.filter(({ name }) => name === 'resource').flatMap(fieldsOf),
				...properties.filter(({ name }) => name === 'operation').flatMap(operationField),
			],
		},
		...operations(properties),
		{
			title: `Credential: ${credential.displayName}`,
			introduction: '',
			fields: credential.properties.flatMap(fieldsOf),
		},
	];
}

/** Loaded by its whole file name: without the `.ts`, tsx finds the codex beside it. */
async function nodeDescription(): Promise<INodeTypeDescription> {
	const file = join(root, 'nodes/LiveVoxSms/LiveVoxSms.node.ts');
	const { LiveVoxSms } = (await import(file)) as {
		LiveVoxSms: new () => { description: INodeTypeDescription };
	};
	return new LiveVoxSms().description;
}

/** Operation stands there once for each resource. */
const operationField = (property: INodeProperties): Field[] =>
	fieldsOf(property).map((field) => ({
		...field,
		label: `${field.label}, of ${String(property.displayOptions!.show!.resource)}`,
	}));

function operations(properties: INodeProperties[]): Panel[] {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) => {
			const [resource] = displayOptions!.show!.resource as string[];
			return (options as INodePropertyOptions[]).map((operation) => ({
				title: operation.action!,
				introduction: '',
				fields: properties
					.filter(({ displayOptions: shown, name }) => {
						const { resource: on, operation: at } = shown?.show ?? {};
						return name !== 'operation' && on?.includes(resource!) && at?.includes(operation.value);
					})
					.flatMap(fieldsOf),
			}));
		});
}

/** A field; of a collection also the fields that can be added to it. */
function fieldsOf(property: INodeProperties): Field[] {
	const { displayName, description: words = '', placeholder = '', type, options = [] } = property;
	const label = displayName + (type === 'hidden' ? ' (hidden)' : '');
	const field = { label, description: words, placeholder, choices: choicesOf(property) };
	const inner = type === 'collection' ? (options as INodeProperties[]) : [];
	const added = inner.flatMap(fieldsOf);
	return [field, ...added.map((each) => ({ ...each, label: `${displayName} › ${each.label}` }))];
}

function choicesOf({ type, options = [], modes = [] }: INodeProperties): string[] {
	const ways = modes.map(({ displayName, placeholder }) => `${displayName}: ${placeholder}`);
	const picks = type === 'options' ? (options as INodePropertyOptions[]) : [];
	return [...ways, ...picks.map(choice)];
}

const choice = ({ name, action, description: words }: INodePropertyOptions) =>
	[name, ...[[action && `(${action})`, words].filter(Boolean).join(' ')].filter(Boolean)].join(
		': ',
	);
