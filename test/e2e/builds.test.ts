/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { filesIn, root } from '../package/package-files';

const gulp = 'node_modules/gulp/bin/gulp.js';

const copies: string[] = [];

// Builds a copy, because other tests read this package's own dist meanwhile.
async function filesBuiltBy(...command: string[]): Promise<string[]> {
	const copy = mkdtempSync(join(tmpdir(), 'livevox-build-'));
	copies.push(copy);
	for (const name of readdirSync(root)) {
		if (name === 'dist' || name === 'node_modules' || name.startsWith('.')) continue;
		cpSync(join(root, name), join(copy, name), { recursive: true });
	}
	symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
	await promisify(execFile)(process.execPath, command, { cwd: copy });
	return filesIn(join(copy, 'dist'));
}

afterAll(() => {
	for (const copy of copies) rmSync(copy, { recursive: true });
});

it('gulp builds the same files as n8n-node build', async () => {
	const byGulp = await filesBuiltBy(gulp);

	expect(byGulp).toEqual(filesIn(join(root, 'dist')));
	expect(byGulp).toEqual(
		expect.arrayContaining([
			'credentials/LiveVoxApi.credentials.js',
			'icons/livevox.dark.svg',
			'icons/livevox.svg',
			'nodes/LiveVoxSms/LiveVoxSms.node.js',
			'nodes/LiveVoxSms/LiveVoxSms.node.json',
			'nodes/LiveVoxSms/__schema__/v1.0.0/sms/send.json',
		]),
	);
}, 120_000);

it('gulp build:icons copies every icon, the codex, and the output schemas', async () => {
	expect(await filesBuiltBy(gulp, 'build:icons')).toEqual([
		'icons/livevox.dark.svg',
		'icons/livevox.svg',
		'nodes/LiveVoxSms/LiveVoxSms.node.json',
		'nodes/LiveVoxSms/__schema__/v1.0.0/code/list.json',
		'nodes/LiveVoxSms/__schema__/v1.0.0/sms/send.json',
		'nodes/LiveVoxSms/__schema__/v1.0.0/template/list.json',
	]);
}, 120_000);
