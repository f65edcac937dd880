/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { table } from '../layout';
import type { Check, State } from './checks';
import type { Packed } from './pack';

export const USAGE = `A version is published by GitHub Actions alone, when its tag is pushed: nothing on this machine publishes.

  npm run release -- --dry-run        shows what a release of this commit would be
  npm run release -- --into <folder>  writes its files there, as the workflow does

See "Publish a version" in CONTRIBUTING.md.`;

/** The checks, with what to do about those that failed. */
export const checkList = (checks: Check[]): string =>
	checks
		.map(({ requirement, isMet, howToFix }) =>
			isMet ? `  ok       ${requirement}` : `  not yet  ${requirement}\n           ${howToFix}`,
		)
		.join('\n');

/** The text of the GitHub release: the changes, and how to check that a download is what was built. */
export const releaseNotes = ({ name, version, commit, changes }: State, { tarball }: Packed) => `${changes?.text ?? ''}

### Check this release

\`${tarball.filename}\` was built from commit ${commit} with Node.js ${process.version}. npm has the same file if \`npm view ${name}@${version} dist.integrity\` shows

\`\`\`
${tarball.integrity}
\`\`\`

\`npm audit signatures\` checks npm's signature and the provenance of an installed version.
`;

/** What would be published or was written, in the order in which it happens. */
export const plan = (
	{ name, version, tag, commit }: State,
	checks: Check[],
	{ tarball, sbom }: Packed,
	notes: string,
): string => `${name} ${version}, tag ${tag}, commit ${commit}

Checks

${checkList(checks)}

Tests

  GitHub Actions first runs all of .ci/run on Node.js 20, 22 and 24, and checks the signatures of
  what npm ci installs. If one fails, nothing is published.

Published on npm, with provenance

  ${tarball.filename}, ${tarball.size} bytes, ${tarball.files.length} files
  Integrity  ${tarball.integrity}

${table(
	['File', 'Bytes'],
	tarball.files.map(({ path, size }) => [path, String(size)]),
	{ colAligns: ['left', 'right'] },
)}

Released on GitHub as ${tag}, with these files

  ${tarball.filename}
  ${sbom.filename}: CycloneDX; run-time dependencies: ${sbom.components.join(', ') || 'none'}

and this text

${notes.trim().replace(/^(?=.)/gm, '  ')}
`;
