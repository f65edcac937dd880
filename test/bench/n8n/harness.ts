/* eslint-disable @n8n/community-nodes/require-node-api-error */
import axios from 'axios';

import { Owner, type CredentialFile } from '../../n8n/owner';
import { startN8n, type N8n } from '../../n8n/server';
import { recipients } from '../recipients';
import { LiveVox, type Conditions, type Credential } from './livevox';
import type { Tally } from './tally';
import { CREDENTIAL } from './ways';
import { workflowOf, type Way } from './workflow';

export const N8N_VERSION = '2.8.4';
/** After which n8n cuts a run off: who is not done by then never will be, for this page. */
export const MAX_SECONDS = 300;

/** What a run came to, by the clock and by the record of LiveVox. */
export interface Run extends Tally {
	/** From the call of the webhook until the last recipient, of those who ever did, got the first message. */
	reachedMs: number;
	/** From the call until the workflow had ended. */
	endedMs: number;
	/** Whether n8n cut it off. */
	isCutOff: boolean;
}

/** A real n8n and a LiveVox, each in a process of its own. */
export class N8nHarness {
	/** Where the workflow of a way can be called. */
	private readonly urls = new Map<Way, string>();

	private constructor(
		readonly livevox: LiveVox,
		private readonly n8n: N8n,
		private readonly owner: Owner,
		private readonly credentialId: string,
	) {}

	/** @param signal ends all at once */
	static async start(signal: AbortSignal): Promise<N8nHarness> {
		const livevox = await LiveVox.start();
		let n8n: N8n | undefined;
		try {
			n8n = await startN8n({ version: N8N_VERSION, signal });
			const owner = await Owner.setUp(n8n.url);
			const credentialId = await owner.createCredential(credentialOf(await livevox.begin({ latencyMs: 0 })));
			return new N8nHarness(livevox, n8n, owner, credentialId);
		} catch (error) {
			await n8n?.stop();
			await livevox.close();
			throw error;
		}
	}

	async close(): Promise<void> {
		await this.n8n.stop();
		await this.livevox.close();
	}

	/**
	 * Calls the webhook of a way with so many recipients, for a LiveVox that has seen nobody and a credential without a
	 * session, and waits until all is over.
	 */
	async run(way: Way, count: number, conditions: Conditions): Promise<Run> {
		const url = this.urls.get(way) ?? (await this.live(way));
		const credential = credentialOf(await this.livevox.begin(conditions));
		await this.owner.patch(`/credentials/${this.credentialId}`, credential);
		const began = Date.now();
		await axios.post(url, { recipients: recipients(count) }, { validateStatus: () => true });
		const endedMs = Date.now() - began;
		const tally = await this.livevox.tally();
		return {
			...tally,
			reachedMs: tally.lastReachedAt - began,
			endedMs,
			isCutOff: endedMs >= MAX_SECONDS * 1000,
		};
	}

	/** Puts the workflow of a way live, and waits until its webhook can be called. */
	private async live(way: Way): Promise<string> {
		const path = `way-${this.urls.size + 1}`;
		const workflow = await this.owner.createWorkflow(workflowOf(way, path, MAX_SECONDS));
		await this.owner.activate(workflow, `/webhook/${path}`);
		const url = `${this.n8n.url}/webhook/${path}`;
		this.urls.set(way, url);
		return url;
	}
}

const credentialOf = (data: Credential): CredentialFile => ({
	id: CREDENTIAL,
	name: 'LiveVox API',
	type: 'liveVoxApi',
	data,
});
