/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { Child } from './child';
import { environment } from './environment';
import { installN8n, newestVersion, nodeFor, type N8nVersion } from './install';
import { quietPort } from './port';

const CHECKOUT = resolve(__dirname, '../..');
const PACKAGE = 'n8n-nodes-livevox';
// Its last step. /healthz answers long before anything else does.
const READY = 'Editor is now accessible via';

export interface N8nOptions {
	/** Absent: the newest for the Node.js that runs this. */
	version?: N8nVersion;
	/** This package, built: the checkout if absent, an unpacked tarball, or null for an n8n without it. */
	packageFolder?: string | null;
	/** Absent: `info`. With less n8n would not say when it is ready. */
	logLevel?: 'info' | 'debug';
	/** Environment variables to add, or to set otherwise. */
	env?: Record<string, string>;
	/** Called with each line of n8n's log. */
	onLine?: (line: string) => void;
	/** Ends n8n at once, while it starts or later. */
	signal?: AbortSignal;
}

/** An n8n that runs. */
export interface N8n {
	/** On the loopback interface, without a trailing slash. */
	readonly url: string;
	readonly version: N8nVersion;
	/** Where it keeps everything; removed at its end. */
	readonly userFolder: string;
	/** In there: its own copy of this package, or where it puts one. */
	readonly packageFolder: string;
	/** Resolves with how it ended (`exit code 0`), when no process and no folder of it is left. */
	readonly exited: Promise<string>;
	/** The last 2,000 lines of its log. */
	log(): string;
	/** Asks it to end, and waits until nothing of it is left. */
	stop(): Promise<void>;
}

/**
 * Starts a real n8n that has this package installed and nothing else: no user, no workflow. It has a user folder and
 * ports of its own, and never outlives this process.
 *
 * @returns when the editor and the REST API can be used
 * @throws Error with n8n's log, if n8n ends instead
 */
export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const { version = newestVersion(), signal } = options;
	const installed = await installN8n(version, signal);
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-livevox-'));
	const removeFolder = async () => await rm(userFolder, { recursive: true, force: true });
	try {
		const packageFolder = await addPackage(userFolder, options.packageFolder);
		const { child, url } = await startProcess(installed, userFolder, { ...options, version });
		const exited = child.exited.finally(removeFolder);
		const ending = await Promise.race([child.printed(READY), exited]);
		signal?.throwIfAborted();
		if (ending) throw new Error(`n8n ${version} did not start (${ending}):\n${child.log()}`);
		return {
			url,
			version,
			userFolder,
			packageFolder,
			exited,
			log: () => child.log(),
			async stop() {
				await child.stop();
				await exited;
			},
		};
	} catch (error) {
		await removeFolder();
		throw error;
	}
}

/** Copies what npm would install. A link would lead n8n to the n8n-workflow of the checkout instead of its own. */
async function addPackage(userFolder: string, from: string | null = CHECKOUT): Promise<string> {
	const to = join(userFolder, '.n8n/nodes/node_modules', PACKAGE);
	if (from === null) return to;
	for (const part of ['package.json', 'dist']) {
		await cp(join(from, part), join(to, part), { recursive: true });
	}
	return to;
}

async function startProcess(
	installed: string,
	userFolder: string,
	{ version, logLevel = 'info', env, onLine, signal }: N8nOptions & { version: N8nVersion },
) {
	const node = await nodeFor(version, signal);
	const port = await quietPort();
	const brokerPort = await quietPort();
	const child = new Child(node.path, [join(installed, 'node_modules/n8n/bin/n8n'), 'start'], {
		folder: userFolder,
		env: { ...environment({ userFolder, node, port, brokerPort, logLevel }), ...env },
		signal,
	});
	if (onLine) child.on('line', onLine);
	return { child, url: `http://127.0.0.1:${port}` };
}
