/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Harness } from '../versions/harness';
import { rowsIn } from './database';

/** Where n8n keeps or shows what a node has had to do with. */
interface Place {
	name: string;
	/** Everything in it. */
	read: (harness: Harness) => Promise<string>;
	/** Is always in there: what does not hold it was not read. */
	shows: string;
}

const PLACES: Place[] = [
	{
		name: 'executions, as the REST API gives them',
		read: async (harness) => (await harness.savedExecutions()).join('\n'),
		shows: '4155550121',
	},
	{
		name: 'every row of every table of the database',
		read: async ({ database, version }) => await rowsIn(database, version),
		shows: '4155550121',
	},
	{
		name: 'the files of the database, with what is deleted or not yet written there',
		read: async ({ folder }) => await filesIn(folder, (file) => file.startsWith('database.')),
		shows: '4155550121',
	},
	{
		name: 'every file in the folder of the user: settings, event log, binary data',
		read: async ({ n8n }) => await filesIn(n8n.userFolder, (file) => !file.includes('node_modules')),
		shows: 'encryptionKey',
	},
	{
		name: 'the log',
		read: async ({ log }) => log.join('\n'),
		shows: 'Editor is now accessible via',
	},
	{
		name: 'what webhooks answered',
		read: async ({ answers }) => answers.join('\n'),
		shows: '4155550121',
	},
	{
		name: 'the credentials, as the browser gets them',
		read: async (harness) => (await harness.credentialsForBrowser()).join('\n'),
		shows: 'demo.user',
	},
];

/** Searches every place for texts that must be in none, and says which place holds which. */
export async function placesThatHold(secrets: string[], harness: Harness): Promise<string[]> {
	const found: string[] = [];
	for (const { name, read, shows } of PLACES) {
		const text = await read(harness);
		if (!text.includes(shows)) found.push(`${name}: was not read`);
		for (const secret of secrets) if (text.includes(secret)) found.push(`${name}: ${secret}`);
	}
	return found;
}

/** The bytes of all files below a folder of which the path in it is wanted. */
async function filesIn(folder: string, isWanted: (path: string) => boolean): Promise<string> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name))
		.filter((file) => isWanted(file.slice(folder.length + 1)));
	return (await Promise.all(files.map(async (file) => await readFile(file, 'latin1')))).join('\n');
}
