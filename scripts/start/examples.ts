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

const SUFFIX = '.workflow.json';

/** Reads every workflow in `examples/`, by name. */
export function readExamples(): Example[] {
	const folder = resolve(__dirname, '../../examples');
	return readdirSync(folder)
		.filter((file) => file.endsWith(SUFFIX))
		.sort()
		.map((file) => ({
			...(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Example, 'path'>),
			path: `examples/${file}`,
		}));
}

/** Whether it runs in n8n's bare engine: most of n8n's own nodes come with a whole n8n only. */
export const runsHere = ({ nodes }: Example) => nodes.every(({ type }) => isKnown(type));

/** The names of the nodes that send messages, from left to right. */
export function sendingSteps({ nodes }: Example): string[] {
	return nodes
		.filter(({ type, parameters }) => isLiveVox(type) && parameters.resource === 'sms')
		.sort((one, other) => one.position[0] - other.position[0])
		.map(({ name }) => name);
}

const isLiveVox = (type: string) => type === 'n8n-nodes-livevox.liveVoxSms';
