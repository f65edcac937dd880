/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { checkState, readState } from './release/checks';
import { packCommit } from './release/pack';
import { checkList, plan, releaseNotes, USAGE } from './release/report';

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
	if (values['dry-run']) await rehearse();
	else if (values.into) await release(resolve(values.into));
	else throw new Error(USAGE);
}

async function rehearse(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'livevox-release-'));
	try {
		const state = await readState(CHECKOUT);
		const checks = checkState(state);
		const packed = await packCommit(CHECKOUT, state.name, folder);
		console.log(plan(state, checks, packed, releaseNotes(state, packed)));
		const open = checks.filter(({ isMet }) => !isMet).length;
		const verdict = open === 0 ? 'Ready' : `Not ready: ${open} of ${checks.length} checks failed`;
		const next = open === 0 ? ` To release, push the tag ${state.tag}.` : '';
		console.log(`${verdict}. This was a dry run: nothing was changed.${next}`);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function release(folder: string): Promise<void> {
	const state = await readState(CHECKOUT);
	const checks = checkState(state);
	const failed = checks.filter(({ isMet }) => !isMet);
	if (failed.length > 0) {
		throw new Error(`${state.name} ${state.version} can't be released yet:\n\n${checkList(failed)}`);
	}
	mkdirSync(folder, { recursive: true });
	const packed = await packCommit(CHECKOUT, state.name, folder);
	const notes = releaseNotes(state, packed);
	writeFileSync(join(folder, 'notes.md'), notes);
	console.log(plan(state, checks, packed, notes));
	console.log('The files are written. Nothing is published yet.');
}

main().catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
