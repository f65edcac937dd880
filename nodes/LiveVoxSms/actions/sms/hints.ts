import type { IExecuteFunctions } from 'n8n-workflow';

import type { DeliveryReport, MessageResult } from '../../delivery/types';
import { wordsForNothing } from '../../message/broken';
import { quoteCharacter } from '../../message/characterNames';
import { impossibleNumbers } from '../../message/phoneNumber';
import { nonGsmCharacters } from '../../message/segments';
import { replaceSmartCharacters } from '../../message/smartCharacters';
import { hints, outcomeNames, summary } from '../../shared/errorMessages';
import { isInvisible, itemRanges, sanitizeForDisplay } from '../../shared/text';
import type { LiveVoxSession } from '../../transport/session';
import { addHint, readParameter } from '../items';
import { groupItems, isValid, type ValidatedItems, type ValidItem } from './validateItems';

/** Says before the first message what is allowed but unusual, each kind of it once. */
export function addPreflightHints(
	context: IExecuteFunctions,
	session: LiveVoxSession,
	validated: ValidatedItems,
): void {
	const valid = validated.items.filter(isValid);
	const found = [
		retryOnFail(context),
		ignoredService(context, session, valid),
		templatesUnread(valid, validated),
		senderMismatch(valid, validated),
		missingValues(context, valid),
		inGroups(valid, (each) => impossibleNumbers(messageOf(each)).map(shown), hints.impossibleNumbers),
		singleNonGsmCharacter(valid),
		unlistedIds(valid, validated),
		inGroups(valid, codeWithOne, hints.listedWithOne),
		servicesUnread(validated),
	];
	for (const hint of found) if (hint) addHint(context, hint);
}

/** n8n checks only the first item for whether to execute the node again. */
const retryOnFail = (context: IExecuteFunctions): string | undefined =>
	context.getNode().retryOnFail && context.continueOnFail() ? hints.retryOnFail : undefined;

/** Looks at a valid item: its expression can be evaluated. */
const ignoredService = (context: IExecuteFunctions, { loginAs }: LiveVoxSession, [first]: ValidItem[]) =>
	loginAs === 'agent' && first && readParameter(context, 'service', first.item) ? hints.serviceIgnored : undefined;

const templatesUnread = (valid: ValidItem[], { templatesFailure }: ValidatedItems): string | undefined =>
	valid.length > 0 && templatesFailure ? hints.templatesUnread(templatesFailure.error.message) : undefined;

/** A From that isn't the code of its template: LiveVox may send it, and the recipient may not know it. */
const senderMismatch = (valid: ValidItem[], { templates }: ValidatedItems): string | undefined =>
	inGroups(
		valid,
		({ request: { from, body } }) => {
			if (!('templateId' in body)) return [];
			const code = templates?.get(String(body.templateId))?.code ?? from;
			return code === from ? [] : [hints.fromWithTemplate(shown(from), body.templateId, shown(code))];
		},
		hints.senderMismatch,
	);

/** Texts in which an expression left JavaScript's word for a missing value. */
function missingValues(context: IExecuteFunctions, valid: ValidItem[]): string | undefined {
	const parameter = context.getNode().parameters.message;
	return inGroups(valid, (each) => wordsForNothing(messageOf(each), parameter), hints.wordsForNothing);
}

/** Texts that one character alone takes from GSM-7 to UCS-2. */
function singleNonGsmCharacter(valid: ValidItem[]): string | undefined {
	const found = new Set<string>();
	const groupsOf = ({ content }: ValidItem): string[] => {
		const characters = content?.figures.unicodeCause ? nonGsmCharacters(content.text) : [];
		if (characters.length !== 1) return [];
		found.add(characters[0]!);
		return characters.map(quoteCharacter);
	};
	return inGroups(valid, groupsOf, (groups) => {
		const isRemovable = [...found].every(isInvisible);
		const isReplaceable = [...found].some((character) => replaceSmartCharacters(character) !== character);
		return hints.singleNonGsmCharacter(groups, isReplaceable && !isRemovable, isRemovable);
	});
}

/** Codes, services, and templates of a dry run that LiveVox doesn't list. */
function unlistedIds(valid: ValidItem[], { templates, directory }: ValidatedItems): string | undefined {
	if (!directory) return undefined;
	const services = 'get' in directory.services ? directory.services : undefined;
	const isUnlisted = (listed: Map<string, unknown> | undefined, id: unknown) =>
		listed !== undefined && id !== undefined && !listed.has(String(id));
	const groupsOf = ({ isDryRun, request: { from, body, serviceId } }: ValidItem): string[] => {
		const templateId = 'templateId' in body ? body.templateId : undefined;
		return [
			isUnlisted(directory.codes, from) ? `'From' ${shown(from)}` : '',
			isUnlisted(services, serviceId) ? `'Service' ${serviceId}` : '',
			isUnlisted(templates, templateId) ? `'Template' ${templateId}` : '',
		].filter((group) => isDryRun && group !== '');
	};
	return inGroups(valid, groupsOf, hints.unlisted);
}

/** Said of a dry run alone: otherwise LiveVox's codes aren't fetched. */
const codeWithOne = ({ isDryRun, typedFrom, request: { from } }: ValidItem): string[] =>
	isDryRun && typedFrom !== undefined ? [`${shown(typedFrom)} is ${shown(from)}`] : [];

const servicesUnread = ({ directory }: ValidatedItems): string | undefined =>
	!directory || 'get' in directory.services ? undefined : hints.servicesUnread(directory.services.error.message);

const messageOf = ({ request: { body } }: ValidItem): string => ('message' in body ? body.message : '');

/** Longer than any code is. */
const MAX_CODE_LENGTH = 30;
const shown = (code: string): string => sanitizeForDisplay(code, MAX_CODE_LENGTH);

const MAX_GROUPS = 5;

/** A hint about groups of items, of which it names the first few; undefined if there is none. */
function inGroups(
	valid: ValidItem[],
	groupsOf: (each: ValidItem) => string[],
	toHint: (groups: string) => string,
): string | undefined {
	const groups = [...groupItems(valid, groupsOf)].map(([group, items]) => `${group} (${itemRanges(items)})`);
	const more = groups.length - MAX_GROUPS;
	const named = [...groups.slice(0, MAX_GROUPS), ...(more > 0 ? [`and ${more} more`] : [])];
	return groups.length > 0 ? toHint(named.join('; ')) : undefined;
}

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
