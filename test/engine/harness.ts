import axios from 'axios';
import type { IDataObject, IHttpRequestOptions, INode, INodeExecutionData, IRun } from 'n8n-workflow';

import type * as Credential from '../../nodes/LiveVoxSms/transport/credential';
import type * as Login from '../../nodes/LiveVoxSms/transport/login';
import { startSimulator, type Simulator } from '../simulator';
import { Engine, itemsOf, liveVoxNode, type Execution, type WorkflowData } from './engine';

/** What a node's failed item carries. */
export interface FailedJson {
	error: {
		message: string;
		description: string;
		outcome: 'rejected' | 'unknown';
		httpStatus: number | null;
		code: string | number | null;
	};
}

/** What a run of one LiveVox SMS node gave. */
export interface NodeRun {
	/** The items of the first output: all of them, or on the error-output setting the good ones. */
	items: INodeExecutionData[];
	/** The items of the error output. */
	errors: INodeExecutionData[];
	/** What stopped the workflow. */
	error: { message: string; description: string; context: IDataObject } | undefined;
	/** What the node says below its output. */
	hints: string[];
	run: IRun;
}

const NODE = 'LiveVox SMS';
const TRANSPORT = '../../dist/nodes/LiveVoxSms/transport';

/** n8n's engine and a LiveVox, with a credential that may log in. */
export class Harness {
	private tests = 0;

	private constructor(
		readonly engine: Engine,
		readonly livevox: Simulator,
	) {}

	static async start(): Promise<Harness> {
		const harness = new Harness(await Engine.start(), await startSimulator());
		harness.reset();
		return harness;
	}

	async close(): Promise<void> {
		this.engine.close();
		await this.livevox.close();
	}

	/** A fresh LiveVox, and a credential of its own, so that no test sees another's login. */
	reset(): void {
		this.livevox.reset();
		this.engine.deduplicator.clear();
		this.engine.deduplicator.rejection = undefined;
		const accessToken = `access-token-${++this.tests}`;
		this.livevox.state.clients[0]!.accessTokens = [accessToken];
		this.engine.credentials.stored.set('liveVoxApi', {
			environment: 'custom',
			baseUrl: this.livevox.url,
			accessToken,
			clientName: 'DEMO',
			loginAs: 'user',
			userName: 'demo.user',
			password: 'demo-password',
		});
	}

	/** Changes values of the stored credential, as a user does in its form. */
	changeCredential(values: Record<string, string>): void {
		const stored = this.engine.credentials.stored.get('liveVoxApi');
		this.engine.credentials.stored.set('liveVoxApi', { ...stored, ...values });
	}

	get credential(): Record<string, string> {
		return this.engine.credentials.stored.get('liveVoxApi') as Record<string, string>;
	}

	/** Every session that a request has named. */
	get sessions(): string[] {
		const named = this.livevox.record.requests.map(({ headers }) => headers['lv-session']);
		return [...new Set(named.filter((session) => typeof session === 'string'))];
	}

	/**
	 * Has the node log in with the values of the credential, and LiveVox answer, whatever Base URL they name: what
	 * comes after goes there with a session that LiveVox knows.
	 */
	async logInPast(baseUrl: string): Promise<void> {
		this.changeCredential({ baseUrl });
		const { readCredential } = jest.requireActual<typeof Credential>(`${TRANSPORT}/credential`);
		const { logins } = jest.requireActual<typeof Login>(`${TRANSPORT}/login`);
		const credential = readCredential(this.credential);
		if (credential.outcome !== 'accepted') throw new Error(credential.error.message);
		const post = async ({ headers, body }: IHttpRequestOptions) => {
			const url = `${this.livevox.url}/session/login`;
			const options = { headers: headers as never, proxy: false as const };
			const { status, data } = await axios.post(url, body, options);
			return { statusCode: status, headers: {}, body: data };
		};
		const login = await logins.sessionOf(post, credential.value, 'workflow');
		if (login.outcome !== 'accepted') throw new Error(login.error.message);
		logins.onSessionAccepted(login.value);
	}

	logInAsAgent(): void {
		this.changeCredential({ loginAs: 'agent', userName: 'demo.agent' });
	}

