import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import type { Execution, Owner, StoredWorkflow, WorkflowFile } from '../../n8n/owner';
import { workflowOf, type Sending } from './workflow';

/** An n8n, however many processes it has. */
export interface Installation {
	/** Of the main process, without a trailing slash. */
	readonly url: string;
	readonly owner: Owner;
	remove: () => Promise<void>;
}

/** An item of a webhook call: whom to text what, and the key for workflows that use one. */
export interface Recipient extends IDataObject {
	to: string;
	text: string;
	key: string;
}

/** How a workflow sends, or the whole workflow behind a webhook of this path. */
export type Drawn = Sending | ((path: string) => WorkflowFile);

let workflows = 0;

/** A workflow behind a production webhook. */
export class Published {
	private constructor(
		private readonly n8n: Installation,
		private readonly path: string,
		readonly workflow: StoredWorkflow,
	) {}

	/** Stores the workflow, puts it live, and waits until its webhook can be called. */
	static async in(n8n: Installation, drawn: Drawn): Promise<Published> {
		const path = `send-${++workflows}`;
		const { owner } = n8n;
		const file = typeof drawn === 'function' ? drawn(path) : workflowOf(path, drawn);
		const workflow = await owner.createWorkflow(file);
		await owner.activate(workflow, `/webhook/${path}`);
		return new Published(n8n, path, workflow);
	}

	/**
	 * Calls the webhook.
	 *
	 * @returns the id of the execution, which has only started
	 */
	async call(recipients: Recipient[]): Promise<string> {
		const { data } = await axios.post<{ executionId: number | string }>(this.url, { recipients });
		return String(data.executionId);
	}

	/** The same, until the execution has ended. */
	async run(recipients: Recipient[]): Promise<Execution> {
		return await this.n8n.owner.executionEnded(await this.call(recipients));
	}

	private get url(): string {
		return `${this.n8n.url}/webhook/${this.path}`;
	}
}
