/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { basename } from 'node:path';

import { table, wrap } from '../start/layout';
import type { Check } from './checks';
import { integrityOf } from './notes';
import type { Tarball } from './pack';
import type { Sbom } from './sbom';
import type { State } from './state';

export const USAGE = `A version is published by GitHub Actions alone, when its tag is pushed: nothing on this machine publishes.

  npm run release -- --dry-run        shows what a release of this commit would be
  npm run release -- --into <folder>  writes its files there, as the workflow does

See "Publish a version" in CONTRIBUTING.md.`;

/** Why no files were written. */
export const refusal = ({ name, version }: State, checks: Check[]): string =>
	`${name} ${version} cannot be released yet:\n\n${checkList(checks.filter(({ isMet }) => !isMet))}`;

/** All that a release is made of. */
export interface Plan {
	state: State;
	checks: Check[];
	tarball: Tarball;
	sbom: Sbom;
	notes: string;
	isRehearsal: boolean;
}

const CI = wrap(
	'GitHub Actions runs all of .ci/run on Node.js 20, 22 and 24 first, and checks the signatures of what npm ci installs. If one fails, nothing is published.',
	2,
);

/** What would be published or was written, in the order in which it happens. */
export const plan = (plan: Plan): string =>
	[
		`${plan.state.name} ${plan.state.version}, tag ${plan.state.tag}, commit ${plan.state.commit}`,
		`\nChecks\n\n${checkList(plan.checks)}`,
		`\nTests\n\n${CI}`,
		`\nPublished on npm, with provenance\n\n${tarballLines(plan.tarball)}`,
		`\nReleased on GitHub as ${plan.state.tag}, with these files\n\n${assetLines(plan)}`,
		`\nand this text\n\n${indented(plan.notes)}`,
		ending(plan),
	].join('\n');

function checkList(checks: Check[]): string {
	return checks
		.map(({ what, isMet, mend }) =>
			isMet ? `  ok       ${what}` : `  not yet  ${what}\n${wrap(mend, 11)}`,
		)
		.join('\n');
}

function tarballLines(tarball: Tarball): string {
	const rows = tarball.files.map(({ path, size }) => [path, String(size)]);
	return [
		`  ${basename(tarball.file)}, ${tarball.size} bytes, ${tarball.files.length} files`,
		`  Integrity  ${integrityOf(tarball)}`,
		`  SHA-512    ${tarball.sha512.toString('hex')}\n`,
		table(
			[
				{ name: 'File', align: 'left' },
				{ name: 'Bytes', align: 'right' },
			],
			rows,
		),
	].join('\n');
}

function assetLines({ tarball, sbom }: Plan): string {
	const brings = sbom.components.length === 0 ? 'nothing' : sbom.components.join(', ');
	return [
		`  ${basename(tarball.file)}`,
		`  ${basename(sbom.file)}: ${sbom.format}; an install brings along ${brings}`,
	].join('\n');
}

const indented = (text: string) => text.trim().replace(/^(?=.)/gm, '  ');

function ending({ checks, isRehearsal, state: { tag } }: Plan): string {
	const open = checks.filter(({ isMet }) => !isMet).length;
	if (!isRehearsal) return '\nThe files are written. Nothing is published yet.';
	return open === 0
		? `\nReady. This was a dry run: nothing was changed. To release, push the tag ${tag}.`
		: `\nNot ready: ${open} of ${checks.length} checks are not met. This was a dry run: nothing was changed.`;
}
