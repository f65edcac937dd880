import { createHash } from 'node:crypto';

import type { LedgerData } from '../../delivery/journal';
import type { Message } from '../../delivery/types';
import type { SmsRequest } from '../../message/request';
import type { NodeRun } from './stores';
import type { ValidItem } from './validateItems';

/** What a message is known by: in its run, in its execution, and by the user's own key. */
export type MessageKeys = Pick<Message, 'messageKey' | 'claimKeys' | 'notedKeys' | 'siblingKey' | 'onceKey'>;

const CONTENT_LENGTH = 12;

/**
 * Gives the messages of a run their keys, once each. A message is the first, second, or third with its content in the
 * execution, whichever run it is in: after a crash n8n counts runs from 0 again, and a loop may draw other batches.
 */
export function createKeys(nodeId: string, nodeRun: Omit<NodeRun, 'isRetry'>): (message: ValidItem) => MessageKeys {
	const { run, data, isTool, lineage } = nodeRun;
	const earlier = isTool ? new Map<string, number>() : countInOtherRuns(data.liveVoxLedger ?? {}, run);
	const seen = new Map<string, number>();
	return ({ request, onceKey }) => {
		const content = hash(JSON.stringify(isTool ? asModelMeansIt(request) : request));
		const count = (seen.get(content) ?? 0) + 1;
		seen.set(content, count);
		const name = content.slice(0, CONTENT_LENGTH);
		const copy = (earlier.get(name) ?? 0) + count;
		const toClaim = (key: string) => hash(`${key} ${copy} ${content}`);
		return {
			// Two messages must never share one: the second would count as sent with the first.
			messageKey: `${name}.${count}`,
			claimKeys: lineage.keys.map(toClaim),
			notedKeys: lineage.noted.map(toClaim),
			siblingKey: lineage.caller && toClaim(`called by ${lineage.caller}`),
			onceKey: onceKey && hash(JSON.stringify([nodeId, onceKey])),
		};
	};
}

/**
 * How many messages with each content the other runs of the node have in this execution. Up to the last one that was
 * started in each: LiveVox may have rejected one before it, which is in no ledger and still counts.
 */
function countInOtherRuns(ledger: LedgerData, run: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const [other, entries] of Object.entries(ledger)) {
		if (other === run) continue;
		const inRun = new Map<string, number>();
		for (const key of Object.keys(entries)) {
			const name = key.slice(0, CONTENT_LENGTH);
			inRun.set(name, Math.max(inRun.get(name) ?? 0, Number(key.slice(CONTENT_LENGTH + 1))));
		}
		for (const [name, count] of inRun) counts.set(name, (counts.get(name) ?? 0) + count);
	}
	return counts;
}

/** A model that repeats itself writes another space or period: that doesn't make another message. */
function asModelMeansIt(request: SmsRequest): SmsRequest {
	if (!('message' in request.body)) return request;
	const message = request.body.message.normalize('NFC').replace(/\s+/gu, '');
	return { ...request, body: { message: message.replace(/\p{P}+$/u, '') || message } };
}

/** The first bytes of a hash, as a text of its own: a slice would keep the whole one in memory. */
const hash = (text: string) => createHash('sha256').update(text).digest().toString('base64url', 0, 15);
