/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { changesOf, type Changes } from './changelog';
import { run } from './run';

/** What decides whether the checked out commit can be released. */
export interface State {
	name: string;
	version: string;
	tag: string;
	authorEmail: string;
	/** The commit that is checked out. */
	commit: string;
	/** The commit that the tag names; '' where there is no such tag. */
	taggedCommit: string;
	/** The branches that hold the commit, those of remotes included. */
	branches: string[];
	/** Files that differ from the commit. */
	changedFiles: string[];
	/** The version's chapter of the changelog; undefined where there is none. */
	changes: Changes | undefined;
}

/** Reads package.json, the changelog and git, and asks nobody outside this machine. */
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
		changes: changesOf(version, text('CHANGELOG.md')),
	};
}

/** An annotated tag is an object of its own that names the commit. */
const COMMIT_OF_TAG = '%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)';

const lines = (text: string) => text.split('\n').filter((line) => line !== '');
