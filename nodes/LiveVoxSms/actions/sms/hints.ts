import type { IExecuteFunctions } from 'n8n-workflow';

import type { Delivered, Delivery } from '../../delivery/message';
import type { LiveVoxSession } from '../../transport/session';
import { hint } from '../hint';

/**
 * Sums the run up where there is more to say than one accepted message.
 *
 * @param refused how many messages the node itself refused before
 */
export function hintAtSummary(
	context: IExecuteFunctions,
	session: LiveVoxSession,
	{ results, waited, claimsRefusal }: Delivery,
	refused: number,
): void {
	const count = (matches: (result: Delivered) => boolean) => results.filter(matches).length;
	const isBefore = (result: Delivered) => result.outcome === 'accepted' && !!result.alreadyDone;
	const parts = [
		[count((result) => result.outcome === 'accepted' && !isBefore(result)), 'accepted'],
		[count(isBefore), 'already sent by an earlier try of this execution'],
		[refused + count(({ outcome }) => outcome === 'rejected'), 'rejected'],
		[count(({ outcome }) => outcome === 'unknown'), 'unknown, which may have been sent'],
		[count(({ outcome }) => outcome === 'skipped'), 'skipped by their Send Once Key'],
	] as const;
	const { logins } = session;
	const seconds = Math.round((waited + session.waited) / 1000);
	const total = results.length + refused;
	if (total > 1 || count(({ outcome }) => outcome !== 'accepted') > 0) {
		const said = parts
			.filter(([number]) => number > 0)
			.map(([number, what]) => `${number} ${what}`);
		const sentences = [
			`${total} ${total === 1 ? 'message' : 'messages'}: ${said.join(', ')}.`,
			...(seconds > 0 ? [`Waited ${seconds} s because LiveVox asked for it.`] : []),
			...(logins > 1 ? [`Logged in ${logins} times.`] : []),
		];
		hint(context, sentences.join(' '));
	}
	if (claimsRefusal !== undefined) {
		hint(
			context,
			`This run was not protected against a crash: n8n could not note which messages were begun (${claimsRefusal}). If n8n had ended in the middle, a retry would have sent them again. Ask whoever runs n8n to check its database.`,
		);
	}
}

/** Says how many messages were only rehearsed. */
export function hintAtDryRun(context: IExecuteFunctions, messages: number): void {
	if (messages === 0) return;
	hint(
		context,
		`Dry Run is on: ${messages === 1 ? '1 message was' : `${messages} messages were`} checked and not sent.`,
	);
}
