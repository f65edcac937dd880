/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './package-files';

const git = (...args: string[]): string[] =>
	execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);

const tracked = (pattern: string): string[] => git('ls-files', '--cached', '--others', '--exclude-standard', pattern);

/** Every Markdown file of the repository. */
export const MARKDOWN_FILES = tracked('*.md');

/** Every workflow in `examples/`. */
export const EXAMPLE_FILES = tracked('examples/*.workflow.json');

export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

export interface Block {
	language: string;
	text: string;
}

const FENCE = /^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;

/** The fenced blocks of a Markdown file. */
export const blocksIn = (file: string): Block[] =>
	[...read(file).matchAll(FENCE)].map(([, indent = '', language = '', text = '']) => ({
		language,
		text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), '').trimEnd(),
	}));

/** Its JSON blocks, parsed. */
export const jsonIn = (file: string): unknown[] =>
	blocksIn(file)
		.filter(({ language }) => language === 'json')
		.map(({ text }) => JSON.parse(text) as unknown);

/** What a Markdown file has between single backticks. */
export const codeIn = (file: string): string[] =>
	[
		...read(file)
			.replaceAll(FENCE, '')
			.matchAll(/`([^`\n]+)`/g),
	].map(([, code]) => code!);

/**
 * Checks links with remark, without the network.
 *
 * @param page Markdown as if it were a file in the package's folder
 * @param files files to check instead, relative to that folder
 * @returns a line for each link that leads nowhere
 */
export function brokenLinks(page: string, files: string[] = ['--file-path', 'page.md']): string[] {
	const options = ['--no-config', '--frail', '--quiet', '--no-color'];
	const plugin = ['--use', 'remark-validate-links=repository:false'];
	const { status, stderr } = spawnSync(
		process.execPath,
		[join(root, 'node_modules/remark-cli/cli.js'), ...options, ...plugin, ...files],
		{ cwd: root, encoding: 'utf8', input: page },
	);
	const found = stderr.split('\n').filter((line) => line.includes('Cannot find'));
	// Without a plugin, or with another failure, it would find nothing wrong.
	if ((status === 0) !== (found.length === 0)) throw new Error(stderr);
	return found;
}
