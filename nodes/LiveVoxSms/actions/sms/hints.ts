import type { IExecuteFunctions } from 'n8n-workflow';

import type { DeliveryReport, MessageResult } from '../../delivery/types';
import { hints, outcomeNames, summary } from '../../shared/errorMessages';
import type { LiveVoxSession } from '../../transport/session';
import { addHint } from '../items';

/**
 * Sums the execution up, unless there is no more to say than one accepted message.
 *
 * @param invalid how many messages the node itself rejected
 */
export function addSummaryHint(
	context: IExecuteFunctions,
	session: LiveVoxSession,
	{ results, waited, unprotected }: DeliveryReport,
	invalid: number,
): void {
	const count = (matches: (result: MessageResult) => boolean) => results.filter(matches).length;
	const isSentEarlier = (result: MessageResult) => result.outcome === 'accepted' && result.alreadySent === true;
	const alreadySent = count(isSentEarlier);
	const counts = {
		accepted: count(({ outcome }) => outcome === 'accepted') - alreadySent,
		alreadySent,
		rejected: invalid + count(({ outcome }) => outcome === 'rejected'),
		unknown: count(({ outcome }) => outcome === 'unknown'),
		skipped: count(({ outcome }) => outcome === 'skipped'),
	};
	const total = results.length + invalid;
	if (total > 1 || count(({ outcome }) => outcome !== 'accepted') > 0) {
		const outcomes = Object.entries(counts)
			.filter(([, number]) => number > 0)
			.map(([name, number]) => `${number} ${outcomeNames[name as keyof typeof counts]}`);
		addHint(context, summary(total, outcomes, Math.round((waited + session.waited) / 1000), session.logins));
	}
	if (unprotected !== undefined) addHint(context, hints.unprotected(unprotected));
}

export function addDryRunHint(context: IExecuteFunctions, messages: number): void {
	if (messages > 0) addHint(context, hints.dryRun(messages));
}
