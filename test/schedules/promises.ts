import type { MessageResult } from '../../nodes/LiveVoxSms/delivery/types';
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
export function checkTwice(schedule: Schedule, accepted: Acceptance[], breaches: Breaches, seen: Set<string>): void {
	const byMessage = new Map<string, Acceptance[]>();
	for (const acceptance of [...accepted].sort((a, b) => a.id - b.id)) {
		const same = byMessage.get(acceptance.message) ?? [];
		byMessage.set(acceptance.message, [...same, acceptance]);
	}
	for (const [message, same] of byMessage) {
		const counted = new Set<Acceptance>();
		const earlier: Acceptance[] = [];
		for (const acceptance of same) {
			const excuse = excuseOf(schedule, acceptance, earlier);
			earlier.push(acceptance);
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
	earlier: Acceptance[],
): string | undefined {
	// Sent without a claim, for the store failed, and what n8n keeps beside it is lost or another's: nothing knows of it.
	const isApart = by.isForgotten || earlier.some((one) => !by.at.kept.runs.has(one.by));
	if (!isClaimed && isApart && onceKeyOf(schedule, content) === undefined) return 'forgotten';
	// One that is sent again beside the first loses its key with the first, where that one is rejected.
	const isResent = by.hasCompany || earlier.some((one) => one.claimKey === claimKey);
	return by.resends && isResent ? 'resent' : undefined;
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
	result: MessageResult,
	accepted: Acceptance[],
	{ lost, other }: Breaches,
): void {
	const { schedule, execution } = run.at;
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
		if (wasUnknown(run, item)) other.push(`${what} rejected, and was unknown before`);
	} else if (result.outcome === 'unknown') {
		if (result.cause === 'duplicateExecution' && run.isAlone) other.push(`${what} elsewhere`);
		// What nobody could tell for want of the store may come out later.
		if (result.cause !== 'earlierUnverified') run.at.kept.unknown.add(run.messageKeyOf(item));
	}
}

/** Calls of a tool beside each other are unknown to each other until they end. */
const wasUnknown = (run: Run, item: number): boolean =>
	!run.at.schedule.isTool && run.at.kept.unknown.has(run.messageKeyOf(item));

/** Whether this run knows of that acceptance: as its own, by the ledger, or by the claims that it can ask for. */
function canKnow(run: Run, item: number, { by, execution, messageKey, claimKey, isClaimed }: Acceptance) {
	const { kept, attempt, schedule } = run.at;
	if (by === run || (kept.runs.has(by) && by.order < run.order)) return messageKey === run.messageKeyOf(item);
	const isEarlier = execution === run.at.execution && by.at.attempt < attempt;
	const own = onceKeyOf(schedule, run.contents[item]!) ?? run.keys[item]!.claimKeys[0];
	const isStillClaimed = isClaimed && schedule.isAtomic && !(by.resends && by.hasCompany);
	return run.isStartedOver && isEarlier && isStillClaimed && claimKey === own;
}

/** Looks whether messages of one execution have a claim in common: then one that was started keeps the others from going out. */
export function checkClaims(runs: Run[], { lost }: Breaches): void {
	const claimKeys = new Set<string>();
	for (const run of runs) {
		for (const [item, { claimKeys: keys, onceKey }] of run.keys.entries()) {
			const [key] = keys;
			if (onceKey !== undefined || run.at.schedule.isTool) continue;
			if (claimKeys.has(key!)) lost.push(`content ${run.contents[item]} of run ${run.index} has another's claim`);
			claimKeys.add(key!);
		}
	}
}

/** What sets one end apart from the others. */
export function endOf(result: MessageResult): string {
	if (result.outcome === 'skipped') return `skipped, ${result.state}`;
	if (result.outcome === 'accepted') return result.alreadySent ? 'already sent' : 'accepted';
	return result.outcome === 'held' ? 'held' : `${result.outcome}, ${result.cause}`;
}
