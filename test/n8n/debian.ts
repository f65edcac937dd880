/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { startProgress } from './progress';

const APT = '/usr/bin/apt-get';
/** Two that install at once would find each other's lock on the lists of packages, and fail. */
const LOCK = join(tmpdir(), 'n8n-nodes-livevox-apt.lock');

/**
 * Installs Debian packages, with progress on the terminal.
 *
 * @param what for messages: `Chromium`
 * @throws Error with what to type, where this process may not
 */
export async function installPackages(what: string, packages: string[]): Promise<void> {
	const install = ['install', '-y', '--no-install-recommends', ...packages];
	if (process.getuid?.() !== 0 || !existsSync(APT)) {
		throw new Error(`These tests need ${what}. On Debian, as root: apt-get ${install.join(' ')}`);
	}
	const progress = startProgress(`Installing ${what}, once`);
	try {
		await aptGet('update');
		await aptGet(...install);
	} finally {
		progress.end();
	}
}

const aptGet = async (...args: string[]) =>
	await promisify(execFile)('flock', [LOCK, APT, ...args], {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	});
