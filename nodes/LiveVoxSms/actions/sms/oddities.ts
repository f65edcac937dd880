import type { IExecuteFunctions } from 'n8n-workflow';

import { quotedName } from '../../message/quotedName';
import { isInvisible } from '../../message/invisible';
import { impossibleNumbers, nothingWords } from '../../message/leftovers';
import { unicodeCharacters } from '../../message/segments';
import { replaceSmartCharacters } from '../../message/smartCharacters';
import { shown } from '../../message/shown';
import { explain } from '../../transport/explain';
import type { LiveVoxSession } from '../../transport/session';
import { Fields } from '../fields';
import { hint } from '../hint';
import { isGood, type Checks, type GoodItem } from './check';
import { groupItems, itemList } from './itemGroups';
import { lonelyLoop, vainRetries } from './nodeSettings';
import type { Settings } from './settings';
import { valueOf } from './values';

/** Says before the first message what is allowed and odd all the same, each kind of it once for the run. */
export function hintAtOddities(
	context: IExecuteFunctions,
	session: LiveVoxSession,
	checks: Checks,
	settings: Settings,
): void {
	const good = checks.items.filter(isGood);
	const found = [
		vainRetries(context),
		lonelyLoop(context, settings),
		unusedService(context, session, good),
		unreadTemplates(checks),
		foreignSenders(good, checks),
		wordsForNothing(context, good),
		placeholderNumbers(good),
		loneUnicode(good),
		unlisted(good, checks),
		listedOtherwise(good, checks),
		unlistable(checks),
	];
	for (const words of found) if (words) hint(context, words);
}

/** An item that could not be read is none of the good ones, so that its expression fails nobody else. */
function unusedService(
	context: IExecuteFunctions,
	{ loginAs }: LiveVoxSession,
	[first]: GoodItem[],
): string | undefined {
	if (loginAs !== 'agent' || !first) return undefined;
	const isGiven = new Fields().read('Service', () => valueOf(context, 'service', first.item));
	if (!isGiven) return undefined;
	return 'Service was not used: the credential logs in as an agent, and LiveVox sends from the service that the agent is logged into.';
}

function unreadTemplates({ items, templates }: Checks): string | undefined {
	if (!items.some(isGood) || !templates || templates.outcome === 'accepted') return undefined;
	const { message } = explain(templates.reply);
	return `The segments of the templates are not known, because LiveVox did not list them: ${message}.`;
}

/** A From that is not the code of its template: LiveVox may send it, and the recipient may not know it. */
function foreignSenders(good: GoodItem[], { templates }: Checks): string | undefined {
	if (templates?.outcome !== 'accepted') return undefined;
	const groups = groupItems(good, ({ request: { from, body } }) => {
		if (!('templateId' in body)) return [];
		const code = templates.value.get(String(body.templateId))?.code;
		if (code === undefined || code === from) return [];
		return [
			`${shown(from, LONGEST_CODE)} with template ${body.templateId}, which belongs to ${shown(code, LONGEST_CODE)}`,
		];
	});
	if (groups.size === 0) return undefined;
	return `From is not the template’s own code: ${listed(groups)}. Leave From empty to send from the template’s code.`;
}

/** Texts in which an expression left a word that JavaScript has for a value which is not there. */
function wordsForNothing(context: IExecuteFunctions, good: GoodItem[]): string | undefined {
	const parameter = context.getNode().parameters.message;
	const groups = groupItems(good, ({ request: { body } }) =>
		'message' in body ? nothingWords(body.message, parameter) : [],
	);
	if (groups.size === 0) return undefined;
	return `An expression in Message returned no value, and these texts say so: ${listed(groups)}. Check what the expression returns.`;
}

/** Texts with the phone number of an example, which nobody can call. */
function placeholderNumbers(good: GoodItem[]): string | undefined {
	const groups = groupItems(good, ({ request: { body } }) =>
		'message' in body
			? impossibleNumbers(body.message).map((number) => shown(number, LONGEST_CODE))
			: [],
	);
	if (groups.size === 0) return undefined;
	return `These texts contain a phone number that doesn’t exist: ${listed(groups)}. Check that it isn’t a placeholder.`;
}

/** Texts that one character alone takes from GSM-7 to UCS-2. */
function loneUnicode(good: GoodItem[]): string | undefined {
	const lone = good.filter(
		({ content }) => content?.figures.unicodeCause && unicodeCharacters(content.text).length === 1,
	);
	if (lone.length === 0) return undefined;
	const characterOf = ({ content }: GoodItem) => content!.figures.unicodeCause!.character;
	const groups = groupItems(lone, (check) => [quotedName(characterOf(check))]);
	return `One character alone leaves these texts 70 characters a segment instead of 160 (UCS-2): ${listed(groups)}. ${mendLone(lone.map(characterOf))}.`;
}

function mendLone(characters: string[]): string {
	if (characters.every(isInvisible)) return 'Set Smart Characters to Replace, which removes it';
	const isReplaceable = characters.some(
		(character) => replaceSmartCharacters(character) !== character,
	);
	const mend = isReplaceable ? 'Set Smart Characters to Replace' : 'Leave it out';
	return `${mend}, or use another character in its place`;
}

/** Codes, services and templates of a dry run that LiveVox does not list. */
function unlisted(good: GoodItem[], { templates, directory }: Checks): string | undefined {
	if (!directory) return undefined;
	const { codes, services } = directory;
	const rehearsed = good.filter(({ isDryRun }) => isDryRun);
	const groups = groupItems(rehearsed, ({ request: { from, body, serviceId } }) => [
		...(codes.has(from) ? [] : [`From ${shown(from, LONGEST_CODE)}`]),
		...('get' in services && serviceId !== undefined && !services.has(String(serviceId))
			? [`Service ${serviceId}`]
			: []),
		...('templateId' in body &&
		templates?.outcome === 'accepted' &&
		!templates.value.has(String(body.templateId))
			? [`Template ${body.templateId}`]
			: []),
	]);
	if (groups.size === 0) return undefined;
	return `LiveVox does not list these and may refuse them: ${listed(groups)}. Choose them from their lists.`;
}

/** Codes that only a dry run sets right: without it, LiveVox's codes are not read. */
function listedOtherwise(good: GoodItem[], { directory }: Checks): string | undefined {
	if (!directory) return undefined;
	const groups = groupItems(good, ({ typedFrom, request: { from } }) =>
		typedFrom === undefined
			? []
			: [`${shown(typedFrom, LONGEST_CODE)} is ${shown(from, LONGEST_CODE)}`],
	);
	if (groups.size === 0) return undefined;
	return `LiveVox lists these codes with a 1 before them: ${listed(groups)}. Enter From that way: without Dry Run, LiveVox’s codes aren’t looked up.`;
}

function unlistable({ directory }: Checks): string | undefined {
	if (!directory || 'get' in directory.services) return undefined;
	const { message } = explain(directory.services.reply);
	return `The dry run is complete, but without the name of the service, which LiveVox did not give: ${message}.`;
}

/** Longer than any code is. */
const LONGEST_CODE = 30;
const MOST_LISTED = 5;

/** The groups with their items; of many the first few, and how many more there are. */
function listed(groups: Map<string, number[]>): string {
	const words = [...groups].map(([group, items]) => `${group} (${itemList(items)})`);
	const more = words.length - MOST_LISTED;
	return [...words.slice(0, MOST_LISTED), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
