/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FILES = readdirSync(__dirname)
	.filter((file) => file.endsWith('.test.ts'))
	.sort();

/**
 * Declares the tests of every file of this folder that falls to that part. n8n's engine has 2,000 modules, which jest
 * loads again for each file that it runs: a second each time, for 28 files on two lines of n8n.
 */
export function declarePart(part: number, parts: number): void {
	for (const file of FILES.filter((_, i) => i % parts === part)) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports
		describe(file, () => void require(join(__dirname, file)));
	}
}
