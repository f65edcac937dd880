/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { join } from 'node:path';

import { Owner } from '../../n8n/owner';
import { startRegistry, type Registry } from '../../n8n/registry';
import { startN8n, type N8n } from '../../n8n/server';
import { packCheckout, type Tarball } from '../../n8n/tarball';
import { startSimulator, type Simulator } from '../../simulator';
import { CommunityNodes } from './community-nodes';

const VERSION = '2.8.4';
const SHOWN_LINES = 60;

/** A real n8n without this package, a registry that has it, and a LiveVox. Whoever starts it closes it. */
export class Harness {
	livevox!: Simulator;
	registry!: Registry;
	/** Published at the start. */
	first!: Tarball;
	/** The same with a later version number; not published yet. */
	second!: Tarball;
	n8n!: N8n;
	owner!: Owner;
	communityNodes!: CommunityNodes;

	async start(): Promise<void> {
		this.livevox = await startSimulator();
		this.registry = await startRegistry();
		this.first = await packCheckout(undefined, this.registry.folder);
		this.second = await packCheckout(laterThan(this.first.version), this.registry.folder);
		await this.registry.publish(this.first.file);
		await this.startN8n();
		this.use(await Owner.setUp(this.n8n.url));
	}

	/** Goes on with another n8n on the same database: with nothing installed, like a new worker or container. */
	async moveToNewMachine(env: Record<string, string> = {}): Promise<void> {
		await this.n8n.stop();
		await this.startN8n(env);
		this.use(await Owner.signIn(this.n8n.url));
	}

	/** Takes a step. Where it fails, the error has what n8n and the registry have to say. */
	async step(_name: string, take: () => Promise<void>): Promise<void> {
		try {
			await take();
		} catch (error) {
			const { stack } = error as Error;
			const logs = ['n8n:', endOf(this.n8n.log()), 'The registry:', endOf(this.registry.log())];
			(error as Error).stack = [stack, ...logs].join('\n\n');
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.n8n?.stop();
		await this.registry?.stop();
		await this.livevox?.close();
	}

	private async startN8n(env: Record<string, string> = {}): Promise<void> {
		this.n8n = await startN8n({
			version: VERSION,
			packageFolder: null,
			env: {
				...this.registry.environment,
				// Outlives the machine.
				DB_SQLITE_DATABASE: join(this.registry.folder, 'database.sqlite'),
				N8N_ENCRYPTION_KEY: 'the same on each machine',
				...env,
			},
		});
	}

	private use(owner: Owner): void {
		this.owner = owner;
		this.communityNodes = new CommunityNodes(owner);
	}
}

/** 0.1.1 for 0.1.0. */
const laterThan = (version: string) => version.replace(/\d+$/, (last) => String(Number(last) + 1));

const endOf = (log: string) => log.split('\n').slice(-SHOWN_LINES).join('\n');
