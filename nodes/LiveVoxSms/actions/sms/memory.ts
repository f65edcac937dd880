import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { ClaimStore } from '../../delivery/claims';
import { Ledger, type LedgerData } from '../../delivery/ledger';
import type { Memory, Message } from '../../delivery/message';
import type { GoodItem } from './check';

/** Claims of other executions that are kept beside a run's own, so that their retries find them. */
const CLAIMS_BESIDE = 5_000;

/**
 * n8n reads and writes all claims of the node with each call: the more there are, the more messages have
 * to share a call for the claims to stay cheap.
 */
const CLAIMS_PER_CHUNKED_MESSAGE = 80;

/** What n8n keeps of the node with the execution. */
interface Kept {
	liveVoxLedger?: LedgerData;
	/** Runs of the node of which a retry found nothing. */
	liveVoxStartedOver?: Record<string, true>;
}

/** What n8n keeps for the node: in the execution, beyond the process, and between executions. */
export function memoryOf(context: IExecuteFunctions, messages: number): Memory {
	const kept = context.getContext('node') as Kept;
	kept.liveVoxLedger ??= {};
	kept.liveVoxStartedOver ??= {};
	const run = runOf(context);
	const isRetry = context.getMode() === 'retry';
	const isFirst = kept.liveVoxLedger[run] === undefined;
	if (isRetry && isFirst) kept.liveVoxStartedOver[run] = true;
	const maxEntries = CLAIMS_BESIDE + messages;
	return {
		ledger: new Ledger(kept.liveVoxLedger, run),
		claims: storeOf(context, 'node', maxEntries),
		isRetry,
		isStartedOver: kept.liveVoxStartedOver[run] === true,
		beginning: isFirst && !isRetry ? `begun ${context.getExecutionId()} ${run}` : undefined,
		onceKeys: storeOf(context, 'workflow'),
		mostClaimed: Math.ceil(maxEntries / CLAIMS_PER_CHUNKED_MESSAGE),
	};
}

/** By what a message is known: in its run, in its execution, and by the builder's own key. */
export type MessageKeys = Pick<Message, 'slot' | 'claimKey' | 'onceKey'>;

/** @returns what finds the keys of the messages of this run, asked once for each */
export function keysIn(context: IExecuteFunctions): (message: GoodItem) => MessageKeys {
	const run = runOf(context);
	const nodeId = context.getNode().id;
	const { establishedAt = '' } = context.getExecutionContext() ?? {};
	const seen = new Map<string, number>();
	return ({ request, onceKey }) => {
		const content = digest(JSON.stringify(request));
		const count = (seen.get(content) ?? 0) + 1;
		seen.set(content, count);
		return {
			// Two messages must never share one: the second would count as sent with the first.
			slot: `${content.slice(0, 12)}.${count}`,
			claimKey: digest(`${establishedAt} ${run} ${count} ${content}`),
			onceKey: onceKey && digest(JSON.stringify([nodeId, onceKey])),
		};
	};
}

/** The first bytes of a hash, as a text of its own: a slice would keep the whole one in memory. */
const digest = (text: string) =>
	createHash('sha256').update(text).digest().toString('base64url', 0, 15);

/**
 * Which run of the node in its execution this is, as in a loop. n8n counts each call of an agent's tool, and each
 * try of one, as a run of its own: they share one here, for an agent that calls again must repeat nothing.
 */
const runOf = (context: IExecuteFunctions) =>
	context.getNode().type.endsWith('Tool')
		? 'tool'
		: String(context.evaluateExpression('{{ $runIndex }}', 0));

/** n8n's de-duplication store: a row for each node, and one for each workflow. */
function storeOf(
	{ helpers }: IExecuteFunctions,
	scope: 'node' | 'workflow',
	maxEntries?: number,
): ClaimStore {
	const options = { mode: 'entries' as const, ...(maxEntries && { maxEntries }) };
	return {
		record: async (keys) => {
			const { new: added, processed } = await helpers.checkProcessedAndRecord(keys, scope, options);
			return { new: added.map(String), processed: processed.map(String) };
		},
		remove: async (keys) => await helpers.removeProcessed(keys, scope, options),
	};
}
