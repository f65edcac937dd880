/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import axios from 'axios';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nVersion } from '../install';
import { Owner } from '../owner';
import { quietPort } from '../port';
import { Postgres } from './postgres';
import { N8nProcess } from './process';
import { installPrograms } from './programs';
import { Redis } from './redis';
import { makeRoot, type Root } from './root';

const LOOK_EVERY_MS = 100;

export interface ClusterOptions {
	version: N8nVersion;
	workers: number;
	/** Executions that a worker runs in parallel; absent: 5, the least that n8n recommends. */
	concurrency?: number;
	/** Added to the environment of every process. */
	env?: Record<string, string>;
}

/** An n8n in queue mode, with this package as it is published: Postgres, Redis, a main process, and workers. */
export class Cluster {
	root!: Root;
	postgres!: Postgres;
	redis!: Redis;
	main!: N8nProcess;
	readonly workers: N8nProcess[] = [];
	owner!: Owner;
	private mainPort = 0;
	private readonly encryptionKey = randomUUID();

	private constructor(private readonly options: ClusterOptions) {}

	/**
	 * @returns when every process is ready
	 * @throws Error with the log of the one that ended instead; nothing of the others is left
	 */
	static async start(options: ClusterOptions): Promise<Cluster> {
		const cluster = new Cluster(options);
		try {
			await cluster.startAll();
			return cluster;
		} catch (error) {
			await cluster.remove();
			throw error;
		}
	}

	private async startAll(): Promise<void> {
		const programs = await installPrograms();
		this.root = await makeRoot();
		this.postgres = await Postgres.start(programs, this.root.folder);
		this.redis = await Redis.start(programs, this.root.folder);
		this.mainPort = await quietPort();
		this.main = this.process(['start'], 'Editor is now accessible via');
		await this.main.start();
		this.owner = await Owner.setUp(this.url);
		const workers = Array.from({ length: this.options.workers }, async () => await this.addWorker());
		await Promise.all(workers);
	}

	/** Of the main process, without a trailing slash. */
	get url(): string {
		return `http://127.0.0.1:${this.mainPort}`;
	}

	/** Resolves when the main process has its database again. */
	async ready(): Promise<void> {
		const url = `${this.url}/healthz/readiness`;
		const isReady = async () => (await axios.get(url, { validateStatus: () => true })).status === 200;
		while (!(await isReady())) await sleep(LOOK_EVERY_MS);
	}

	/** @param packageFolder this package as the worker has it; null where it lacks it */
	async addWorker(packageFolder: string | null = this.root.packageFolder): Promise<N8nProcess> {
		const command = ['worker', `--concurrency=${this.options.concurrency ?? 5}`];
		const worker = this.process(command, 'n8n worker is now ready', packageFolder);
		this.workers.push(worker);
		await worker.start();
		return worker;
	}

	/** The workers that took on an execution, one for each time. */
	workersOf(executionId: string): N8nProcess[] {
		const line = `Worker started execution ${executionId} `;
		return this.workers.flatMap((worker) => {
			const times = worker.log().split(line).length - 1;
			return Array.from({ length: times }, () => worker);
		});
	}

	/** Ends all of it and leaves nothing behind. */
	async remove(): Promise<void> {
		await Promise.all([this.main, ...this.workers].map(async (each) => await each?.kill()));
		for (const { service } of [this.redis, this.postgres].filter(Boolean)) await service.stop();
		await this.root?.remove();
	}

	private process(command: string[], ready: string, packageFolder: string | null = this.root.packageFolder) {
		const { version, env } = this.options;
		return new N8nProcess({
			version,
			root: this.root.folder,
			packageFolder,
			command,
			ready,
			port: this.mainPort,
			env: { ...this.environment(), ...env },
		});
	}

	private environment(): Record<string, string> {
		return {
			EXECUTIONS_MODE: 'queue',
			// The same for all processes, or none could read what another has encrypted.
			N8N_ENCRYPTION_KEY: this.encryptionKey,
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			...this.postgres.environment,
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.redis.port),
		};
	}
}
