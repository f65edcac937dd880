/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { run } from './run';

/** A release's files, but for its notes. */
export interface Packed {
	/** What npm publishes, as `npm pack` describes it. */
	tarball: {
		filename: string;
		/** In bytes. */
		size: number;
		/** SHA-512, as npm, lockfiles and browsers write it. */
		integrity: string;
		files: Array<{ path: string; size: number }>;
	};
	sbom: {
		filename: string;
		/** What an install brings along, as name@version. */
		components: string[];
	};
}

/**
 * Builds and packs the commit that is checked out, in a clone of its own: nothing but what is committed gets into the
 * tarball. The clone uses the checkout's node_modules.
 *
 * @param name of the package
 * @param into the folder for the files
 */
export async function packCommit(checkout: string, name: string, into: string): Promise<Packed> {
	const folder = mkdtempSync(join(tmpdir(), 'livevox-pack-'));
	try {
		// npm puts the folder's name into the bill of materials.
		const clone = join(folder, name);
		await run(checkout, 'git', 'clone', '--quiet', '--no-tags', checkout, clone);
		symlinkSync(join(checkout, 'node_modules'), join(clone, 'node_modules'), 'junction');
		await run(clone, 'npm', 'run', 'build');
		const pack = await run(clone, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', into);
		const [tarball] = JSON.parse(pack);
		return { tarball, sbom: await writeSbom(clone, into, tarball) };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

/** Writes npm's bill of materials of the lockfile, with the hash of the tarball that it belongs to. */
async function writeSbom(clone: string, into: string, tarball: Packed['tarball']): Promise<Packed['sbom']> {
	const args = ['--package-lock-only', '--sbom-format', 'cyclonedx', '--omit', 'dev'];
	const sbom = JSON.parse(await run(clone, 'npm', 'sbom', ...args));
	const content = Buffer.from(tarball.integrity.replace('sha512-', ''), 'base64').toString('hex');
	sbom.metadata.component.hashes = [{ alg: 'SHA-512', content }];

	const filename = tarball.filename.replace(/tgz$/, 'cdx.json');
	writeFileSync(join(into, filename), `${JSON.stringify(sbom, null, '\t')}\n`);
	const components = sbom.components as Array<{ 'bom-ref': string }>;
	return { filename, components: components.map((each) => each['bom-ref']) };
}
