/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesIn, manifest, readJson, root } from './package-files';

interface LockedPackage {
	resolved?: string;
	integrity?: string;
	devDependencies?: Record<string, string>;
}

describe('package.json', () => {
	it('is that of a community node package', () => {
		expect(manifest).toMatchObject({
			name: 'n8n-nodes-livevox',
			license: 'MIT',
			keywords: expect.arrayContaining(['n8n-community-node-package']),
			engines: { node: '>=20.19' },
			n8n: { n8nNodesApiVersion: 1, strict: true },
		});
		expect(manifest.files).toEqual(['dist']);
	});

	it('brings nothing along at run time', () => {
		expect(Object.keys(manifest)).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^(optionalD|bundle(d)?D|d)ependencies$/)]),
		);
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	});

	it('runs nothing on the machine that installs it', () => {
		const byNpmItself = Object.keys(manifest.scripts).filter((name) =>
			/^(pre|post)|^(un)?install$|^prepare|^prepack$|^publish|^dependencies$/.test(name),
		);

		expect(byNpmItself).toEqual([]);
		expect(manifest).not.toHaveProperty('bin');
		expect(manifest).not.toHaveProperty('gypfile');
		expect(existsSync(join(root, 'binding.gyp'))).toBe(false);
	});

	it('can be published only where npm can say where it was built', () => {
		expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
	});

	it('names every node and credential that was built, and no other', () => {
		const built = filesIn(join(root, 'dist')).map((path) => `dist/${path}`);

		expect(manifest.n8n.nodes).toEqual(built.filter((path) => path.endsWith('.node.js')));
		expect(manifest.n8n.credentials).toEqual(built.filter((path) => path.endsWith('.credentials.js')));
		expect(manifest.n8n.nodes).not.toEqual([]);
		expect(manifest.n8n.credentials).not.toEqual([]);
	});

	it('pins every development dependency to one version', () => {
		const unpinned = Object.entries(manifest.devDependencies).filter(
			([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+$/.test(version),
		);

		expect(unpinned).toEqual([]);
	});
});

describe('an install', () => {
	it('runs no script of a dependency', () => {
		expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true');
	});

	it('is locked, to versions and hashes and not to a registry', () => {
		expect(existsSync(join(root, 'package-lock.json'))).toBe(true);

		const { packages } = readJson<{
			packages: Record<string, LockedPackage>;
		}>('package-lock.json');
		const { '': own, ...others } = packages;
		const withoutHash = Object.keys(others).filter((path) => !others[path]?.integrity);
		expect(own?.devDependencies).toEqual(manifest.devDependencies);
		expect(Object.values(packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
		expect(withoutHash).toEqual([]);
	});
});
