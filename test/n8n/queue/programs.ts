/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { installPackages } from '../debian';

const PACKAGES = ['postgresql', 'redis-server'];
const POSTGRES_VERSIONS = '/usr/lib/postgresql';
const REDIS = '/usr/bin/redis-server';
// Asked by Debian's packages before they start a server; 101 forbids it.
const POLICY = '/usr/sbin/policy-rc.d';
const FORBID_SERVERS = '#!/bin/sh\nexit 101\n';

export interface Programs {
	/** The folder of `postgres` and `initdb`. */
	postgres: string;
	/** The path of `redis-server`. */
	redis: string;
}

/**
 * Finds Debian's Postgres and Redis, and installs them before where they are missing. Debian's own servers are not
 * started.
 *
 * @throws Error with what to install, where this process may not
 */
export async function installPrograms(): Promise<Programs> {
	if (!findPrograms()) await installQuietly();
	const programs = findPrograms();
	if (!programs) throw new Error(`${PACKAGES.join(' and ')} were installed, but not where expected`);
	return programs;
}

function findPrograms(): Programs | undefined {
	if (!existsSync(REDIS) || !existsSync(POSTGRES_VERSIONS)) return undefined;
	const [newest] = readdirSync(POSTGRES_VERSIONS)
		.filter((version) => existsSync(join(POSTGRES_VERSIONS, version, 'bin/initdb')))
		.sort((one, other) => Number(other) - Number(one));
	return newest ? { postgres: join(POSTGRES_VERSIONS, newest, 'bin'), redis: REDIS } : undefined;
}

async function installQuietly(): Promise<void> {
	const isForbidding = !existsSync(POLICY);
	try {
		if (isForbidding) await writeFile(POLICY, FORBID_SERVERS, { mode: 0o755 });
		await installPackages('Postgres and Redis', PACKAGES);
	} finally {
		if (isForbidding) await rm(POLICY, { force: true });
	}
}
