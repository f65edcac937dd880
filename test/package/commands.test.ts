/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { blocksIn, codeIn, MARKDOWN_FILES } from './markdown';
import { filesIn, manifest, root } from './package-files';

/** npm's own commands, for which package.json needs no script. */
const OF_NPM = ['audit', 'ci', 'init', 'install', 'pack', 'version', 'view'];

/** Each command in a file's blocks and in its text, without variables before it. */
const commandsIn = (file: string): string[] =>
	[
		...blocksIn(file)
			.filter(({ language }) => language === '')
			.flatMap(({ text }) => text.split('\n')),
		...codeIn(file),
	]
		.flatMap((line) => line.split(' && '))
		.map((command) => command.trim().replace(/^([A-Z_0-9]+=\S+ )+/, ''))
		.filter((command) => /^(npm|npx) /.test(command));

function isKnown(command: string): boolean {
	const [program, first = '', second = ''] = command.split(' ');
	if (program === 'npx') return existsSync(join(root, 'node_modules/.bin', first));
	if (first === 'run') return second in manifest.scripts;
	return OF_NPM.includes(first) || first in manifest.scripts;
}

const commands = MARKDOWN_FILES.flatMap((file) => commandsIn(file).map((command) => ({ file, command })));

it('finds the commands of the documents', () => {
	expect(commands).toContainEqual({ file: 'docs/try-it.md', command: 'npm ci' });
	expect(commands).toContainEqual({ file: 'CONTRIBUTING.md', command: 'npx gulp build:icons' });
	expect([isKnown('npm run none'), isKnown('npx none'), isKnown('npm none')]).toEqual([false, false, false]);
});

it('every command exists', () => {
	expect(commands.filter(({ command }) => !isKnown(command))).toEqual([]);
});

it('every end-to-end test that is named exists', () => {
	const files = filesIn(join(root, 'test/e2e'));
	const named = commands.flatMap(({ command }) => command.match(/^npm run e2e -- ([\w-]+)$/)?.[1] ?? []);

	expect(named).not.toEqual([]);
	expect(named.filter((name) => !files.some((file) => file.includes(name)))).toEqual([]);
});
