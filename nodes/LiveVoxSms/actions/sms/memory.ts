import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { ClaimStore } from '../../delivery/claims';
import { Ledger, type LedgerData } from '../../delivery/ledger';
import type { Memory } from '../../delivery/message';
import type { SmsRequest } from '../../message/request';

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
		ledger: new Ledger(kept.liveVoxLedger, runIndexOf(context)),
		claims: storeOf(context, 'node', maxEntries),
		isRetry: context.getMode() === 'retry',
		onceKeys: storeOf(context, 'workflow'),
		chunk: Math.ceil(maxEntries / CLAIMS_PER_CHUNKED_MESSAGE),
	};
}

/** The keys by which a message is known: of its body, in its execution, and the builder's own. */
export function keysOf(
	context: IExecuteFunctions,
	item: number,
	request: SmsRequest,
	onceKey: string | undefined,
): { hash: string; claimKey: string; onceKey: string | undefined } {
	// Short: it need only tell two bodies of the same item apart, and must not lead back to a number.
	const hash = digest(JSON.stringify(request), 4);
	const { establishedAt = '' } = context.getExecutionContext() ?? {};
	return {
		hash,
		claimKey: digest(`${establishedAt} ${runIndexOf(context)} ${item} ${hash}`),
		onceKey: onceKey && digest(`${context.getNode().id} ${onceKey}`),
	};
}

/** The first bytes of a hash, as a text of its own: a slice would keep the whole one in memory. */
const digest = (text: string, bytes = 15) =>
	createHash('sha256').update(text).digest().toString('base64url', 0, bytes);

const runIndexOf = (context: IExecuteFunctions) =>
	Number(context.evaluateExpression('{{ $runIndex }}', 0));

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
