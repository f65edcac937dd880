/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync } from 'node:fs';

import { chromium, type Browser } from 'playwright-core';

import { installPackages } from './debian';

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
	if (!existsSync(CHROMIUM)) await installPackages('Chromium', PACKAGES);
	return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}
