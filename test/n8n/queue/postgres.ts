/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { quietPort } from '../port';
import type { Programs } from './programs';
import { Service, type Recipe } from './service';

const run = promisify(execFile);

/** Postgres refuses to run as root. Debian's package brings this user. */
const USER = 'postgres';
const isRoot = process.getuid?.() === 0;

/** A Postgres on the loopback interface that trusts whoever connects. */
export class Postgres {
	private constructor(
		readonly service: Service,
		private readonly port: number,
		private readonly programs: string,
	) {}

	static async start({ postgres }: Programs, root: string): Promise<Postgres> {
		const port = await quietPort();
		const [command, ...before] = asUser(join(postgres, 'postgres'));
		const recipe: Recipe = {
			name: 'postgres',
			command,
			args: (folder) => [
				...before,
				...['-D', dataIn(folder), '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
				...['-c', 'unix_socket_directories='],
			],
			prepare: async (folder) => await initialise(postgres, folder),
			ready: 'database system is ready to accept connections',
		};
		const service = await Service.start(recipe, root);
		return new Postgres(service, port, postgres);
	}

	/** How n8n finds it. */
	get environment(): Record<string, string> {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.port),
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_DATABASE: 'postgres',
		};
	}

	/** @returns the rows that a statement gives, their fields separated by `|` */
	async query(statement: string): Promise<string[]> {
		const where = ['-h', '127.0.0.1', '-p', String(this.port), '-U', USER, 'postgres'];
		const { stdout } = await run(join(this.programs, 'psql'), [...where, '-Atc', statement]);
		return stdout.split('\n').filter(Boolean);
	}

	/**
	 * Stops all of its processes for a while, as if the network to it had gone: its connections stay, and nothing
	 * answers. The shell that stops them continues them, whatever becomes of this process.
	 */
	async freeze(seconds: number): Promise<void> {
		const pidFile = join(dataIn(this.service.folder), 'postmaster.pid');
		const [postmaster = ''] = (await readFile(pidFile, 'utf8')).split('\n');
		const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', postmaster]);
		const pids = [postmaster, ...stdout.trim().split(/\s+/)];
		const script = `kill -STOP "$@"; sleep ${seconds}; kill -CONT "$@"`;
		const shell = spawn('sh', ['-c', script, 'sh', ...pids], { detached: true, stdio: 'ignore' });
		await once(shell, 'exit');
	}
}

const dataIn = (folder: string) => join(folder, 'data');

async function initialise(programs: string, folder: string): Promise<void> {
	if (isRoot) await run('chown', [USER, folder]);
	const [initdb, ...before] = asUser(join(programs, 'initdb'));
	const options = ['-U', USER, '--auth=trust', '--locale=C', '--encoding=UTF8'];
	await run(initdb, [...before, '-D', dataIn(folder), ...options]);
}

const asUser = (program: string): [string, ...string[]] =>
	isRoot ? ['setpriv', '--reuid', USER, '--regid', USER, '--clear-groups', '--', program] : [program];
