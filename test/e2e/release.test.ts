/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { checkState, readState } from '../../scripts/release/checks';
import { filesIn, root } from '../package/package-files';

const SCRIPT = join(root, 'scripts/release.ts');

interface Ending {
	code: number;
	stdout: string;
	stderr: string;
}

/** Runs `npm run release` in a folder, without npm. */
async function release(cwd: string, ...args: string[]): Promise<Ending> {
	const command = ['--import', join(root, 'node_modules/tsx/dist/loader.mjs'), SCRIPT, ...args];
	return await promisify(execFile)(process.execPath, command, { cwd }).then(
		(output) => ({ code: 0, ...output }),
		(ending: Ending) => ending,
	);
}

const git = async (cwd: string, ...args: string[]) =>
	(await promisify(execFile)('git', [...IDENTITY, ...args], { cwd })).stdout.trim();

const IDENTITY = ['-c', 'user.name=A', '-c', 'user.email=a@tiny.test', '-c', 'tag.gpgSign=false'];

/** All that git knows and sees, the branches, the tags and the files. */
const stateOf = async (checkout: string) => [
	await git(checkout, 'status', '--porcelain'),
	await git(checkout, 'for-each-ref'),
	await git(checkout, 'rev-parse', 'HEAD'),
	filesIn(checkout).filter((file) => !file.startsWith('.git/')),
];

