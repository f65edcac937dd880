/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { filesIn, root } from './package-files';

function packedFiles(): string[] {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: root,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [tarball] = JSON.parse(output) as Array<{ files: Array<{ path: string }> }>;
	return (tarball?.files ?? []).map(({ path }) => path);
}

describe('the tarball', () => {
	const packed = packedFiles();
	const inDist = packed.filter((path) => path.startsWith('dist/'));

	it('holds dist and the documents for users alone', () => {
		expect(packed.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
			'CHANGELOG.md',
			'LICENSE.md',
			'README.md',
			'package.json',
		]);
		expect(inDist.sort()).toEqual(filesIn(join(root, 'dist')).map((path) => `dist/${path}`));
	});

	it('holds no test and nothing that only the build needs', () => {
		expect(
			inDist.filter((path) => !/^dist\/(credentials|icons|nodes)\/.+\.(js|d\.ts|js\.map|svg|json)$/.test(path)),
		).toEqual([]);
		expect(inDist.filter((path) => /\btest\b|\.tsbuildinfo$/.test(path))).toEqual([]);
	});
});
