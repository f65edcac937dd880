import type { Delivered } from '../../nodes/LiveVoxSms/delivery/message';
import type { Acceptance } from './livevox';
import { askedOf, nameOf, onceKeyOf } from './message';
import type { Schedule } from './plan';
import type { Run } from './run';

/** What must not happen: each time in the words of what did. */
export interface Breaches {
	twice: string[];
	lost: string[];
	other: string[];
}

/**
 * Looks for messages that LiveVox accepted more often than the execution asks for.
 *
 * @param seen gets the ways in which messages went out again as they may
 */
export function checkTwice(
	schedule: Schedule,
	accepted: Acceptance[],
	breaches: Breaches,
	seen: Set<string>,
): void {
	const byMessage = new Map<string, Acceptance[]>();
	for (const acceptance of [...accepted].sort((a, b) => a.id - b.id)) {
		const same = byMessage.get(acceptance.message) ?? [];
		byMessage.set(acceptance.message, [...same, acceptance]);
	}
	for (const [message, same] of byMessage) {
		const counted = new Set<Acceptance>();
		const claimKeys = new Set<string>();
		for (const acceptance of same) {
			const excuse = excuseOf(schedule, acceptance, claimKeys);
			claimKeys.add(acceptance.claimKey);
			if (excuse === undefined) counted.add(acceptance);
			else seen.add(excuse);
		}
		const asked = askedOf(schedule, same[0]!.content);
		if (counted.size > asked) {
			const ids = [...counted].map(({ id }) => id).join(', ');
			breaches.twice.push(`${message}: requests ${ids} for ${asked}`);
		}
	}
}

/** Why a message does not count. */
function excuseOf(
	schedule: Schedule,
	{ by, isClaimed, content, claimKey }: Acceptance,
	claimKeys: Set<string>,
): string | undefined {
	// Sent without a claim, for the store refused, and n8n has lost all else: nothing knows of it any more.
	const isKeyed = onceKeyOf(schedule, content) !== undefined;
	if (!isClaimed && !isKeyed && by.isForgotten) return 'forgotten';
	return by.resends && claimKeys.has(claimKey) ? 'resent' : undefined;
}

/** Looks whether each message ended as it is told. */
export function checkResults(run: Run, accepted: Acceptance[], breaches: Breaches): void {
	for (let item = 0; run.results && item < run.contents.length; item++) {
		const result = run.results[item];
		if (result) checkResult(run, item, result, accepted, breaches);
		else breaches.lost.push(`item ${item} has no result`);
	}
}

function checkResult(
	run: Run,
	item: number,
	result: Delivered,
	accepted: Acceptance[],
	{ lost, other }: Breaches,
): void {
	const { schedule, execution, plan } = run.at;
	const content = run.contents[item]!;
	const message = nameOf(schedule, execution, content);
	const ofMessage = accepted.filter((one) => one.message === message);
	const what = `content ${content} of run ${run.index} is said to be`;
	if (result.outcome === 'accepted') {
		const own = ofMessage.some((one) => one.id === result.value && one.content === content);
		if (!own) lost.push(`${what} accepted`);
	} else if (result.outcome === 'skipped') {
		if (result.state === 'sent' && ofMessage.length === 0) lost.push(`${what} sent before`);
	} else if (result.outcome === 'rejected') {
		if (ofMessage.some((one) => canKnow(run, item, one))) other.push(`${what} rejected`);
	} else if (result.reply.kind === 'elsewhere') {
		const isDisturbed = plan.outage !== null || plan.refusals.length > 0;
		if (!plan.second && !isDisturbed) other.push(`${what} elsewhere, where nobody is`);
	}
}

/** Whether this run knows of that acceptance: as its own, by the ledger, or by the claims that it can ask for. */
function canKnow(run: Run, item: number, { by, execution, slot, claimKey, isClaimed }: Acceptance) {
	if (by === run) return slot === run.slotOf(item);
	if (execution !== run.at.execution) return false;
	const isInLedger = run.at.kept.runs.has(by) && by.order < run.order;
	if (isInLedger && slot === run.slotOf(item)) return true;
	const isEarlier = by.at.attempt < run.at.attempt;
	const { claimKeys } = run.keys[item]!;
	const own = onceKeyOf(run.at.schedule, run.contents[item]!) ?? claimKeys[0];
	return run.at.isRetry && isEarlier && isClaimed && claimKey === own;
}

/** What sets one end apart from the others. */
export function endOf(result: Delivered): string {
	if (result.outcome === 'skipped') return `skipped, ${result.state}`;
	if (result.outcome === 'accepted') return result.alreadyDone ? 'already sent' : 'accepted';
	const { reply } = result;
	return `${result.outcome}, ${reply.kind === 'notTried' ? reply.because : reply.kind}`;
}
