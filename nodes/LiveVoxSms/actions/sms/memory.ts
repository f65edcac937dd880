import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { ClaimStore } from '../../delivery/claims';
import { Ledger, type LedgerData } from '../../delivery/ledger';
import type { Memory, Message } from '../../delivery/message';
import type { SmsRequest } from '../../message/request';
import { isTool } from '../items';
import type { GoodItem } from './check';
import { readLineage, type Lineage } from './lineage';

/** Claims of other executions that are kept beside a run's own, so that their retries find them. */
const CLAIMS_BESIDE = 5_000;

/**
 * n8n reads and writes all claims of the node with each call: the more there are, the more messages have
 * to share a call for the claims to stay cheap.
 */
const CLAIMS_PER_CHUNKED_MESSAGE = 80;

/** What n8n keeps of the node with the execution. */
export interface Kept {
	liveVoxLedger?: LedgerData;
	/** Runs of the node of which a retry found nothing. */
	liveVoxStartedOver?: Record<string, true>;
	/** By which execution each run of the node was begun last. */
	liveVoxBegun?: Record<string, string>;
	liveVoxLineage?: Lineage;
}

/** What a run knows of itself before it delivers. */
interface RunOfNode {
	/** Which run of the node in its execution this is, as in a loop. */
	run: string;
	kept: Kept;
	isTool: boolean;
	lineage: Lineage;
	isRetry: boolean;
}

/** The retries that this process runs, by what they repeat: what n8n keeps of each, and how many runs it has under way. */
const retries = new Map<string, { kept: Kept; runs: number }>();

/**
 * Delivers with what n8n keeps for the node: in the execution, beyond the process, and between executions.
 *
 * @param deliver gets the memory and the keys of each message
 */
export async function withMemory<T>(
	context: IExecuteFunctions,
	messages: number,
	deliver: (memory: Memory, keysOf: (message: GoodItem) => MessageKeys) => Promise<T>,
): Promise<T> {
	const run = await readRun(context);
	const keysOf = keysIn(context, run);
	const { id: workflowId } = context.getWorkflow();
	// The same in the retries of one execution, but for those after a crash of n8n 2.8, which share their claims alone.
	const { establishedAt } = context.getExecutionContext() ?? {};
	const retried = JSON.stringify([workflowId, context.getNode().id, run.run, establishedAt]);
	const retry = retries.get(retried) ?? { kept: run.kept, runs: 0 };
	// An agent's calls of its tool share one run, and are no duplicates of each other.
	const isRetried = context.getMode() === 'retry';
	const isDuplicate = isRetried && retry.kept !== run.kept;
	const memory = { ...memoryOf(context, run, messages), isDuplicate };
	if (!isRetried || isDuplicate) return await deliver(memory, keysOf);
	retries.set(retried, retry);
	retry.runs++;
	try {
		return await deliver(memory, keysOf);
	} finally {
		if (--retry.runs === 0) retries.delete(retried);
	}
}

async function readRun(context: IExecuteFunctions): Promise<RunOfNode> {
	const kept = context.getContext('node') as Kept;
	const isRetry = context.getMode() === 'retry';
	kept.liveVoxLineage ??= await readLineage(context);
	// In a retry of the sub-workflow itself, what was claimed was claimed by its first try.
	const lineage = isRetry ? { ...kept.liveVoxLineage, caller: undefined } : kept.liveVoxLineage;
	return {
		// n8n counts each call of an agent's tool, and each try of one, as a run of its own: they share one here, for
		// an agent that calls again must repeat nothing.
		run: isTool(context) ? 'tool' : String(context.evaluateExpression('{{ $runIndex }}', 0)),
		kept,
		isTool: isTool(context),
		lineage,
		isRetry: isRetry || lineage.isRetry,
	};
}

function memoryOf(
	context: IExecuteFunctions,
	{ run, kept, isTool, isRetry, lineage }: RunOfNode,
	messages: number,
): Omit<Memory, 'isDuplicate'> {
	kept.liveVoxLedger ??= {};
	kept.liveVoxStartedOver ??= {};
	if (isRetry && kept.liveVoxLedger[run] === undefined) kept.liveVoxStartedOver[run] = true;
	const begun = Object.values(kept.liveVoxLedger).map((entries) => Object.keys(entries).length);
	const maxEntries = CLAIMS_BESIDE + messages + begun.reduce((sum, count) => sum + count, 0);
	return {
		ledger: new Ledger(kept.liveVoxLedger, run),
		// A retry drops no claim that it may still have to read.
		claims: storeOf(context, 'node', isRetry ? undefined : maxEntries),
		isRetry: isRetry || lineage.caller !== undefined,
		isStartedOver: kept.liveVoxStartedOver[run] === true,
		isShared: isTool,
		beginning: beginningOf(kept, run, isTool, context.getExecutionId()),
		onceKeys: storeOf(context, 'workflow'),
		mostClaimed: Math.ceil(maxEntries / CLAIMS_PER_CHUNKED_MESSAGE),
	};
}