const folders: string[] = [];
const temporaryFolder = () => {
	folders.push(mkdtempSync(join(tmpdir(), 'livevox-release-test-')));
	return folders.at(-1)!;
};
afterAll(() => {
	for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A small package in a repository of its own, ready to be released. */
async function readyPackage(): Promise<string> {
	const folder = temporaryFolder();
	const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
	write('package.json', JSON.stringify(PACKAGE));
	write('package-lock.json', JSON.stringify(LOCKFILE));
	write('CHANGELOG.md', '# Changelog\n\n## [1.2.3] - 2026-05-01\n\n- Better.\n\n## [1.2.2]\n\n- Old.\n');
	await git(folder, 'init', '--quiet', '--initial-branch=main');
	await commitAll(folder);
	return folder;
}

const PACKAGE = {
	name: 'n8n-nodes-tiny',
	version: '1.2.3',
	author: { email: 'a@tiny.test' },
	scripts: { build: 'node -e 0' },
	dependencies: { runs: '1.0.0' },
	devDependencies: { builds: '1.0.0' },
};

const LOCKFILE = {
	name: PACKAGE.name,
	version: PACKAGE.version,
	lockfileVersion: 3,
	packages: {
		'': PACKAGE,
		'node_modules/builds': { version: '1.0.0', dev: true },
		'node_modules/runs': { version: '1.0.0' },
	},
};

async function commitAll(folder: string): Promise<void> {
	await git(folder, 'add', '--all');
	await git(folder, 'commit', '--quiet', '--no-gpg-sign', '--message', 'A change');
}

describe('a package that is ready', () => {
	it('shows in a dry run what a release would be, and is left as it was', async () => {
		const folder = await readyPackage();
		const before = await stateOf(folder);

		const { code, stdout, stderr } = await release(folder, '--dry-run');

		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(await stateOf(folder)).toEqual(before);
		expect(stdout).toContain('n8n-nodes-tiny 1.2.3, tag v1.2.3');
		expect(stdout).toMatch(/n8n-nodes-tiny-1\.2\.3\.tgz, \d+ bytes, 2 files/);
		expect(stdout).toMatch(/Integrity {2}sha512-[\w+/]{86}==/);
		expect(stdout).toMatch(/│ package\.json +│ +\d+ │/);
		expect(stdout).toContain('This was a dry run: nothing was changed.');
		expect(stdout).not.toContain('not yet');
		expect(stdout).toContain('- Better.');
		expect(stdout).not.toContain('- Old.');
		expect(stdout).toContain('run-time dependencies: runs@1.0.0');
		expect(stdout).toContain('To release, push the tag v1.2.3.');
	});

	it('gets a tarball, its bill of materials and the notes, from the tag alone', async () => {
		const folder = await readyPackage();
		await git(folder, 'tag', '--annotate', '--message', '1.2.3', 'v1.2.3');
		await git(folder, 'checkout', '--quiet', '--detach', 'v1.2.3');
		const into = join(temporaryFolder(), 'release');

		const { code } = await release(folder, '--into', into);

		expect(code).toBe(0);
		expect(filesIn(into)).toEqual(['n8n-nodes-tiny-1.2.3.cdx.json', 'n8n-nodes-tiny-1.2.3.tgz', 'notes.md']);
		const text = (file: string) => readFileSync(join(into, file), 'utf8');
		const sha512 = createHash('sha512')
			.update(readFileSync(join(into, 'n8n-nodes-tiny-1.2.3.tgz')))
			.digest();
		expect(text('notes.md')).toContain(`sha512-${sha512.toString('base64')}`);
		expect(JSON.parse(text('n8n-nodes-tiny-1.2.3.cdx.json'))).toMatchObject({
			bomFormat: 'CycloneDX',
			components: [{ 'bom-ref': 'runs@1.0.0' }],
			metadata: {
				component: {
					name: 'n8n-nodes-tiny',
					version: '1.2.3',
					hashes: [{ alg: 'SHA-512', content: sha512.toString('hex') }],
				},
			},
		});
	});
});

const edit = (file: string, change: (text: string) => string) => async (folder: string) => {
	const path = join(folder, file);
	writeFileSync(path, change(readFileSync(path, 'utf8')));
	await commitAll(folder);
};
const editPackage = (change: object) => edit('package.json', () => JSON.stringify({ ...PACKAGE, ...change }));

const obstacles: Array<[what: string, words: string, (folder: string) => Promise<unknown>]> = [
	[
		'no day in the changelog',
		'Begin the section with: ## [1.2.3] -',
		edit('CHANGELOG.md', (text) => text.replace('2026-05-01', 'Unreleased')),
	],
	['no section in the changelog', 'Begin the section with: ## [1.2.4] -', editPackage({ version: '1.2.4' })],
	['a prerelease', '1.2.3-rc.1 is a prerelease', editPackage({ version: '1.2.3-rc.1' })],
	['a placeholder', 'a placeholder', editPackage({ author: { email: 'a@tiny.example' } })],
	[
		'a file that is not committed',
		'Commit or undo: left.txt',
		async (folder) => writeFileSync(join(folder, 'left.txt'), ''),
	],
	[
		'a branch beside main',
		'Merge it into main first',
		async (folder) => {
			await git(folder, 'checkout', '--quiet', '-b', 'other');
			await edit('CHANGELOG.md', (text) => `${text}\n`)(folder);
		},
	],
	[
		'a tag that another commit has',
		'v1.2.3 is another commit',
		async (folder) => {
			await git(folder, 'tag', '--no-sign', 'v1.2.3');
			await edit('CHANGELOG.md', (text) => `${text}\n`)(folder);
		},
	],
];

describe('a package that is not ready', () => {
	it.concurrent.each(obstacles)('is told how to fix %s', async (_, words, obstruct) => {
		const folder = await readyPackage();
		await obstruct(folder);

		const unmet = checkState(await readState(folder)).filter(({ isMet }) => !isMet);

		expect(unmet.map(({ howToFix }) => howToFix)).toContainEqual(expect.stringContaining(words));
		expect(unmet).toHaveLength(words.includes('prerelease') ? 2 : 1);
	});

	it('is not released', async () => {
		const folder = await readyPackage();
		writeFileSync(join(folder, 'left.txt'), '');
		const into = join(temporaryFolder(), 'release');

		const { code, stderr } = await release(folder, '--into', into);

		expect(code).toBe(1);
		expect(stderr).toContain("n8n-nodes-tiny 1.2.3 can't be released yet");
		expect(stderr).toContain('Commit or undo: left.txt');
		expect(existsSync(into)).toBe(false);
	});
});

it('publishes nothing when nobody says what to do', async () => {
	const { code, stdout, stderr } = await release(root);

	expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
	expect(stderr).toContain('nothing on this machine publishes');
});

it('is rejected by npm, where npm cannot say where the package was built', async () => {
	const methods: string[] = [];
	const registry = createServer(({ method }, response) => {
		methods.push(method ?? '');
		response.writeHead(404).end('{}');
	});
	await once(registry.listen(0, '127.0.0.1'), 'listening');
	const at = `//127.0.0.1:${(registry.address() as AddressInfo).port}/`;
	const options = [`--registry=http:${at}`, `--${at}:_authToken=anyone`];
	const env = { ...process.env, GITHUB_ACTIONS: '', GITLAB_CI: '' };

	const publishing = promisify(execFile)('npm', ['publish', ...options], { cwd: root, env });

	await expect(publishing).rejects.toThrow('Automatic provenance generation not supported');
	expect(methods).not.toContain('PUT');
	registry.close();
});
