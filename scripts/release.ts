/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { checksOf } from './release/checks';
import { packHead } from './release/pack';
import { plan, refusal, USAGE } from './release/report';
import { writeNotes } from './release/notes';
import { readState } from './release/state';
import { writeSbom } from './release/sbom';

/** The checkout that the command is run in. */
const CHECKOUT = resolve('.');

/**
 * `npm run release -- --dry-run` shows what a release would be, and changes nothing. `-- --into <folder>` writes its
 * files there, for the publish workflow. Neither publishes: only a step of that workflow does.
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { 'dry-run': { type: 'boolean' }, into: { type: 'string' } },
	});
	if (values['dry-run']) await inTemporaryFolder(async (folder) => await release(folder, true));
	else if (values.into) await release(resolve(values.into), false);
	else fail(USAGE);
}

/** Makes the files of the release of the commit that is checked out. */
async function release(folder: string, isRehearsal: boolean): Promise<void> {
	const state = await readState(CHECKOUT);
	const checks = checksOf(state);
	const isReady = checks.every(({ isMet }) => isMet);
	if (!isReady && !isRehearsal) return fail(refusal(state, checks));

	mkdirSync(folder, { recursive: true });
	const tarball = await packHead(CHECKOUT, folder);
	const sbom = await writeSbom(CHECKOUT, state.name, tarball);
	const notes = writeNotes(folder, state, tarball);
	console.log(plan({ state, checks, tarball, sbom, notes, isRehearsal }));
}

async function inTemporaryFolder(use: (folder: string) => Promise<void>): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'livevox-release-'));
	try {
		await use(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function fail(why: string): void {
	console.error(why);
	process.exitCode = 1;
}

main().catch((error: Error) => fail(error.message));
