/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { parse } from 'flatted';
import type { IDataObject, INode } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';

import { readExamples } from '../../../scripts/start/examples';
import { exampleCredentials } from '../../n8n/example-credentials';
import { Owner, type Execution, type StoredWorkflow } from '../../n8n/owner';
import { startScriptedModel, type ScriptedModel } from '../../n8n/scripted-model';
import { startN8n, type N8n } from '../../n8n/server';
import { startSimulator, type Simulator } from '../../simulator';
import { readChat } from './chat';

const LOOK_EVERY_MS = 100;

/** A real n8n with the credentials that the examples name, a LiveVox and a chat model. */
export class Harness {
	livevox!: Simulator;
	model!: ScriptedModel;
	n8n!: N8n;
	owner!: Owner;
	private sessions = 0;
	private workflows = new Map<string, StoredWorkflow>();

	/**
	 * Whoever starts it closes it, also where the start did not come to its end.
	 *
	 * @param env what n8n gets besides
	 */
	async start(env: Record<string, string> = {}): Promise<void> {
		this.livevox = await startSimulator();
		this.model = await startScriptedModel();
		this.n8n = await startN8n({ env });
		this.owner = await Owner.setUp(this.n8n.url);
		for (const credential of exampleCredentials(this.livevox, this.model)) {
			await this.owner.createCredential(credential);
		}
		this.workflows = await importAll(this.owner);
	}

	async close(): Promise<void> {
		await this.n8n?.stop();
		await this.model?.close();
		await this.livevox?.close();
	}

	/** `examples/<name>.workflow.json`, as n8n has imported it. */
	workflow(name: string): StoredWorkflow {
		const found = this.workflows.get(name);
		if (!found) throw new Error(`There is no example ${name}`);
		return found;
	}

	/**
	 * Runs a workflow as the editor does, and does not wait for its end.
	 *
	 * @param data what the trigger gives, where that comes from the editor
	 * @returns the id of the execution
	 */
	async begin(workflow: StoredWorkflow, trigger: string, data?: object): Promise<string> {
		const { executionId } = await this.owner.post<{ executionId: string }>(`/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger, ...(data && { data }) },
		});
		return executionId;
	}

	/** Waits until an execution has come to a form, and gives the address that the editor opens then. */
	async formOf(executionId: string): Promise<string> {
		const token = await this.waiting(executionId);
		return `${this.n8n.url}/form-waiting/${executionId}${token && `?signature=${token}`}`;
	}

	/** Waits until an execution waits for a person, and gives what n8n 2.41 wants to see from who goes on with it. */
	private async waiting(executionId: string): Promise<string> {
		const path = `/executions/${executionId}`;
		for (;;) {
			const { status, data } = await this.owner.get<{ status: string; data: string }>(path);
			if (status === 'waiting') return (parse(data) as { resumeToken?: string }).resumeToken ?? '';
			if (status === 'error') throw new Error(`Execution ${executionId} has failed`);
			await sleep(LOOK_EVERY_MS);
		}
	}

	/**
	 * Writes something into the editor's chat, in a conversation of its own.
	 *
	 * @param answer the button to select when a person is asked
	 * @returns what a person reads in the chat
	 */
	async chat(workflow: StoredWorkflow, chatInput: string, answer: string): Promise<string[]> {
		const sessionId = `session-${++this.sessions}`;
		const item = { json: { sessionId, action: 'sendMessage', chatInput } };
		const id = await this.begin(workflow, 'Chat', {
			startTime: 0,
			executionTime: 0,
			executionIndex: 0,
			executionStatus: 'success',
			source: [null],
			data: { main: [[item]] },
		});
		const conversation = { sessionId, executionId: id, token: await this.waiting(id) };
		return await readChat(this.n8n.url, conversation, answer);
	}

	/** The numbers that LiveVox has really sent to, in its order. */
	get reached(): string[] {
		return this.livevox.record.sent.map(({ to }) => to);
	}
}

/** The names of the examples: their files', without the ending. */
export const exampleNames = () => readExamples().map(({ path }) => nameOf(path));

const nameOf = (path: string) => /([\w-]+)\.workflow\.json$/.exec(path)![1]!;

async function importAll(owner: Owner): Promise<Map<string, StoredWorkflow>> {
	const workflows = new Map<string, StoredWorkflow>();
	for (const { path, ...file } of readExamples()) {
		workflows.set(nameOf(path), await owner.createWorkflow(file));
	}
	return workflows;
}

/** What a node gave out in its last run: on its first output, if no other is asked for. */
export function rowsOf({ data }: Execution, node: string, output = 0): IDataObject[] {
	const outputs = data.resultData.runData[node]?.at(-1)?.data ?? {};
	const [items] = Object.values(outputs).map((ofType) => ofType[output] ?? []);
	return (items ?? []).map(({ json }) => json);
}

/** A workflow with one of its nodes changed. */
export function withNode(
	workflow: StoredWorkflow,
	name: string,
	change: (node: INode) => Partial<INode>,
): StoredWorkflow {
	const nodes = workflow.nodes.map((node) => (node.name === name ? { ...node, ...change(node) } : node));
	return { ...workflow, nodes };
}