	/** Runs the node with these parameters over these items. */
	async run(parameters: IDataObject, items: IDataObject[], settings: Partial<INode> = {}): Promise<NodeRun> {
		return await this.result(this.start(parameters, items, settings));
	}

	/**
	 * The same, to be watched or stopped while it runs.
	 *
	 * @param id n8n's number for the execution; absent: a new one
	 */
	start(parameters: IDataObject, items: IDataObject[], settings: Partial<INode> = {}, id?: string): Execution {
		return this.engine.execute(workflowOf(parameters, items, settings), id);
	}

	/** What a person gets who retries the failed execution: n8n has saved its data. */
	async retry(
		{ run }: NodeRun,
		parameters: IDataObject,
		items: IDataObject[],
		settings: Partial<INode> = {},
	): Promise<NodeRun> {
		return await this.result(this.engine.retry(workflowOf(parameters, items, settings), run));
	}

	/** The same after a crash: n8n has kept of the execution only what it stored at its beginning, and starts it over. */
	async startOver(
		{ run }: NodeRun,
		parameters: IDataObject,
		items: IDataObject[],
		settings: Partial<INode> = {},
	): Promise<NodeRun> {
		const workflow = workflowOf(parameters, items, settings);
		return await this.result(this.engine.startOver(workflow, run, NODE));
	}

	/** Stops a run after that many messages, as a crash would: nothing of its context is kept. */
	async stoppedAfter(messages: number, parameters: IDataObject, items: IDataObject[]): Promise<NodeRun> {
		this.livevox.faults.add({ route: 'send', kind: 'latency', ms: 20 });
		const execution = this.start(parameters, items, { onError: 'continueRegularOutput' });
		await this.livevox.record.waitFor('send', messages);
		return await this.stop(execution);
	}

	/** Stops it, and waits until whatever reached LiveVox before has been taken down. */
	async stop(execution: Execution): Promise<NodeRun> {
		execution.stop();
		await execution.over;
		await this.run(listCodes, [{}]);
		return await this.result(execution);
	}

	async result({ finished }: Execution): Promise<NodeRun> {
		const run = await finished;
		return {
			items: itemsOf(run, NODE),
			errors: itemsOf(run, NODE, 1),
			error: run.data.resultData.error as unknown as NodeRun['error'],
			hints: run.data.resultData.runData[NODE]?.at(-1)?.hints?.map(({ message }) => message) ?? [],
			run,
		};
	}

	/** The numbers that LiveVox has really sent to, in its order. */
	get reached(): string[] {
		return this.livevox.record.sent.map(({ to }) => to);
	}
}

function workflowOf(parameters: IDataObject, items: IDataObject[], settings: Partial<INode>): WorkflowData {
	const trigger: INode = {
		id: 'trigger',
		name: 'Trigger',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return {
		nodes: [trigger, liveVoxNode({ parameters: parameters as INode['parameters'], ...settings })],
		connections: { Trigger: { main: [[{ node: NODE, type: 'main', index: 0 }]] } },
		pinData: { Trigger: items.map((json) => ({ json })) },
	};
}

/** A resource locator as the editor stores it. */
export const locator = (value: string | number, mode = 'id') => ({ __rl: true, mode, value });

/** SMS: Send with an own text, to the `to` of each item. */
export const sendMessage: IDataObject = {
	resource: 'sms',
	operation: 'send',
	from: locator('53063', 'list'),
	to: '={{ $json.to }}',
	content: 'message',
	message: 'Your appointment is tomorrow',
	service: locator(100915, 'list'),
};

export const listTemplates: IDataObject = {
	resource: 'template',
	operation: 'list',
	returnAll: true,
};

export const listCodes: IDataObject = { resource: 'code', operation: 'list', returnAll: true };

/** That many recipients; numbers that nobody has. */
export const recipients = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, i) => ({
		to: `${500 + Math.floor(i / 100)}55501${String(i % 100).padStart(2, '0')}`,
	}));

export const failureOf = (item: INodeExecutionData | undefined) => (item?.json as unknown as FailedJson).error;
