/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtemp } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { Child } from '../child';

const RUN_PROGRAM = resolve(__dirname, 'run-program.js');

/** How to run a server. */
export interface Recipe {
	/** For folder and messages. */
	name: string;
	command: string;
	args: (folder: string) => string[];
	/** Prepares the empty folder, once. */
	prepare?: (folder: string) => Promise<void>;
	/** In the line that the server prints when it takes connections. */
	ready: string;
}

/** A server with a folder of its own, which can be ended and started again on the same files. */
export class Service {
	private child!: Child;

	private constructor(
		private readonly recipe: Recipe,
		private readonly root: string,
		readonly folder: string,
	) {}

	/** @param root where its folder is made */
	static async start(recipe: Recipe, root: string): Promise<Service> {
		const folder = await mkdtemp(join(root, `${recipe.name}-`));
		const service = new Service(recipe, root, folder);
		await recipe.prepare?.(folder);
		await service.start();
		return service;
	}

	/**
	 * @returns when it takes connections
	 * @throws Error with its log, if it ends instead
	 */
	async start(): Promise<void> {
		const { name, command, args, ready } = this.recipe;
		const { folder } = this;
		const { PATH, LANG } = process.env;
		this.child = new Child(process.execPath, [RUN_PROGRAM, command, ...args(folder)], {
			folder: this.root,
			cwd: folder,
			env: { PATH, LANG },
		});
		const ending = await Promise.race([this.child.printed(ready), this.child.exited]);
		if (ending) throw new Error(`${name} did not start (${ending}):\n${this.child.log()}`);
	}

	/** Ends it with its files in order. */
	async stop(): Promise<void> {
		await this.child.stop();
	}

	/** Ends it as a loss of power would. */
	async kill(): Promise<void> {
		this.child.kill();
		await this.child.exited;
	}

	log(): string {
		return this.child.log();
	}
}
