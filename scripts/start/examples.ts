/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { WorkflowData } from '../../test/engine/engine';
import { isKnown } from '../../test/engine/node-types';

/** A workflow of `examples/`, as it is imported into n8n. */
export interface Example extends WorkflowData {
	/** Relative to the package, as the reader types it. */
	path: string;
	name: string;
}

/** Reads every workflow in `examples/`, by name. */
export function readExamples(): Example[] {
	const folder = resolve(__dirname, '../../examples');
	return readdirSync(folder)
		.sort()
		.map((file) => ({
			...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Example, 'path'>),
			path: `examples/${file}`,
		}));
}

/** Whether it runs in n8n's engine alone: most of n8n's own nodes need a full n8n. */
export const runsHere = ({ nodes }: Example) => nodes.every(({ type }) => isKnown(type));

/** The names of the nodes that send messages, from left to right. */
export function findSendingSteps({ nodes }: Example): string[] {
	return nodes
		.filter(({ type, parameters }) => type === LIVEVOX_SMS && parameters.resource === 'sms')
		.sort((one, other) => one.position[0] - other.position[0])
		.map(({ name }) => name);
}

const LIVEVOX_SMS = 'n8n-nodes-livevox.liveVoxSms';
