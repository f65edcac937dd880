/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { Child } from './child';

const CHECKOUT = resolve(__dirname, '../..');
const run = promisify(execFile);

/** The package as npm publishes it. */
export interface Tarball {
	/** The .tgz. */
	file: string;
	/** What is in it, unpacked. */
	folder: string;
	version: string;
	remove: () => Promise<void>;
}

/**
 * Packs the built checkout with npm, and unpacks the tarball, in a temporary folder.
 *
 * @param version what package.json says instead of its own: a later version of the same files
 * @param parent where the folder is made: one that goes even if this process is killed takes it along
 * @throws Error if there is no `dist`, or with the words of npm
 */
export async function packCheckout(version?: string, parent = tmpdir()): Promise<Tarball> {
	if (!existsSync(join(CHECKOUT, 'dist'))) {
		throw new Error('There is nothing to pack: run npm run build first');
	}
	const temporary = await mkdtemp(join(parent, 'livevox-tarball-'));
	const remove = async () => await rm(temporary, { recursive: true, force: true });
	try {
		let packed = await pack(CHECKOUT, temporary);
		const folder = join(temporary, 'package');
		await run('tar', ['-xzf', packed.filename], { cwd: temporary });
		if (version) {
			await renumber(folder, version);
			packed = await pack(folder, temporary);
		}
		return { file: join(temporary, packed.filename), folder, version: packed.version, remove };
	} catch (error) {
		await remove();
		throw error;
	}
}

async function pack(cwd: string, into: string): Promise<{ filename: string; version: string }> {
	const args = ['pack', '--ignore-scripts', '--pack-destination', into];
	const npm = new Child('npm', args, { folder: into, cwd, env: process.env });
	const ending = await npm.exited;
	if (ending !== 'exit code 0') throw new Error(`npm pack ended with ${ending}:\n${npm.log()}`);
	const { name, version } = await manifestIn(cwd);
	return { filename: `${name}-${version}.tgz`, version };
}

async function renumber(folder: string, version: string): Promise<void> {
	const manifest = await manifestIn(folder);
	await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, version }, null, '\t'));
}

async function manifestIn(folder: string): Promise<{ name: string; version: string }> {
	return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
}
