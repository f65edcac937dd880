/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const GUARD = resolve(__dirname, 'guard.js');
const CLOCK = resolve(__dirname, 'clock.js');
const KEPT_LINES = 2_000;
const PATIENCE_MS = 10_000;

export interface ChildOptions {
	/** Its own: removed if this process ends before it does, however that comes. */
	folder: string;
	/** Where it runs; absent: in its folder. */
	cwd?: string;
	env: NodeJS.ProcessEnv;
	/** Ends it at once. */
	signal?: AbortSignal | undefined;
}

const toNodeOptions = (files: string[]): string => files.map((file) => `--require ${JSON.stringify(file)}`).join(' ');

/** A Node.js program (npm, n8n, tsc) that never outlives this process. Emits each `line` that it prints. */
export class Child extends EventEmitter<{ line: [string] }> {
	/** Resolves with how it ended, when nothing that it started runs any more. Rejects if it did not start. */
	readonly exited: Promise<string>;
	private readonly child: ChildProcess;
	private readonly lines: string[] = [];

	constructor(command: string, args: string[], { folder, cwd = folder, env, signal }: ChildOptions) {
		super();
		signal?.throwIfAborted();
		this.child = spawn(command, args, {
			cwd,
			env: { ...env, NODE_OPTIONS: toNodeOptions(env.CLOCK_FILE ? [GUARD, CLOCK] : [GUARD]), GUARDED_FOLDER: folder },
			// A process group of its own: all of it is ended at once, and by us alone, not by Ctrl-C in the terminal.
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		});
		this.readLines();
		const abort = () => this.kill();
		signal?.addEventListener('abort', abort);
		this.exited = once(this.child, 'exit').then(([code, killedBy]: unknown[]) => {
			signal?.removeEventListener('abort', abort);
			this.kill();
			return typeof killedBy === 'string' ? `signal ${killedBy}` : `exit code ${String(code)}`;
		});
		// Not everyone who starts a child waits for its end.
		this.exited.catch(() => undefined);
	}

	/** Its last 2,000 lines. */
	log(): string {
		return this.lines.join('\n');
	}

	/** Resolves when it prints a line with this text. */
	async printed(text: string): Promise<void> {
		await new Promise<void>((done) => {
			this.on('line', (line) => {
				if (line.includes(text)) done();
			});
		});
	}

	/** Asks it to end, and ends it after 10 seconds. */
	async stop(): Promise<void> {
		this.child.kill('SIGTERM');
		const force = setTimeout(() => this.kill(), PATIENCE_MS);
		await this.exited.finally(() => clearTimeout(force));
	}

	/** Ends it and all that it started, at once. */
	kill(): void {
		const { pid } = this.child;
		try {
			if (pid !== undefined) process.kill(-pid, 'SIGKILL');
		} catch {
			// Nothing of the group is left.
		}
	}

	private readLines(): void {
		for (const input of [this.child.stdout, this.child.stderr]) {
			if (!input) continue;
			createInterface({ input }).on('line', (line) => {
				this.lines.push(line);
				if (this.lines.length > KEPT_LINES) this.lines.shift();
				this.emit('line', line);
			});
		}
	}
}
