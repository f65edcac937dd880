import type { IExecuteFunctions } from 'n8n-workflow';

import type { DeliveryReport, MessageResult } from '../../delivery/types';
import { wordsForNothing } from '../../message/broken';
import { quoteCharacter } from '../../message/characterNames';
import type { NumberList } from '../../message/numberList';
import { impossibleNumbers } from '../../message/phoneNumber';
import { nonGsmCharacters } from '../../message/segments';
import { replaceSmartCharacters } from '../../message/smartCharacters';
import { aboutMessages, hints, outcomeNames, summary } from '../../shared/errorMessages';
import { itemRanges, sanitizeForDisplay } from '../../shared/text';
import { addHint, readParameter } from '../items';
import { groupItems, isValid, type ValidatedItems, type ValidItem } from './validateItems';

/** Says before the first message what is allowed but unusual, each kind of it once, and what is a dry run. */
export function addPreflightHints(
	context: IExecuteFunctions,
	validated: ValidatedItems,
	isAgent: boolean,
	doNotSendTo?: NumberList,
): void {
	const { templatesFailure, directory } = validated;
	const valid = validated.items.filter(isValid);
	const [first] = valid;
	const { retryOnFail, parameters } = context.getNode();
	const hasService = isAgent && first && readParameter(context, 'service', first.item);
	const servicesFailure = directory?.servicesFailure?.error.message;
	const dryRuns = valid.filter(({ isDryRun }) => isDryRun).length;
	const settings = [
		// n8n checks only the first item for whether to execute the node again.
		retryOnFail && context.continueOnFail() && hints.retryOnFail,
		hasService && hints.serviceIgnored,
		first && templatesFailure && hints.templatesUnread(templatesFailure.error.message),
		doNotSendTo?.numbers.size === 0 && doNotSendTo.invalid === 0 && hints.doNotSendToEmpty,
		doNotSendTo && doNotSendTo.invalid > 0 && hints.doNotSendToInvalid(doNotSendTo.invalid),
		servicesFailure && hints.servicesUnread(servicesFailure),
		dryRuns > 0 && hints.dryRun(dryRuns),
	];
	const messages = [
		inGroups(valid, senderMismatch(validated), hints.senderMismatch),
		inGroups(valid, (each) => wordsForNothing(messageOf(each), parameters.message), hints.wordsForNothing),
		inGroups(valid, (each) => impossibleNumbers(messageOf(each)).map(shown), hints.impossibleNumbers),
		singleNonGsmCharacter(valid),
		inGroups(valid, unlistedIds(validated), hints.unlisted),
		inGroups(valid, codeWithOne, hints.listedWithOne),
	];
	for (const hint of settings) if (typeof hint === 'string') addHint(context, hint);
	for (const hint of messages) if (hint !== undefined) addHint(context, hint, aboutMessages);
}

type GroupsOf = (each: ValidItem) => string[];

/** A From that isn't the code of its template: LiveVox may send it, and the recipient may not know it. */
const senderMismatch =
	({ templates }: ValidatedItems): GroupsOf =>
	({ request: { from, body } }) => {
		if (!('templateId' in body)) return [];
		const code = templates?.get(String(body.templateId))?.code ?? from;
		return code === from ? [] : [hints.fromWithTemplate(shown(from), body.templateId, shown(code))];
	};

/** Texts that one character alone takes from GSM-7 to UCS-2. */
function singleNonGsmCharacter(valid: ValidItem[]): string | undefined {
	let canReplace = false;
	const groupsOf: GroupsOf = ({ content }) => {
		const characters = content?.figures.unicodeCause ? nonGsmCharacters(content.text) : [];
		if (characters.length !== 1) return [];
		canReplace ||= replaceSmartCharacters(characters[0]!) !== characters[0];
		return characters.map(quoteCharacter);
	};
	return inGroups(valid, groupsOf, (groups) => hints.singleNonGsmCharacter(groups, canReplace));
}

/** Codes, services, and templates of a dry run that LiveVox doesn't list. */
function unlistedIds({ templates, directory }: ValidatedItems): GroupsOf {
	const unlisted = (field: string, listed: Map<string, unknown> | undefined, id: string | number | undefined) =>
		listed === undefined || id === undefined || listed.has(String(id)) ? [] : [`'${field}' ${shown(String(id))}`];
	return ({ isDryRun, request: { from, body, serviceId } }) => {
		if (!isDryRun) return [];
		const templateId = 'templateId' in body ? body.templateId : undefined;
		return [
			...unlisted('From', directory?.codes, from),
			...unlisted('Service', directory?.services, serviceId),
			...unlisted('Template', templates, templateId),
		];
	};
}

/** Said of a dry run alone: otherwise LiveVox's codes aren't fetched. */
const codeWithOne: GroupsOf = ({ isDryRun, typedFrom, request: { from } }) =>
	isDryRun && typedFrom !== undefined ? [`${shown(typedFrom)} is ${shown(from)}`] : [];

const messageOf = ({ request: { body } }: ValidItem): string => ('message' in body ? body.message : '');

const shown = (code: string): string => sanitizeForDisplay(code, 30); // longer than any code is
const MAX_GROUPS = 5;

/** A hint about groups of items, of which it names the first few; undefined if there is none. */
function inGroups(valid: ValidItem[], groupsOf: GroupsOf, toHint: (groups: string) => string): string | undefined {
	const groups = [...groupItems(valid, groupsOf)].map(([group, items]) => `${group} (${itemRanges(items)})`);
	const more = groups.length - MAX_GROUPS;
	const named = [...groups.slice(0, MAX_GROUPS), ...(more > 0 ? [`and ${more} more`] : [])];
	return groups.length > 0 ? toHint(named.join('; ')) : undefined;
}

const countedAs = (result: MessageResult) => {
	if (result.outcome === 'skipped') return result.state === 'excluded' ? 'excluded' : 'skipped';
	return 'alreadySent' in result ? 'alreadySent' : result.outcome;
};

/** Sums the execution up, unless there is no more to say than one accepted message. `invalid`: rejected by the node. */
export function addSummaryHint(context: IExecuteFunctions, report: DeliveryReport, invalid: number): void {
	const { results, waited, unprotected } = report;
	const counts = { accepted: 0, alreadySent: 0, rejected: invalid, unknown: 0, skipped: 0, held: 0, excluded: 0 };
	for (const result of results) counts[countedAs(result)]++;
	const total = results.length + invalid;
	if (total > 1 || counts.accepted + counts.alreadySent < total) {
		const outcomes = Object.entries(counts)
			.filter(([, number]) => number > 0)
			.map(([name, number]) => `${number} ${outcomeNames[name as keyof typeof counts]}`);
		addHint(context, summary(total, outcomes, Math.round(waited / 1000)));
	}
	if (counts.held > 0) addHint(context, hints.held(counts.held));
	if (unprotected !== undefined) addHint(context, hints.unprotected(unprotected));
}
