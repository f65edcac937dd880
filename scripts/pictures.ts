/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');
const TAKEN = join(ROOT, 'test/e2e/pictures');
const SHOWN = join(ROOT, 'docs/pictures');
/** Beside the examples: what README and docs show. */
const NAMES = [
	'canvas-dark',
	'canvas-light',
	'credential',
	'node-creator-actions',
	'output-dry-run',
	'output-held',
	'panel-send-message',
	'rejection',
];

/** Takes the pictures of the documentation again, in the editor of a real n8n: `npm run docs:pictures`. */
function main(): void {
	rmSync(TAKEN, { recursive: true, force: true });
	const jest = [require.resolve('jest/bin/jest'), '--config', 'test/e2e/jest.config.js', '--runInBand'];
	const { status } = spawnSync(process.execPath, [...jest, 'browser.test', 'canvas.test'], {
		cwd: ROOT,
		stdio: 'inherit',
	});
	if (status !== 0) {
		process.exitCode = 1;
		return;
	}
	const examples = readdirSync(TAKEN).filter((file) => file.startsWith('example-'));
	rmSync(SHOWN, { recursive: true, force: true });
	mkdirSync(SHOWN, { recursive: true });
	for (const file of [...examples, ...NAMES.map((name) => `${name}.jpg`)]) {
		copyFileSync(join(TAKEN, file), join(SHOWN, file));
	}
}

main();
