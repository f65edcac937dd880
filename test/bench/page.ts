/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

export const PAGE = resolve(__dirname, '../../docs/benchmarks.md');

/**
 * Writes a part of docs/benchmarks.md again, in its place. A part goes from a heading of the first level to the next; each
 * command has its own, and leaves the others as they are.
 */
export async function writePart(text: string): Promise<void> {
	const page = await readFile(PAGE, 'utf8').catch(() => '');
	const parts = page.split(/^(?=# )/m).filter(Boolean);
	const found = parts.findIndex((part) => headingOf(part) === headingOf(text));
	parts.splice(found < 0 ? parts.length : found, 1, text);
	await mkdir(dirname(PAGE), { recursive: true });
	await writeFile(PAGE, `${parts.map((part) => part.trim()).join('\n\n')}\n`);
}

const headingOf = (part: string) => part.split('\n', 1)[0];
