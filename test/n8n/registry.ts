/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { cachedInstall } from './cached-install';
import { makeCertificate } from './certificate';
import { Child } from './child';
import { HERE } from './install';
import { quietPort } from './port';
import { defaultRegistry, startDetour, type Detour } from './registry-detour';

const PACKAGE = 'n8n-nodes-livevox';
const READY = 'http address';

/** An npm registry of our own: verdaccio, with this package alone and no other registry behind it. */
export interface Registry {
	/**
	 * What an n8n has in its environment, to find its community packages here. Another registry than npm's is a setting
	 * that n8n keeps for licensed users: so it goes on to ask for npm's, and is led here.
	 */
	environment: Record<string, string>;
	/** Its own. Goes when it ends, however that comes, with all that others have put there. */
	folder: string;
	/** Publishes a tarball as the latest version. */
	publish: (file: string) => Promise<void>;
	/** What it was asked for, and how it answered. */
	log: () => string;
	stop: () => Promise<void>;
}

/**
 * Starts an empty registry on the loopback interface, in a folder of its own. Like n8n it never outlives this process.
 *
 * @throws Error with verdaccio's log, if it ends instead
 */
export async function startRegistry(signal?: AbortSignal): Promise<Registry> {
	const recipe = { name: 'verdaccio-6.8.0', from: 'verdaccio', compiled: [], node: HERE, signal };
	const installed = await cachedInstall(recipe);
	const folder = await mkdtemp(join(tmpdir(), 'livevox-registry-'));
	const port = await quietPort();
	const detour = await startDetour(port);
	const leave = async () => {
		await detour.close();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const child = await startProcess(installed, folder, port, signal);
		const environment = environmentOf(folder, detour);
		return {
			environment,
			folder,
			publish: async (file) => await publish(file, port, environment),
			log: () => child.log(),
			async stop() {
				await child.stop();
				await leave();
			},
		};
	} catch (error) {
		await leave();
		throw error;
	}
}

/** JSON is YAML. Without `proxy`, verdaccio asks no other registry. */
const config = {
	storage: './storage',
	auth: { htpasswd: { file: './htpasswd' } },
	web: { enable: false },
	https: { key: './key.pem', cert: './cert.pem' },
	packages: {
		[PACKAGE]: { access: '$all', publish: '$all' },
		'**': { access: '$all' },
	},
	log: { type: 'stdout', format: 'pretty', colors: false, level: 'http' },
};

async function startProcess(
	installed: string,
	folder: string,
	port: number,
	signal: AbortSignal | undefined,
): Promise<Child> {
	await makeCertificate(folder, [await defaultRegistry(folder)]);
	await writeFile(join(folder, 'config.yaml'), JSON.stringify(config));
	const program = join(installed, 'node_modules/verdaccio/bin/verdaccio');
	const args = [program, '--config', 'config.yaml', '--listen', `https://127.0.0.1:${port}`];
	const child = new Child(HERE.path, args, { folder, env: { HOME: folder }, signal });
	const ending = await Promise.race([child.printed(READY), child.exited]);
	signal?.throwIfAborted();
	if (ending) throw new Error(`verdaccio did not start (${ending}):\n${child.log()}`);
	return child;
}

function environmentOf(folder: string, detour: Detour): Record<string, string> {
	const certificate = join(folder, 'cert.pem');
	return {
		HTTPS_PROXY: detour.url,
		NO_PROXY: '127.0.0.1',
		NODE_EXTRA_CA_CERTS: certificate,
		npm_config_cafile: certificate,
		npm_config_cache: join(folder, 'cache'),
		npm_config_fetch_retries: '0',
		npm_config_update_notifier: 'false',
		// The user's own may name another registry.
		npm_config_userconfig: join(folder, 'npmrc'),
	};
}

async function publish(file: string, port: number, environment: Record<string, string>) {
	const registry = `//127.0.0.1:${port}/`;
	const options = [
		`--registry=https:${registry}`,
		// npm publishes only with some token. Verdaccio lets everyone publish here.
		`--${registry}:_authToken=anyone`,
		'--ignore-scripts',
		// package.json asks for a statement of where it was built, which only GitHub Actions can make.
		'--provenance=false',
		'--loglevel=error',
	];
	const { PATH } = process.env;
	await promisify(execFile)('npm', ['publish', file, ...options], {
		env: { ...environment, PATH },
	});
}
