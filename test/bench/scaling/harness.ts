/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import { setTimeout as sleep } from 'node:timers/promises';

import { Published } from '../../e2e/queue/published';
import { Cluster } from '../../n8n/queue/cluster';
import type { CredentialFile } from '../../n8n/owner';
import { LiveVox, type Conditions, type Credential } from '../n8n/livevox';
import type { Tally } from '../n8n/tally';
import { recipients } from '../recipients';
import { cpuOfWorkers } from './cpu';

export const N8N_VERSION = '2.8.4';
/** Executions that a worker runs in parallel: the least that n8n recommends. */
export const CONCURRENCY = 5;
const TEXT = 'Your appointment is tomorrow at 9:00 AM';
const LOOK_EVERY_MS = 200;

/** What is to be sent: that many executions, called at once. */
export interface Load {
	executions: number;
	/** Of each execution. */
	messages: number;
	conditions: Conditions;
}

/** What a run came to, by the clock and by the record of LiveVox. */
export interface Run extends Tally {
	/** From the first call of the webhook until the last recipient got the message. */
	reachedMs: number;
	/** Time of a processor that the workers took, together. */
	cpuMs: number;
}

/** An n8n in queue mode and a LiveVox, each process of its own. */
export class ScalingHarness {
	private running = 0;

	private constructor(
		private readonly livevox: LiveVox,
		private readonly cluster: Cluster,
		private readonly credentialId: string,
		private readonly published: Published,
	) {}

	static async start(): Promise<ScalingHarness> {
		const livevox = await LiveVox.start();
		let cluster: Cluster | undefined;
		try {
			cluster = await Cluster.start({
				version: N8N_VERSION,
				workers: 0,
				concurrency: CONCURRENCY,
			});
			const credential = credentialOf(await livevox.begin({ latencyMs: 0 }));
			const credentialId = await cluster.owner.createCredential(credential);
			return new ScalingHarness(livevox, cluster, credentialId, await Published.in(cluster, {}));
		} catch (error) {
			await cluster?.remove();
			await livevox.close();
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.cluster.remove();
		await this.livevox.close();
	}

	/** Starts or stops workers, until there are so many. */
	async haveWorkers(count: number): Promise<void> {
		const { workers } = this.cluster;
		while (workers.length < count) {
			await this.cluster.addWorker();
			this.running = workers.length;
		}
		for (const worker of workers.slice(count, this.running)) await worker.stop();
		for (const worker of workers.slice(this.running, count)) await worker.start();
		this.running = count;
	}

	/** Sends a load with a credential that has no session, and waits until all of it has ended. */
	async run({ executions, messages, conditions }: Load): Promise<Run> {
		const { owner } = this.cluster;
		const credential = credentialOf(await this.livevox.begin(conditions));
		await owner.patch(`/credentials/${this.credentialId}`, credential);
		const cpuBefore = await cpuOfWorkers();
		const began = Date.now();
		const all = recipients(executions * messages).map(({ to }) => ({ to, text: TEXT, key: to }));
		const calls = Array.from({ length: executions }, async (_, i) => {
			return await this.published.call(all.slice(i * messages, (i + 1) * messages));
		});
		await Promise.all(calls);
		while (await this.isBusy()) await sleep(LOOK_EVERY_MS);
		const tally = await this.livevox.tally();
		const cpuMs = (await cpuOfWorkers()) - cpuBefore;
		return { ...tally, reachedMs: tally.lastReachedAt - began, cpuMs };
	}

	/** Whether an execution waits or runs. */
	private async isBusy(): Promise<boolean> {
		const filter = encodeURIComponent(JSON.stringify({ status: ['new', 'running'] }));
		const path = `/executions?limit=1&filter=${filter}`;
		const { results } = await this.cluster.owner.get<{ results: unknown[] }>(path);
		return results.length > 0;
	}
}

const credentialOf = (data: Credential): CredentialFile => ({
	id: 'livevox',
	name: 'LiveVox API',
	type: 'liveVoxApi',
	data,
});