/** A tool that an MCP client calls has no execution that n8n could run twice. */
function beginningOf(
	kept: Kept,
	run: string,
	isTool: boolean,
	executionId?: string,
): string | undefined {
	kept.liveVoxBegun ??= {};
	if (executionId === undefined) return undefined;
	if (!isTool && kept.liveVoxBegun[run] === executionId) return undefined;
	kept.liveVoxBegun[run] = executionId;
	return `begun ${executionId} ${run}`;
}

/** By what a message is known: in its run, in its execution, and by the builder's own key. */
export type MessageKeys = Pick<
	Message,
	'slot' | 'claimKeys' | 'notedKeys' | 'siblingKey' | 'onceKey'
>;

/**
 * What finds the keys of the messages of a run, asked once for each. In its execution a message is the first, second
 * or third with its content, whichever run of the node it is in: after a crash n8n counts the runs anew, and a loop
 * may draw its batches in another order.
 */
export function keysIn(
	context: IExecuteFunctions,
	{ run, kept, isTool, lineage }: Omit<RunOfNode, 'isRetry'>,
): (message: GoodItem) => MessageKeys {
	const nodeId = context.getNode().id;
	const earlier = isTool ? new Map<string, number>() : countedBefore(kept.liveVoxLedger ?? {}, run);
	const seen = new Map<string, number>();
	return ({ request, onceKey }) => {
		const content = digest(JSON.stringify(isTool ? asToolSees(request) : request));
		const count = (seen.get(content) ?? 0) + 1;
		seen.set(content, count);
		const name = content.slice(0, CONTENT_IN_SLOT);
		const copy = (earlier.get(name) ?? 0) + count;
		const claimOf = (key: string) => digest(`${key} ${copy} ${content}`);
		return {
			// Two messages must never share one: the second would count as sent with the first.
			slot: `${name}.${count}`,
			claimKeys: lineage.keys.map(claimOf),
			notedKeys: lineage.noted.map(claimOf),
			siblingKey: lineage.caller && claimOf(`called by ${lineage.caller}`),
			onceKey: onceKey && digest(JSON.stringify([nodeId, onceKey])),
		};
	};
}

const CONTENT_IN_SLOT = 12;

/**
 * How many messages with each content the other runs of the node have in this execution. Up to the last one that was
 * begun in each: LiveVox may have refused one before it, which is in no ledger and still counted.
 */
function countedBefore(ledger: LedgerData, run: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const [other, entries] of Object.entries(ledger)) {
		if (other === run) continue;
		const inRun = new Map<string, number>();
		for (const slot of Object.keys(entries)) {
			const name = slot.slice(0, CONTENT_IN_SLOT);
			const count = Number(slot.slice(CONTENT_IN_SLOT + 1));
			inRun.set(name, Math.max(inRun.get(name) ?? 0, count));
		}
		for (const [name, count] of inRun) counts.set(name, (counts.get(name) ?? 0) + count);
	}
	return counts;
}

/** A model that repeats itself writes another blank or stop: that makes no other message. */
function asToolSees(request: SmsRequest): SmsRequest {
	const { body } = request;
	if (!('message' in body)) return request;
	const message = body.message.normalize('NFC').replace(/\s+/gu, '');
	return { ...request, body: { message: message.replace(/\p{P}+$/u, '') || message } };
}

/** The first bytes of a hash, as a text of its own: a slice would keep the whole one in memory. */
const digest = (text: string) =>
	createHash('sha256').update(text).digest().toString('base64url', 0, 15);

/**
 * n8n's de-duplication store: a row for each node, and one for each workflow. It reads a row, changes it and writes it
 * back without a lock, so that the calls of this process wait for each other.
 */
function storeOf(
	context: IExecuteFunctions,
	scope: 'node' | 'workflow',
	maxEntries?: number,
): ClaimStore {
	const { helpers } = context;
	const { id = '' } = context.getWorkflow();
	const options = { mode: 'entries' as const, ...(maxEntries && { maxEntries }) };
	return {
		record: async (keys) =>
			await inTurn(id, async () => {
				const recorded = await helpers.checkProcessedAndRecord(keys, scope, options);
				return { new: recorded.new.map(String), processed: recorded.processed.map(String) };
			}),
		remove: async (keys) =>
			await inTurn(id, async () => await helpers.removeProcessed(keys, scope, options)),
	};
}

/** The last call for each workflow whose rows are being read or written. */
const turns = new Map<string, Promise<void>>();

/** Makes a call when those before it for the same workflow have ended, however they ended. */
async function inTurn<T>(workflowId: string, call: () => Promise<T>): Promise<T> {
	const result = (turns.get(workflowId) ?? Promise.resolve()).then(call);
	const ended = result.then(
		() => undefined,
		() => undefined,
	);
	turns.set(workflowId, ended);
	try {
		return await result;
	} finally {
		if (turns.get(workflowId) === ended) turns.delete(workflowId);
	}
}
