import type { State } from './state';

/** One thing that has to be so before a version is published. */
export interface Check {
	/** What has to be so. */
	what: string;
	isMet: boolean;
	/** How to get there. */
	mend: string;
}

/** What a release refuses to do without, in the order in which one mends it. */
export function checksOf(state: State): Check[] {
	const { version, tag, changes, changedFiles, branches, taggedCommit, commit, authorEmail } =
		state;
	return [
		{
			what: 'package.json names an address that a report of a vulnerability reaches',
			isMet: !authorEmail.endsWith('.example'),
			mend: `${authorEmail} is a placeholder: see "Before you publish: placeholders" in CONTRIBUTING.md`,
		},
		{
			what: 'The version has three numbers',
			isMet: /^\d+\.\d+\.\d+$/.test(version),
			mend: `${version} is a prerelease, which npm would not publish as the latest version`,
		},
		{
			what: 'CHANGELOG.md has a chapter for the version, with its day',
			isMet: /^\d{4}-\d\d-\d\d$/.test(changes?.date ?? '') && changes?.text !== '',
			mend: `Begin the chapter with: ## [${version}] - followed by the day, such as 2026-05-01`,
		},
		{
			what: 'All changes are committed',
			isMet: changedFiles.length === 0,
			mend: `Commit or undo: ${changedFiles.join(', ')}`,
		},
		{
			what: 'The commit is on main',
			isMet: branches.some((branch) => /^refs\/(heads|remotes\/origin)\/main$/.test(branch)),
			mend: 'Merge it into main first',
		},
		{
			what: `The tag ${tag} is this commit's, or still free`,
			isMet: taggedCommit === '' || taggedCommit === commit,
			mend: `${tag} is another commit (${taggedCommit.slice(0, 7)}): take the next version number`,
		},
	];
}
