/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Child } from '../child';
import { environment } from '../environment';
import { installN8n, nodeFor, type N8nVersion } from '../install';
import { quietPort } from '../port';

const PACKAGE = 'n8n-nodes-livevox';

export interface ProcessOptions {
	version: N8nVersion;
	/** Where its user folder is made. */
	root: string;
	/** The package, unpacked; null: this process has to do without. */
	packageFolder: string | null;
	/** What to start: `start`, or `worker` with its flags. */
	command: string[];
	/** In the line that it prints when it is ready. */
	ready: string;
	/** Of the editor. A worker does not use it. */
	port: number;
	/** Added to the environment. */
	env: Record<string, string>;
}

/** A process of an n8n, with a user folder of its own. It can be ended and started again with the same folder. */
export class N8nProcess {
	private child: Child | undefined;
	private userFolder: string | undefined;

	constructor(private readonly options: ProcessOptions) {}

	/**
	 * @returns when it is ready
	 * @throws Error with its log, if it ends instead
	 */
	async start(): Promise<void> {
		const { version, root, command, ready, port, env } = this.options;
		const installed = await installN8n(version);
		const node = await nodeFor(version);
		const brokerPort = await quietPort();
		const userFolder = this.userFolder ?? (await this.makeUserFolder());
		const child = new Child(node.path, [join(installed, 'node_modules/n8n/bin/n8n'), ...command], {
			folder: root,
			cwd: userFolder,
			env: { ...environment({ userFolder, node, port, brokerPort, logLevel: 'info' }), ...env },
		});
		this.child = child;
		const ending = await Promise.race([child.printed(ready), child.exited]);
		if (ending) throw new Error(`n8n ${command[0]} did not start (${ending}):\n${child.log()}`);
	}

	/** Asks it to end: it finishes what it is doing, for which it has 10 seconds here. */
	async stop(): Promise<void> {
		await this.child?.stop();
	}

	/** `kill -9`, with all that it has started. */
	async kill(): Promise<void> {
		this.child?.kill();
		await this.child?.exited;
	}

	/** Of the package, as it lies in the user folder: `null` where it is missing. */
	async packageVersion(): Promise<string | null> {
		const manifest = await readFile(join(this.installedPackage, 'package.json'), 'utf8').catch(() => null);
		return manifest && (JSON.parse(manifest) as { version: string }).version;
	}

	/** The last 2,000 lines since it was started. */
	log(): string {
		return this.child?.log() ?? '';
	}

	/** Resolves when it has printed a line with this text, since it was started. */
	async printed(text: string): Promise<void> {
		if (!this.log().includes(text)) await this.child?.printed(text);
	}

	private async makeUserFolder(): Promise<string> {
		const { root, packageFolder, command } = this.options;
		this.userFolder = await mkdtemp(join(root, `${command[0]}-`));
		if (packageFolder) await cp(packageFolder, this.installedPackage, { recursive: true });
		return this.userFolder;
	}

	private get installedPackage(): string {
		return join(this.userFolder ?? '', '.n8n/nodes/node_modules', PACKAGE);
	}
}
