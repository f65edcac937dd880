/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import 'reflect-metadata';
import {
	CredentialTestContext,
	DataDeduplicationService,
	ExecutionLifecycleHooks,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import { SSHClientsManager } from 'n8n-core/dist/execution-engine/ssh-clients-manager';
import {
	Workflow,
	type IConnections,
	type INode,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeType,
	type INodeTypeDescription,
	type IPinData,
	type IRun,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { version as CORE_VERSION } from 'n8n-core/package.json';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

import { MemoryDeduplicator } from './memory-deduplicator';
import { MemoryCredentials } from './memory-credentials';
import { NodeTypes } from './node-types';
import { checkOutputs } from './output-schemas';

const CREDENTIAL = 'liveVoxApi';
/** Whether this line of n8n stores with an execution when it began. */
export const STORES_MOMENT = !CORE_VERSION.startsWith('2.8.');

/** A workflow as n8n exports it; only what the engine looks at. */
export interface WorkflowData {
	nodes: INode[];
	connections: IConnections;
	pinData?: IPinData;
}

/** An execution that is going on. */
export interface Execution {
	/** What n8n saves; on a stop at once. */
	finished: Promise<IRun>;
	/** Nothing of it runs any more. */
	over: Promise<void>;
	/** What the user's Stop button does. */
	stop: () => void;
}

/** The built package in n8n's own engine: its loader, its workflow execution, its HTTP helpers. */
export class Engine {
	readonly credentials: MemoryCredentials;
	readonly deduplicator = deduplicator;
	/** Compares what the nodes put out with their schemas: right if LiveVox answers as its page says. */
	checksOutputs = true;
	private readonly nodeTypes: NodeTypes;
	/** What n8n stores of an execution as it begins, by its id. */
	private readonly storedExecutions = new Map<string, IRunExecutionData>();
	private readonly ids = new WeakMap<IRun, string>();
	/** Several engines of one process are several n8n. */
	private readonly workflowId = engines++ === 0 ? 'test' : `test ${engines}`;

	private constructor(private readonly loader: PackageDirectoryLoader) {
		this.credentials = new MemoryCredentials(loader);
		this.nodeTypes = new NodeTypes(loader);
	}

	/** Loads the package from `dist` as n8n does. */
	static async start(): Promise<Engine> {
		const loader = new PackageDirectoryLoader(resolve(__dirname, '../..'));
		await loader.loadAll();
		await initDeduplication();
		return new Engine(loader);
	}

	/** The node as the package describes it. */
	get description(): INodeTypeDescription {
		return (this.loader.getNode('liveVoxSms').type as INodeType).description;
	}

	/** Ends what n8n-core keeps running for a server's lifetime, so that the process can end. */
	close(): void {
		containerOfCore().get(SSHClientsManager).onShutdown();
	}

	/**
	 * Starts a workflow at its trigger, the node that nothing leads to.
	 *
	 * @param id n8n's number for the execution; absent: a new one
	 */
	execute(data: WorkflowData, id?: string): Execution {
		const trigger = data.nodes.find(({ type }) => type.endsWith('Trigger'));
		if (!trigger) throw new Error('The workflow has no trigger');
		const { pinData } = data;
		const runtimeData = {
			version: 1,
			establishedAt: Date.now(),
			source: 'trigger',
			triggerNode: { name: trigger.name, type: trigger.type },
		};
		const runData = {
			version: 1,
			startData: {},
			resultData: { runData: {}, ...(pinData && { pinData }) },
			executionData: {
				contextData: {},
				metadata: {},
				waitingExecution: {},
				waitingExecutionSource: {},
				nodeExecutionStack: [{ node: trigger, data: { main: [[{ json: {} }]] }, source: null }],
				// n8n 2.41 decides this before it stores the execution, n8n 2.8 after that.
				...(STORES_MOMENT && { runtimeData }),
			},
		} as unknown as IRunExecutionData;
		return this.process(data, 'trigger', runData, id);
	}

	/** Retries a failed execution with what n8n has saved of it (`executions/execution.service.ts`). */
	retry(data: WorkflowData, failed: IRun): Execution {
		return this.retryFrom(data, failed.data);
	}

	/**
	 * Retries an execution whose process was killed: n8n has what it stored as the execution began, and puts one empty
	 * run in the place of each node that had been started (`executions/execution-recovery.service.ts`).
	 *
	 * @param crashed how far it came
	 * @param crashedIn the node that was running
	 */
	startOver(data: WorkflowData, crashed: IRun, crashedIn: string): Execution {
		const stored = this.storedExecutions.get(this.ids.get(crashed) ?? '');
		if (!stored) throw new Error('Nothing is stored of the execution');
		const saved = structuredClone(stored);
		// The items that a trigger or a spreadsheet gives may be others by now.
		if (data.pinData) saved.resultData.pinData = data.pinData;
		for (const { name } of data.nodes) {
			const hasFinished = name in crashed.data.resultData.runData && name !== crashedIn;
			if (!hasFinished && name !== crashedIn) continue;
			const task = { startTime: 0, executionIndex: 0, executionTime: -1, source: [null] };
			const ending = hasFinished
				? { executionStatus: 'success', data: { main: [[{ json: {} }]] } }
				: { executionStatus: 'crashed', error: { message: 'Node crashed' } };
			saved.resultData.runData[name] = [{ ...task, ...ending } as never];
			saved.resultData.lastNodeExecuted = name;
		}
		return this.retryFrom(data, saved);
	}

	private retryFrom(data: WorkflowData, kept: IRunExecutionData): Execution {
		const saved = JSON.parse(JSON.stringify(kept)) as IRunExecutionData;
		const { lastNodeExecuted = '', runData } = saved.resultData;
		delete saved.resultData.error;
		if (runData[lastNodeExecuted]?.at(-1)?.error !== undefined) runData[lastNodeExecuted]?.pop();
		// "Retry with currently saved workflow": what is to run is the node as it stands now.
		for (const next of saved.executionData?.nodeExecutionStack ?? []) {
			next.node = data.nodes.find(({ name }) => name === next.node.name) ?? next.node;
		}
		return this.process(data, 'retry', saved);
	}

	private process(
		{ nodes, connections }: WorkflowData,
		mode: 'trigger' | 'retry',
		runData: IRunExecutionData,
		id = String(++executions),
	): Execution {
		this.storedExecutions.set(id, JSON.parse(JSON.stringify(runData)) as IRunExecutionData);
		const workflow = this.workflow(nodes, connections);
		const hooks = new ExecutionLifecycleHooks(mode, id, { id: this.workflowId } as never);
		const saved = new Promise<IRun>((done) => {
			hooks.addHandler('workflowExecuteAfter', async (run) => {
				this.ids.set(run, id);
				done(run);
			});
		});
		const finished = saved.then((run) => {
			if (this.checksOutputs) checkOutputs(nodes, run);
			return run;
		});
		const execution = new WorkflowExecute(this.additionalData(hooks, id), mode, runData);
		const running = execution.processRunExecutionData(workflow);
		const over = running.then(
			() => undefined,
			() => undefined,
		);
		return { finished, over, stop: () => running.cancel() };
	}

	/** Fills one of the node's dropdowns as the editor does. */
	async listSearch(method: string, filter?: string): Promise<INodeListSearchResult> {
		const node = liveVoxNode({});
		const context = new LoadOptionsContext(this.workflow([node], {}), node, this.additionalData(), 'parameters');
		const { [method]: search } = (this.loader.getNode('liveVoxSms').type as INodeType).methods?.listSearch ?? {};
		if (!search) throw new Error(`The node has no dropdown "${method}"`);
		return await search.call(context as never, filter);
	}

	/**
	 * Presses the Test button of the credential, for the values as they stand in its form
	 * (`packages/cli/src/services/credentials-tester.service.ts`).
	 *
	 * @returns the words that the user sees
	 */
	async testCredential(): Promise<INodeCredentialTestResult> {
		const { description, methods } = this.loader.getNode('liveVoxSms').type as INodeType;
		const tester = description.credentials?.find(({ name }) => name === CREDENTIAL)?.testedBy;
		const test = methods?.credentialTest?.[tester as string];
		if (!test) throw new Error('Nothing tests the credential');
		const data = await this.credentials.getDecrypted({} as never, {} as never, CREDENTIAL);
		const credential = { id: '1', name: 'LiveVox API', type: CREDENTIAL, data };
		return await test.call(new CredentialTestContext(), credential);
	}

	private workflow(nodes: INode[], connections: IConnections): Workflow {
		return new Workflow({
			id: this.workflowId,
			nodes,
			connections,
			active: false,
			nodeTypes: this.nodeTypes,
			settings: { executionOrder: 'v1' },
		});
	}

	private additionalData(hooks?: ExecutionLifecycleHooks, executionId = '0'): IWorkflowExecuteAdditionalData {
		return {
			credentialsHelper: this.credentials,
			hooks,
			variables: {},
			executionId,
			currentNodeParameters: {},
			getRunExecutionData: async (id: string) => this.storedExecutions.get(id),
		} as unknown as IWorkflowExecuteAdditionalData;
	}
}

/** The store is one for the process, so the numbers of executions are too. */
let executions = 0;
let engines = 0;
const deduplicator = new MemoryDeduplicator();
let deduplicationInitialised: Promise<void> | undefined;

/** n8n-core takes one store a process. */
async function initDeduplication(): Promise<void> {
	deduplicationInitialised ??= DataDeduplicationService.init(deduplicator);
	await deduplicationInitialised;
}

/** The container of n8n-core's own copy of `@n8n/di`: the two lines bring one each. */
function containerOfCore(): { get<T>(type: new (...args: never[]) => T): T } {
	return createRequire(require.resolve('n8n-core'))('@n8n/di').Container;
}

/** A LiveVox SMS node as it stands in a workflow. */
export function liveVoxNode(node: Partial<INode>): INode {
	return {
		id: 'livevox',
		name: 'LiveVox SMS',
		type: 'n8n-nodes-livevox.liveVoxSms',
		typeVersion: 1,
		position: [200, 0],
		parameters: {},
		credentials: { [CREDENTIAL]: { id: '1', name: 'LiveVox API' } },
		...node,
	};
}

/** A node of n8n's own without parameters. */
export const plainNode = (name: string, type: string): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
});

/** The items that a node gave out on one of its outputs in its last run. */
export function itemsOf(run: IRun, node: string, output = 0): INodeExecutionData[] {
	return run.data.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [];
}
