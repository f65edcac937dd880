/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import axios from 'axios';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { blocksIn, codeIn, MARKDOWN_FILES } from './markdown';
import { filesIn, manifest, root } from './package-files';

const run = promisify(execFile);
const TSX = require.resolve('tsx/cli');

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

describe('docs/try-it.md', () => {
	it('shows what npm start prints', async () => {
		const { stdout } = await run(process.execPath, [TSX, 'scripts/start.ts'], { cwd: root });
		const block = blocksIn('docs/try-it.md').find(({ text }) => text.includes('Match: '))!;
		// Messages go out in parallel, so LiveVox numbers them in an order of its own.
		const printed = withoutIds(stdout);
		const shown = withoutIds(block.text)
			.split('\n')
			.filter((line) => line !== '...');

		expect(shown.length).toBeGreaterThan(10);
		expect(shown.filter((line) => !printed.includes(line))).toEqual([]);
	}, 120_000);

	it('has a simulator that answers the calls it prints', async () => {
		const simulator = spawn(process.execPath, [TSX, 'scripts/simulator.ts'], { cwd: root });
		try {
			const printed = await firstWords(simulator);
			const [url] = printed.match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
			const { status } = await axios.get(`${url}/sms/codes`, { validateStatus: () => true, proxy: false });

			expect(printed).toContain('curl');
			expect(status).toBe(401);
		} finally {
			simulator.kill();
		}
	}, 60_000);
});

const withoutIds = (text: string) => text.replace(/\b\d{11}\b/g, 'ID');

/** What a program prints until it has told how to use it. */
async function firstWords({ stdout }: ReturnType<typeof spawn>): Promise<string> {
	let printed = '';
	for await (const chunk of stdout!) {
		printed += String(chunk);
		if (printed.includes('Requests:')) break;
	}
	return printed;
}
