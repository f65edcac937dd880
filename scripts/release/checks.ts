/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './run';

/** What decides whether the checked out commit can be released. */
export interface State {
	name: string;
	version: string;
	tag: string;
	authorEmail: string;
	/** The commit that is checked out. */
	commit: string;
	/** The commit that the tag names; '' if there is no such tag. */
	taggedCommit: string;
	/** The branches that hold the commit, including those of remotes. */
	branches: string[];
	/** Files that differ from the commit. */
	changedFiles: string[];
	/** The version's section of the changelog: its day, or a word such as Unreleased, and its text. */
	changes: { date: string; text: string } | undefined;
}

/** One requirement of a release. */
export interface Check {
	requirement: string;
	isMet: boolean;
	howToFix: string;
}

/** Reads package.json, the changelog and git; uses no network. */
export async function readState(checkout: string): Promise<State> {
	const text = (file: string) => readFileSync(join(checkout, file), 'utf8');
	const git = async (...args: string[]) => await run(checkout, 'git', ...args);
	const { name, version, author } = JSON.parse(text('package.json'));
	const tag = `v${version}`;
	return {
		name,
		version,
		tag,
		authorEmail: author.email,
		commit: await git('rev-parse', 'HEAD'),
		taggedCommit: await git('for-each-ref', `--format=${COMMIT_OF_TAG}`, `refs/tags/${tag}`),
		branches: lines(await git('branch', '--all', '--contains', 'HEAD', '--format=%(refname)')),
		changedFiles: lines(await git('status', '--porcelain')).map((line) => line.slice(3)),
		changes: findChanges(version, text('CHANGELOG.md')),
	};
}

/** An annotated tag is an object of its own that names the commit. */
const COMMIT_OF_TAG = '%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)';

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

/** Finds the section of a version in a changelog in the format of Keep a Changelog. */
function findChanges(version: string, changelog: string): State['changes'] {
	const sections = changelog.split(/^## /m).slice(1);
	const section = sections.find((each) => each.startsWith(`[${version}]`));
	if (section === undefined) return undefined;
	const [title = '', ...text] = section.split('\n');
	return { date: title.split(' - ')[1]?.trim() ?? '', text: text.join('\n').trim() };
}

/** The requirements of a release, in the order in which to meet them. */
export function checkState(state: State): Check[] {
	const { version, tag, changes, changedFiles, branches, taggedCommit, commit, authorEmail } = state;
	return [
		{
			requirement: 'package.json names an address that receives vulnerability reports',
			isMet: !authorEmail.endsWith('.example'),
			howToFix: `${authorEmail} is a placeholder: see "Before you publish: placeholders" in CONTRIBUTING.md`,
		},
		{
			requirement: 'The version has three numbers',
			isMet: /^\d+\.\d+\.\d+$/.test(version),
			howToFix: `${version} is a prerelease, which npm wouldn't publish as the latest version`,
		},
		{
			requirement: 'CHANGELOG.md has a section for the version, with its day',
			isMet: /^\d{4}-\d\d-\d\d$/.test(changes?.date ?? '') && changes?.text !== '',
			howToFix: `Begin the section with: ## [${version}] - followed by the day, such as 2026-05-01`,
		},
		{
			requirement: 'All changes are committed',
			isMet: changedFiles.length === 0,
			howToFix: `Commit or undo: ${changedFiles.join(', ')}`,
		},
		{
			requirement: 'The commit is on main',
			isMet: branches.some((branch) => /^refs\/(heads|remotes\/origin)\/main$/.test(branch)),
			howToFix: 'Merge it into main first',
		},
		{
			requirement: `The tag ${tag} belongs to this commit or is unused`,
			isMet: taggedCommit === '' || taggedCommit === commit,
			howToFix: `${tag} is another commit (${taggedCommit.slice(0, 7)}): use the next version number`,
		},
	];
}
