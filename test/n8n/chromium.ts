/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

import { chromium, type Browser } from 'playwright-core';

import { startProgress } from './progress';

const CHROMIUM = '/usr/bin/chromium';
const PACKAGES = ['chromium', 'fonts-liberation'];
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/**
 * Starts Debian's Chromium without a window and with a profile of its own, and installs it before where it is missing.
 *
 * @throws Error with what to install, where this process may not
 */
export async function startChromium(): Promise<Browser> {
	if (!existsSync(CHROMIUM)) await installChromium();
	return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

async function installChromium(): Promise<void> {
	const install = ['install', '-y', '--no-install-recommends', ...PACKAGES];
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
		throw new Error(
			`The browser tests need Chromium at ${CHROMIUM}. On Debian, as root: apt-get ${install.join(' ')}`,
		);
	}
	const progress = startProgress('Installing Chromium, once');
	const aptGet = async (...args: string[]) =>
		await promisify(execFile)('apt-get', args, {
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		});
	try {
		await aptGet('update');
		await aptGet(...install);
	} finally {
		progress.end();
	}
}
