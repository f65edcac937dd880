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
const CLAIMS_PER_CHUNKED_MESSAGE = 100;

/** What n8n keeps for the node: in the execution, beyond the process, and between executions. */
export function memoryOf(context: IExecuteFunctions, messages: number): Memory {
	const kept = context.getContext('node') as { liveVoxLedger?: LedgerData };
	kept.liveVoxLedger ??= {};
	const maxEntries = CLAIMS_BESIDE + messages;
	return {
		ledger: new Ledger(kept.liveVoxLedger, runOf(context)),
		claims: storeOf(context, 'node', maxEntries),
		isRetry: context.getMode() === 'retry',
		onceKeys: storeOf(context, 'workflow'),
		chunk: Math.ceil(maxEntries / CLAIMS_PER_CHUNKED_MESSAGE),
	};
}

/** By what a message is known: its place in the execution, its body, and the builder's own key. */
export type MessageKeys = Pick<Message, 'slot' | 'hash' | 'claimKey' | 'onceKey'>;

/** @returns what finds the keys of a message of this run */
export function keysIn(context: IExecuteFunctions): (message: GoodItem) => MessageKeys {
	const run = runOf(context);
	const isTool = context.isToolExecution();
	const nodeId = context.getNode().id;
	const { establishedAt = '' } = context.getExecutionContext() ?? {};
	return ({ item, request, onceKey }) => {
		// Short: it need only tell two bodies of the same item apart, and must not lead back to a number.
		const hash = digest(JSON.stringify(request), 4);
		// An agent's calls have no items: the same message again is the same message.
		const slot = isTool ? hash : String(item);
		return {
			slot,
			hash,
			claimKey: digest(`${establishedAt} ${run} ${slot} ${hash}`),
			onceKey: onceKey && digest(`${nodeId} ${onceKey}`),
		};
	};
}

/** The first bytes of a hash, as a text of its own: a slice would keep the whole one in memory. */
const digest = (text: string, bytes = 15) =>
	createHash('sha256').update(text).digest().toString('base64url', 0, bytes);

/** n8n counts each try of an agent's tool call as a run of its own: they share one, to repeat nothing. */
const runOf = (context: IExecuteFunctions) =>
	context.isToolExecution() ? 'tool' : String(context.evaluateExpression('{{ $runIndex }}', 0));

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
