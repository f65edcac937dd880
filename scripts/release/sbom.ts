/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { writeFileSync } from 'node:fs';

import type { Tarball } from './pack';
import { run } from './run';

/** The bill of materials of a tarball. */
export interface Sbom {
	/** Its path. */
	file: string;
	/** Format and version, such as CycloneDX 1.5. */
	format: string;
	/** What comes along with the package, as name@version. */
	components: string[];
}

/**
 * Writes the CycloneDX bill of materials of a tarball beside it. npm lists what an install brings along; the hash of
 * the tarball is added, so that the list belongs to these bytes and no others.
 */
export async function writeSbom(checkout: string, name: string, tarball: Tarball): Promise<Sbom> {
	const args = ['--sbom-format', 'cyclonedx', '--omit', 'dev'];
	const sbom = JSON.parse(await run(checkout, 'npm', 'sbom', ...args));
	// npm takes the name of the checkout's folder.
	sbom.metadata.component.name = name;
	sbom.metadata.component.hashes = [{ alg: 'SHA-512', content: tarball.sha512.toString('hex') }];

	const file = `${tarball.file.replace(/\.tgz$/, '')}.cdx.json`;
	writeFileSync(file, `${JSON.stringify(sbom, null, '\t')}\n`);
	return {
		file,
		format: `${sbom.bomFormat} ${sbom.specVersion}`,
		components: sbom.components.map((each: NamedVersion) => `${each.name}@${each.version}`),
	};
}

type NamedVersion = { name: string; version: string };
