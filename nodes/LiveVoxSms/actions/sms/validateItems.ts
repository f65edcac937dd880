import { isResourceLocatorValue, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { validateDraft, type SmsDraft, type Template, type ValidDraft } from '../../message/request';
import { listedCode } from '../../message/sender';
import {
	atItems,
	joinSentences,
	moreIssues,
	nothingSent,
	THIS_ITEM_NOT_SENT,
	type Words,
} from '../../shared/errorMessages';
import type { Failure, Result } from '../../shared/result';
import { itemRanges } from '../../shared/text';
import { toErrorDetails, Validation, type Issue } from '../../shared/validation';
import { fetchDirectory, fetchTemplates, type Directory } from '../../transport/endpoints';
import type { LiveVoxSession } from '../../transport/session';
import { errorItem, toNodeError } from '../items';

/** An item that can be sent, with the body that goes out. */
export interface ValidItem extends ValidDraft {
	item: number;
	/** From as the user has it, if LiveVox lists that code with a 1 before it. */
	typedFrom?: string;
}

/** An item with fields that have to be fixed first. */
interface InvalidItem {
	item: number;
	issues: Issue[];
}

/** An item that can't be validated, because LiveVox didn't return what that takes. */
interface UnverifiedItem {
	item: number;
	failure: Failure;
}

type ValidatedItem = ValidItem | InvalidItem | UnverifiedItem;

/** What is known before the first message goes out. */
export interface ValidatedItems {
	items: ValidatedItem[];
	/** LiveVox's templates by ID, if an item uses one. */
	templates: Result<Map<string, Template>> | undefined;
	/** LiveVox's codes and services, if a valid item is a dry run. */
	directory: Directory | undefined;
}

export const isValid = (item: ValidatedItem): item is ValidItem => 'request' in item;

/** Validates all items, so that each invalid one is known before the first message goes out. */
export async function validateItems(context: IExecuteFunctions, session: LiveVoxSession): Promise<ValidatedItems> {
	const drafts = context.getInputData().map((_, item) => readDraft(context, item));
	const templates = drafts.some(usesTemplate) ? await fetchTemplates(session) : undefined;
	const items = drafts.map((draft, item) => validateItem(draft, item, session, templates));
	const isDryRun = (item: ValidatedItem): boolean => isValid(item) && item.isDryRun;
	const directory = items.some(isDryRun) ? await fetchDirectory(session) : undefined;
	if (directory && directory.outcome !== 'accepted') {
		// A dry run without any response from LiveVox must not look like a good one.
		const unverified = items.map((each) => (isDryRun(each) ? { item: each.item, failure: directory } : each));
		return { items: unverified, templates, directory: undefined };
	}
	return withListedCodes({ items, templates, directory: directory?.value });
}

type Draft = SmsDraft | { issues: Issue[] };

function validateItem(
	draft: Draft,
	item: number,
	{ loginAs }: LiveVoxSession,
	templates: Result<Map<string, Template>> | undefined,
): ValidatedItem {
	if ('issues' in draft) return { item, issues: draft.issues };
	if (templates && templates.outcome !== 'accepted' && needsTemplate(draft)) return { item, failure: templates };
	const listed = templates?.outcome === 'accepted' ? templates.value : undefined;
	return { item, ...validateDraft(draft, { loginAs, templateOf: (id) => listed?.get(String(id)) }) };
}

function readDraft(context: IExecuteFunctions, item: number): Draft {
	const validation = new Validation();
	const field = (label: string, name: string) => validation.read(label, () => readParameter(context, name, item));
	const options = Object(validation.read('Options', () => context.getNodeParameter('options', item, {}))) as Record<
		string,
		unknown
	>;
	// undefined only if the option isn't set: one that comes out empty has to be fixed.
	const option = (name: string) => (Object.hasOwn(options, name) ? (options[name] ?? '') : undefined);
	const draft = {
		from: field('From', 'from'),
		to: field('To', 'to'),
		content: field('Content', 'content'),
		message: field('Message', 'message'),
		template: field('Template', 'template'),
		service: field('Service', 'service'),
		account: field('Account Number', 'account'),
		dryRun: option('dryRun'),
		maxSegments: option('maxSegments'),
		sendOnceKey: option('sendOnceKey'),
		smartCharacters: option('smartCharacters'),
	};
	return validation.issues.length > 0 ? { issues: validation.issues } : draft;
}

/** The value of a parameter, '' if it isn't set. n8n's own `extractValue` throws for a field that isn't shown. */
export function readParameter(context: IExecuteFunctions, name: string, item: number): unknown {
	const parameter: unknown = context.getNodeParameter(name, item, '');
	return isResourceLocatorValue(parameter) ? parameter.value : parameter;
}

const usesTemplate = (draft: Draft) => 'from' in draft && draft.content === 'template';

/** Whether a message can't be validated without LiveVox's list of templates. */
const needsTemplate = (draft: SmsDraft) =>
	usesTemplate(draft) && (String(draft.from ?? '').trim() === '' || Number(draft.maxSegments) > 0);

/** Sends from the codes as LiveVox lists them, if its templates or codes were fetched anyway. */
function withListedCodes(validated: ValidatedItems): ValidatedItems {
	const listed = new Set(validated.directory?.codes.keys());
	if (validated.templates?.outcome === 'accepted') {
		for (const { code } of validated.templates.value.values()) if (code) listed.add(code);
	}
	const items = validated.items.map((each): ValidatedItem => {
		if (!isValid(each)) return each;
		const from = listedCode(each.request.from, listed);
		if (from === each.request.from) return each;
		return { ...each, typedFrom: each.request.from, request: { ...each.request, from } };
	});
	return { ...validated, items };
}

/** With On Error = Stop, nothing is sent if one item can't be. */
export function throwUnlessAllValid(context: IExecuteFunctions, items: ValidatedItem[]): void {
	const unverified = items.find((each) => 'failure' in each);
	if (unverified) throw toNodeError(context, unverified.failure.error, unverified.item);
	const invalid = items.filter((each) => 'issues' in each);
	if (invalid.length === 0) return;
	// n8n adds the index to the message: beside a list of items it would contradict that.
	const onlyItem = invalid.length === 1 ? invalid[0]!.item : undefined;
	throw toNodeError(context, describeInvalid(invalid, items.length), onlyItem);
}

/** With On Error = Continue, the output item of one that can't be sent. */
export function invalidOutput(each: InvalidItem | UnverifiedItem): INodeExecutionData {
	if ('failure' in each) return errorItem(each.item, 'rejected', each.failure.error);
	const details = toErrorDetails(each.issues);
	return errorItem(each.item, 'rejected', {
		...details,
		description: joinSentences([details.description, THIS_ITEM_NOT_SENT]),
	});
}

const MAX_ISSUES = 10;

/** Describes all invalid items: the message names each field and item, the description says how to fix them. */
export function describeInvalid(invalid: InvalidItem[], total: number): Words {
	const byField = groupItems(invalid, ({ issues }) => issues.map(({ field }) => field));
	const byIssue = groupItems(invalid, ({ issues }) =>
		issues.map(({ message, description }) => JSON.stringify({ message, description })),
	);
	const all = [...byIssue];
	const described = all
		.slice(0, MAX_ISSUES)
		.map(([issue, items]) => atItems(JSON.parse(issue) as Words, itemRanges(items)));
	const more = all.slice(MAX_ISSUES);
	const moreItems = [...new Set(more.flatMap(([, items]) => items))].sort((one, other) => one - other);
	const fields = [...byField].map(([field, items]) => `'${field}' (${itemRanges(items)})`);
	return {
		message: nothingSent(invalid.length, total, fields),
		description: joinSentences([...described, more.length > 0 ? moreIssues(more.length, itemRanges(moreItems)) : '']),
	};
}

/**
 * Groups items by what they have in common.
 *
 * @returns the indexes of the items of each group, in the order of the items
 */
export function groupItems<T extends { item: number }>(
	items: T[],
	groupsOf: (each: T) => string[],
): Map<string, number[]> {
	const groups = new Map<string, number[]>();
	for (const each of items) {
		for (const group of new Set(groupsOf(each))) {
			const indexes = groups.get(group);
			if (indexes) indexes.push(each.item);
			else groups.set(group, [each.item]);
		}
	}
	return groups;
}
