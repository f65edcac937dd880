/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { run } from './run';

/** What npm publishes. */
export interface Tarball {
	/** Its path. */
	file: string;
	/** In bytes. */
	size: number;
	/** SHA-512 of its bytes. */
	sha512: Buffer;
	files: Array<{ path: string; size: number }>;
}

/**
 * Builds and packs the commit that is checked out, in a clone of its own: nothing of the checkout but what is
 * committed gets into the tarball. The clone uses the checkout's node_modules.
 *
 * @param into the folder for the tarball
 */
export async function packHead(checkout: string, into: string): Promise<Tarball> {
	const clone = mkdtempSync(join(tmpdir(), 'livevox-pack-'));
	try {
		await run(checkout, 'git', 'clone', '--quiet', '--no-tags', checkout, clone);
		symlinkSync(join(checkout, 'node_modules'), join(clone, 'node_modules'), 'junction');
		await run(clone, 'npm', 'run', 'build');
		return await pack(clone, into);
	} finally {
		rmSync(clone, { recursive: true });
	}
}

async function pack(folder: string, into: string): Promise<Tarball> {
	const args = ['--ignore-scripts', '--json', '--pack-destination', into];
	const [{ filename, size, files }] = JSON.parse(await run(folder, 'npm', 'pack', ...args));
	const file = join(into, basename(filename));
	return { file, size, files, sha512: createHash('sha512').update(readFileSync(file)).digest() };
}
