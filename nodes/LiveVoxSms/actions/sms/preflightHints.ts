import type { IExecuteFunctions } from 'n8n-workflow';

import { wordsForNothing } from '../../message/broken';
import { quoteCharacter } from '../../message/characterNames';
import { impossibleNumbers } from '../../message/phoneNumber';
import { nonGsmCharacters } from '../../message/segments';
import { replaceSmartCharacters } from '../../message/smartCharacters';
import { hints } from '../../shared/errorMessages';
import { isInvisible, itemRanges, sanitizeForDisplay } from '../../shared/text';
import { Validation } from '../../shared/validation';
import type { LiveVoxSession } from '../../transport/session';
import { addHint } from '../items';
import type { Settings } from './settings';
import { groupItems, isValid, readParameter, type ValidatedItems, type ValidItem } from './validateItems';

/** Says before the first message what is allowed but unusual, each kind of it once. */
export function addPreflightHints(
	context: IExecuteFunctions,
	session: LiveVoxSession,
	validated: ValidatedItems,
	settings: Settings,
): void {
	const valid = validated.items.filter(isValid);
	const found = [
		retryOnFail(context),
		loop(context, settings),
		ignoredService(context, session, valid),
		templatesUnread(validated),
		senderMismatch(valid, validated),
		missingValues(context, valid),
		fictionalNumbers(valid),
		singleNonGsmCharacter(valid),
		unknownIds(valid, validated),
		listedWithOne(valid, validated),
		servicesUnread(validated),
	];
	for (const hint of found) if (hint) addHint(context, hint);
}

/** n8n checks only the first item for whether to execute the node again. */
const retryOnFail = (context: IExecuteFunctions): string | undefined =>
	context.getNode().retryOnFail && context.continueOnFail() ? hints.retryOnFail : undefined;

const LOOP_TYPE = 'n8n-nodes-base.splitInBatches';

/** A loop that passes the node fewer items at a time than it could send in parallel. */
function loop(context: IExecuteFunctions, { maxConcurrency }: Settings): string | undefined {
	const items = context.getInputData().length;
	if (items >= maxConcurrency) return undefined;
	const { name } = context.getNode();
	const after = new Set(context.getChildNodes(name).map((node) => node.name));
	const isInLoop = context.getParentNodes(name).some((node) => node.type === LOOP_TYPE && after.has(node.name));
	return isInLoop ? hints.loop(items, maxConcurrency) : undefined;
}

/** Looks at a valid item, so that an expression that can't be evaluated fails nobody else. */
function ignoredService(
	context: IExecuteFunctions,
	{ loginAs }: LiveVoxSession,
	[first]: ValidItem[],
): string | undefined {
	if (loginAs !== 'agent' || !first) return undefined;
	const service = new Validation().read('Service', () => readParameter(context, 'service', first.item));
	return service ? hints.serviceIgnored : undefined;
}

function templatesUnread({ items, templates }: ValidatedItems): string | undefined {
	if (!items.some(isValid) || !templates || templates.outcome === 'accepted') return undefined;
	return hints.templatesUnread(templates.error.message);
}

/** A From that isn't the code of its template: LiveVox may send it, and the recipient may not know it. */
function senderMismatch(valid: ValidItem[], { templates }: ValidatedItems): string | undefined {
	if (templates?.outcome !== 'accepted') return undefined;
	return hintFor(
		groupItems(valid, ({ request: { from, body } }) => {
			const code = 'templateId' in body ? templates.value.get(String(body.templateId))?.code : undefined;
			if (code === undefined || code === from || !('templateId' in body)) return [];
			return [hints.fromWithTemplate(shown(from), body.templateId, shown(code))];
		}),
		hints.senderMismatch,
	);
}

/** Texts in which an expression left JavaScript's word for a missing value. */
function missingValues(context: IExecuteFunctions, valid: ValidItem[]): string | undefined {
	const parameter = context.getNode().parameters.message;
	return hintFor(
		groupItems(valid, ({ request: { body } }) => ('message' in body ? wordsForNothing(body.message, parameter) : [])),
		hints.wordsForNothing,
	);
}

/** Texts with a phone number that nobody can have. */
const fictionalNumbers = (valid: ValidItem[]): string | undefined =>
	hintFor(
		groupItems(valid, ({ request: { body } }) => ('message' in body ? impossibleNumbers(body.message).map(shown) : [])),
		hints.impossibleNumbers,
	);

/** Texts that one character alone takes from GSM-7 to UCS-2. */
function singleNonGsmCharacter(valid: ValidItem[]): string | undefined {
	const characters = new Map<number, string>();
	for (const { item, content } of valid) {
		const found = content?.figures.unicodeCause ? nonGsmCharacters(content.text) : [];
		if (found.length === 1) characters.set(item, found[0]!);
	}
	const affected = valid.filter(({ item }) => characters.has(item));
	const all = [...characters.values()];
	const isRemovable = all.every(isInvisible);
	const isReplaceable = all.some((character) => replaceSmartCharacters(character) !== character);
	return hintFor(
		groupItems(affected, ({ item }) => [quoteCharacter(characters.get(item)!)]),
		(groups) => hints.singleNonGsmCharacter(groups, isReplaceable && !isRemovable, isRemovable),
	);
}

/** Codes, services, and templates of a dry run that LiveVox doesn't list. */
function unknownIds(valid: ValidItem[], { templates, directory }: ValidatedItems): string | undefined {
	if (!directory) return undefined;
	const { codes, services } = directory;
	const listedTemplates = templates?.outcome === 'accepted' ? templates.value : undefined;
	const groupsOf = ({ request: { from, body, serviceId } }: ValidItem): string[] => {
		const isServiceUnlisted = 'get' in services && serviceId !== undefined && !services.has(String(serviceId));
		const templateId = 'templateId' in body ? String(body.templateId) : undefined;
		return [
			...(codes.has(from) ? [] : [`'From' ${shown(from)}`]),
			...(isServiceUnlisted ? [`'Service' ${serviceId}`] : []),
			...(templateId && listedTemplates && !listedTemplates.has(templateId) ? [`'Template' ${templateId}`] : []),
		];
	};
	return hintFor(
		groupItems(
			valid.filter(({ isDryRun }) => isDryRun),
			groupsOf,
		),
		hints.unlisted,
	);
}

/** Codes that only a dry run corrects: otherwise LiveVox's codes aren't fetched. */
function listedWithOne(valid: ValidItem[], { directory }: ValidatedItems): string | undefined {
	if (!directory) return undefined;
	return hintFor(
		groupItems(valid, ({ typedFrom, request: { from } }) =>
			typedFrom === undefined ? [] : [`${shown(typedFrom)} is ${shown(from)}`],
		),
		hints.listedWithOne,
	);
}

function servicesUnread({ directory }: ValidatedItems): string | undefined {
	if (!directory || 'get' in directory.services) return undefined;
	return hints.servicesUnread(directory.services.error.message);
}

/** Longer than any code is. */
const MAX_CODE_LENGTH = 30;
const shown = (code: string): string => sanitizeForDisplay(code, MAX_CODE_LENGTH);

const MAX_GROUPS = 5;

/** The hint with its groups and their items, the first few of many; undefined if there is no group. */
function hintFor(groups: Map<string, number[]>, toHint: (groups: string) => string): string | undefined {
	if (groups.size === 0) return undefined;
	const all = [...groups].map(([group, items]) => `${group} (${itemRanges(items)})`);
	const more = all.length - MAX_GROUPS;
	return toHint([...all.slice(0, MAX_GROUPS), ...(more > 0 ? [`and ${more} more`] : [])].join('; '));
}
