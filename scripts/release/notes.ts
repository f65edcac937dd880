/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Tarball } from './pack';
import type { State } from './state';

/** As npm, lockfiles and browsers write a hash. */
export const integrityOf = ({ sha512 }: Tarball) => `sha512-${sha512.toString('base64')}`;

/** Writes the text of the GitHub release: the changes, and how to check that a download is what was built. */
export function writeNotes(folder: string, state: State, tarball: Tarball): string {
	const text = `${state.changes?.text ?? ''}

### Check this release

\`${basename(tarball.file)}\` was built from commit ${state.commit} with Node.js ${process.version}. It is what npm has: \`npm view ${state.name}@${state.version} dist.integrity\` says the same as

\`\`\`
${integrityOf(tarball)}
\`\`\`

\`npm audit signatures\` checks npm's signature and the provenance of an installed version.
`;
	writeFileSync(join(folder, 'notes.md'), text);
	return text;
}
