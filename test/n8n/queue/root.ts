/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packCheckout } from '../tarball';

/**
 * The temporary folder of an n8n with several processes. The folders of all of them are in it, and each takes it along if
 * this process ends before: so the folders of those go too that do not run at that moment.
 */
export interface Root {
	folder: string;
	/** This package as npm publishes it, unpacked. */
	packageFolder: string;
	packageVersion: string;
	remove: () => Promise<void>;
}

/** @throws Error if there is nothing to pack */
export async function makeRoot(): Promise<Root> {
	const tarball = await packCheckout();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-livevox-queue-'));
	// Postgres runs as another user.
	await chmod(folder, 0o711);
	const packageFolder = join(folder, 'package');
	await cp(tarball.folder, packageFolder, { recursive: true });
	await tarball.remove();
	return {
		folder,
		packageFolder,
		packageVersion: tarball.version,
		remove: async () => await rm(folder, { recursive: true, force: true }),
	};
}
