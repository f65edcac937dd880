/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
import axios from 'axios';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Child } from '../../n8n/child';
import { HERE, type N8nVersion } from '../../n8n/install';
import { Owner, type CredentialFile, type Execution, type StoredWorkflow, type WorkflowFile } from '../../n8n/owner';
import { startN8n, type N8n } from '../../n8n/server';
import { packCheckout, type Tarball } from '../../n8n/tarball';
import { startSimulator, type Simulator } from '../../simulator';
import { demoCredential } from '../../simulator/demo-credential';

const SHOWN_LINES = 60;

/** What a caller of a webhook got, and the execution behind it. */
export interface Call {
	status: number;
	answer: unknown;
	execution: Execution;
}

/** n8n's list of executions, the latest first. */
interface Listed {
	results: Array<{ id: string }>;
}

/** A real n8n of some version with the packed package, and a LiveVox. Whoever starts it closes it. */
export class Harness {
	livevox!: Simulator;
	n8n!: N8n;
	owner!: Owner;
	/** Every session that a request to LiveVox has named. */
	readonly sessions = new Set<string>();
	/** Every line of n8n's log, over all its starts. */
	readonly log: string[] = [];
	/** Every answer of a webhook. */
	readonly answers: string[] = [];
	private tarball!: Tarball;
	/** Has what outlives a restart of n8n: the tarball and n8n's database. */
	folder = '';
	/** Does nothing, but the folder goes when it ends, and it ends with this process, however that comes. */
	private runner?: Child;

	constructor(
		readonly version: N8nVersion,
		private readonly logLevel: 'info' | 'debug' = 'info',
	) {}

	async start(): Promise<void> {
		this.livevox = await startSimulator();
		this.livevox.record.onFinish = ({ headers }) => {
			if (headers['lv-session']) this.sessions.add(String(headers['lv-session']));
		};
		this.folder = await mkdtemp(join(tmpdir(), 'livevox-versions-'));
		const idle = ['-e', 'setInterval(() => {}, 1e9)'];
		this.runner = new Child(HERE.path, idle, { folder: this.folder, env: {} });
		this.tarball = await packCheckout(undefined, this.folder);
		await this.startN8n();
		this.owner = await Owner.setUp(this.n8n.url);
		await this.owner.createCredential(this.credential());
	}

	/** The credential that the workflows name, with these values instead of the demo user's. */
	credential(values: object = {}): CredentialFile {
		const data = { ...demoCredential(this.livevox), ...values };
		return { id: 'livevox-demo', name: 'LiveVox API', type: 'liveVoxApi', data };
	}

	/** Ends n8n and starts it again with the same database. What is live then is live again. */
	async restart(): Promise<void> {
		await this.n8n.stop();
		await this.startN8n();
		this.owner = await Owner.signIn(this.n8n.url);
	}

	async close(): Promise<void> {
		await this.n8n?.stop();
		await this.runner?.stop();
		if (this.folder) await rm(this.folder, { recursive: true, force: true });
		await this.livevox?.close();
	}

	/** Takes a step. Where it fails, the error has what n8n has to say. */
	async step(_name: string, take: () => Promise<void>): Promise<void> {
		try {
			await take();
		} catch (error) {
			const { stack } = error as Error;
			const log = this.n8n.log().split('\n').slice(-SHOWN_LINES).join('\n');
			(error as Error).stack = [stack, `n8n ${this.version}:`, log].join('\n\n');
			throw error;
		}
	}

	/** Stores a workflow and puts it live; its name is the path of its webhook. */
	async publish(file: WorkflowFile): Promise<StoredWorkflow> {
		const workflow = await this.owner.createWorkflow(file);
		await this.owner.activate(workflow, webhookOf(workflow));
		return workflow;
	}

	/** Calls the webhook of a workflow that is live, with these rows, and waits until its execution has ended. */
	async call(workflow: StoredWorkflow, rows: object[]): Promise<Call> {
		const url = `${this.n8n.url}${webhookOf(workflow)}`;
		const options = { validateStatus: () => true };
		const { status, data: answer } = await axios.post<unknown>(url, { rows }, options);
		this.answers.push(JSON.stringify(answer));
		return { status, answer, execution: await this.latestExecution(workflow.id) };
	}

	/** Presses Retry in the list of executions, which takes the workflow of then or the one that is saved now. */
	async retry({ id }: Execution, of: 'original' | 'saved' = 'original'): Promise<Execution> {
		const body = { loadWorkflow: of === 'saved' };
		const { id: retryId } = await this.owner.post<{ id: string }>(`/executions/${id}/retry`, body);
		return await this.owner.executionEnded(retryId);
	}

	/** All that n8n has saved of each execution, as the REST API gives it. */
	async savedExecutions(): Promise<string[]> {
		const { results } = await this.owner.get<Listed>('/executions?limit=100');
		return await Promise.all(results.map(async ({ id }) => JSON.stringify(await this.owner.get(`/executions/${id}`))));
	}

	/** Each credential as n8n gives it to the form in the browser. */
	async credentialsForBrowser(): Promise<string[]> {
		const stored = await this.owner.get<Array<{ id: string }>>('/credentials');
		return await Promise.all(
			stored.map(async ({ id }) => JSON.stringify(await this.owner.get(`/credentials/${id}?includeData=true`))),
		);
	}

	get database(): string {
		return join(this.folder, 'database.sqlite');
	}

	/** The numbers that LiveVox has really sent to, in its order. */
	get reached(): string[] {
		return this.livevox.record.sent.map(({ to }) => to);
	}

	private async latestExecution(workflowId: string): Promise<Execution> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const path = `/executions?limit=1&filter=${filter}`;
		const { results } = await this.owner.get<Listed>(path);
		return await this.owner.executionEnded(results[0]!.id);
	}

	private async startN8n(): Promise<void> {
		this.n8n = await startN8n({
			version: this.version,
			packageFolder: this.tarball.folder,
			logLevel: this.logLevel,
			onLine: (line) => this.log.push(line),
			env: {
				DB_SQLITE_DATABASE: this.database,
				N8N_ENCRYPTION_KEY: 'the same after a restart',
			},
		});
	}
}

const webhookOf = ({ name }: StoredWorkflow) => `/webhook/${name}`;
