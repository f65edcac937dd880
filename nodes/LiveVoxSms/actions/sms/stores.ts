import type { IExecuteFunctions } from 'n8n-workflow';

import { Ledger, type LedgerData } from '../../delivery/journal';
import type { KeyStore, Memory } from '../../delivery/types';
import { isTool } from '../items';
import { readLineage, type Lineage } from './lineage';
import { createKeys, type MessageKeys } from './messageKeys';
import type { ValidItem } from './validateItems';

/** Claims of other executions that are kept beside this one's, so that their retries find them. */
const RETAINED_CLAIMS = 5_000;
/** n8n reads and writes all claims of the node with each call: the more there are, the larger the batches. */
const CLAIMS_PER_BATCHED_MESSAGE = 15;

/** What n8n keeps of the node with the execution. The names are stored and don't change. */
export interface NodeData {
	liveVoxLedger?: LedgerData;
	/** Runs of the node for which a retry found nothing. */
	liveVoxStartedOver?: Record<string, true>;
	/** The execution that began each run of the node last. */
	liveVoxBegun?: Record<string, string>;
	liveVoxLineage?: Lineage;
}

/** What is known of a run of the node before it delivers; `run` says which of its execution it is, as in a loop. */
export type NodeRun = Awaited<ReturnType<typeof readNodeRun>>;

/** The retries that this process executes, by what they repeat, with the number of their runs that are pending. */
const retries = new Map<string, { data: NodeData; pending: number }>();

/** Delivers with what n8n keeps for the node: in the execution, beyond the process, and between executions. */
export async function withStores<T>(
	context: IExecuteFunctions,
	messages: number,
	deliver: (memory: Memory, keysOf: (message: ValidItem) => MessageKeys) => Promise<T>,
): Promise<T> {
	const nodeRun = await readNodeRun(context);
	const { run, data } = nodeRun;
	const keysOf = createKeys(context.getNode().id, nodeRun);
	// The same in the retries of one execution, but for those after a crash of n8n 2.8: these have only their claims.
	const { establishedAt } = context.getExecutionContext?.() ?? {};
	const origin = establishedAt ?? nodeRun.lineage.keys;
	const repeated = JSON.stringify([context.getWorkflow().id, context.getNode().id, run, origin]);
	const retry = retries.get(repeated) ?? { data, pending: 0 };
	const isRetried = context.getMode() === 'retry';
	// An agent's calls of its tool share one run, and aren't duplicates of each other.
	const isDuplicate = isRetried && retry.data !== data;
	const memory = { ...createMemory(context, nodeRun, messages), isDuplicate };
	if (!isRetried || isDuplicate) return await deliver(memory, keysOf);
	retries.set(repeated, retry);
	retry.pending++;
	return await deliver(memory, keysOf).finally(() => --retry.pending === 0 && retries.delete(repeated));
}

async function readNodeRun(context: IExecuteFunctions) {
	const data = context.getContext('node') as NodeData;
	const isRetry = context.getMode() === 'retry';
	data.liveVoxLineage ??= await readLineage(context);
	// In a retry of the sub-workflow itself, its own first attempt made the claims.
	const lineage = isRetry ? { ...data.liveVoxLineage, caller: undefined } : data.liveVoxLineage;
	// n8n counts each call of an agent's tool as a run. Here they share one: an agent that calls again must repeat nothing.
	const run = isTool(context) ? 'tool' : String(context.evaluateExpression('{{ $runIndex }}', 0));
	return { run, data, isTool: isTool(context), lineage, isRetry: isRetry || lineage.isRetry };
}

function createMemory(context: IExecuteFunctions, nodeRun: NodeRun, messages: number): Omit<Memory, 'isDuplicate'> {
	const { run, data, isTool, isRetry, lineage } = nodeRun;
	const ledger = (data.liveVoxLedger ??= {});
	const startedOver = (data.liveVoxStartedOver ??= {});
	if (isRetry && ledger[run] === undefined) startedOver[run] = true;
	const recorded = Object.values(ledger).flatMap(Object.keys).length;
	const keysPerMessage = lineage.keys.length + lineage.noted.length + (lineage.caller === undefined ? 0 : 1);
	const maxEntries = RETAINED_CLAIMS + keysPerMessage * (messages + recorded);
	return {
		ledger: new Ledger(ledger, run),
		// A retry drops no claim that it may still have to read.
		claims: dedupStore(context, 'node', isRetry ? undefined : maxEntries),
		isRetry: isRetry || lineage.caller !== undefined,
		isStartedOver: startedOver[run] === true,
		isShared: isTool,
		executionMarker: executionMarker(data, run, isTool, context.getExecutionId()),
		onceKeys: dedupStore(context, 'workflow'),
		keyScope: context.getWorkflow().id ?? '',
		maxBatch: Math.ceil(maxEntries / CLAIMS_PER_BATCHED_MESSAGE),
	};
}

/** A tool that an MCP client calls has no execution that n8n could run twice. */
function executionMarker(data: NodeData, run: string, isTool: boolean, executionId?: string): string | undefined {
	const lastOf = (data.liveVoxBegun ??= {});
	if (executionId === undefined || (!isTool && lastOf[run] === executionId)) return undefined;
	lastOf[run] = executionId;
	return `begun ${executionId} ${run}`;
}

/** n8n's de-duplication store. It reads a row, changes it, and writes it back without a lock: so calls wait in turn. */
function dedupStore(context: IExecuteFunctions, scope: 'node' | 'workflow', maxEntries?: number): KeyStore {
	const { helpers } = context;
	const { id = '' } = context.getWorkflow();
	const options = { mode: 'entries' as const, ...(maxEntries && { maxEntries }) };
	return {
		record: async (keys) => {
			const { processed } = await inTurn(id, async () => await helpers.checkProcessedAndRecord(keys, scope, options));
			return new Set(processed.map(String));
		},
		remove: async (keys) => await inTurn(id, async () => await helpers.removeProcessed(keys, scope, options)),
	};
}

/** The last call for each workflow whose rows are being read or written. */
const turns = new Map<string, Promise<unknown>>();

/** Makes a call after those before it for the same workflow have ended, however they ended. */
async function inTurn<T>(workflowId: string, call: () => Promise<T>): Promise<T> {
	const result = (turns.get(workflowId) ?? Promise.resolve()).then(call);
	const ended = result.catch(() => undefined);
	turns.set(workflowId, ended);
	return await result.finally(() => turns.get(workflowId) === ended && turns.delete(workflowId));
}
