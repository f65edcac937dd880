import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { parseOnlySendTo } from '../../message/numberList';
import { listedCode } from '../../message/phoneNumber';
import { validateDraft, type SmsDraft, type Template, type ValidDraft } from '../../message/request';
import * as say from '../../shared/errorMessages';
import type { Failure } from '../../shared/result';
import { itemRanges } from '../../shared/text';
import { toError, Validation, type Issue } from '../../shared/validation';
import { fetchDirectory, fetchTemplates, type Directory } from '../../transport/endpoints';
import type { LiveVoxSession } from '../../transport/session';
import { errorItem, optionsSet, readParameter, toNodeError } from '../items';

/** An item that can be sent, with the body that goes out. */
export interface ValidItem extends ValidDraft {
	item: number;
	/** From as the user has it, if LiveVox lists that code with a 1 before it. */
	typedFrom?: string;
}

/** An item with fields that have to be fixed first. */
type InvalidItem = { item: number; issues: Issue[] };
/** An item that can't be validated, because LiveVox didn't return what that takes. */
type UnverifiedItem = { item: number; failure: Failure };
type ValidatedItem = ValidItem | InvalidItem | UnverifiedItem;

/** What is known before the first message goes out. */
export interface ValidatedItems {
	items: ValidatedItem[];
	/** LiveVox's templates by ID if an item uses one; none if LiveVox didn't list them. */
	templates: Map<string, Template> | undefined;
	templatesFailure: Failure | undefined;
	/** LiveVox's codes and services, if a valid item is a dry run. */
	directory: Directory | undefined;
}

export const isValid = (item: ValidatedItem): item is ValidItem => 'request' in item;

/** Validates all items, so that each invalid one is known before the first message goes out. */
export async function validateItems(context: IExecuteFunctions, session: LiveVoxSession): Promise<ValidatedItems> {
	const now = Date.now();
	const credential = new Validation();
	const onlySendTo = credential.check('Only Send To', () => parseOnlySendTo(session.onlySendTo));
	// n8n copies the whole node for it, so that it is asked once.
	const options = optionsSet(context);
	const drafts = context.getInputData().map((_, item) => readDraft(context, item, options));
	const fetched = drafts.some(usesTemplate) ? await fetchTemplates(session) : undefined;
	const templates = fetched?.outcome === 'accepted' ? fetched.value : undefined;
	const templatesFailure = fetched?.outcome === 'accepted' ? undefined : fetched;
	const templateOf = (id: number) => templates?.get(String(id));
	const items = drafts.map((draft, item): ValidatedItem => {
		if ('issues' in draft) return { item, issues: draft.issues };
		// Then it isn't known who may get texts.
		if (credential.issues.length > 0) return { item, issues: credential.issues };
		if (templatesFailure && needsTemplate(draft)) return { item, failure: templatesFailure };
		return { item, ...validateDraft(draft, { loginAs: session.loginAs, templateOf, onlySendTo, now }) };
	});
	const isDryRun = (item: ValidatedItem): boolean => isValid(item) && item.isDryRun;
	const looked = items.some(isDryRun) ? await fetchDirectory(session) : undefined;
	const directory = looked?.outcome === 'accepted' ? looked.value : undefined;
	const failure = looked?.outcome === 'accepted' ? undefined : looked;
	// A dry run without any response from LiveVox must not look like a good one.
	const verified = failure ? items.map((each) => (isDryRun(each) ? { item: each.item, failure } : each)) : items;
	return withListedCodes({ items: verified, templates, templatesFailure, directory });
}

type Draft = SmsDraft | { issues: Issue[] };

const FIELDS = {
	from: 'From',
	to: 'To',
	content: 'Content',
	message: 'Message',
	template: 'Template',
	service: 'Service',
	account: 'Account Number',
};
const OPTIONS = ['dryRun', 'maxSegments', 'sendingHours', 'sendOnceKey', 'smartCharacters'] as const;
/** It may have many numbers, too many to evaluate it for each item. */
const READ_ONCE = 'doNotSendTo';

const isOfItem = (name: string): name is (typeof OPTIONS)[number] => (OPTIONS as readonly string[]).includes(name);

function readDraft(context: IExecuteFunctions, item: number, options: string[]): Draft {
	const fields = new Validation();
	const draft: Partial<SmsDraft> = {};
	for (const [name, field] of Object.entries(FIELDS)) {
		draft[name as keyof SmsDraft] = fields.check(field, () => readParameter(context, name, item));
	}
	for (const name of options) {
		if (name === READ_ONCE) continue;
		const value = fields.check('Options', () => readParameter(context, `options.${name}`, item));
		// One that is set and comes out empty has to be fixed.
		if (isOfItem(name)) draft[name] = value ?? '';
	}
	return fields.issues.length > 0 ? { issues: fields.issues } : (draft as SmsDraft);
}

const usesTemplate = (draft: Draft) => 'from' in draft && draft.content === 'template';

/** Whether a message can't be validated without LiveVox's list of templates. */
const needsTemplate = (draft: SmsDraft) =>
	usesTemplate(draft) && (String(draft.from ?? '').trim() === '' || Number(draft.maxSegments) > 0);

/** Sends from the codes as LiveVox lists them, if its templates or codes were fetched anyway. */
function withListedCodes(validated: ValidatedItems): ValidatedItems {
	const { items, templates, directory } = validated;
	const listed = new Set(directory?.codes.keys());
	for (const { code } of templates?.values() ?? []) if (code) listed.add(code);
	const withListedCode = (each: ValidatedItem): ValidatedItem => {
		const from = isValid(each) && listedCode(each.request.from, listed);
		if (!from || from === each.request.from) return each;
		return { ...each, typedFrom: each.request.from, request: { ...each.request, from } };
	};
	return { ...validated, items: items.map(withListedCode) };
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
	const { message, description } = toError(each.issues);
	const advice = say.joinSentences([description, say.THIS_ITEM_NOT_SENT]);
	return errorItem(each.item, 'rejected', { message, description: advice });
}

const MAX_ISSUES = 10;

/** Describes all invalid items: the message names each field and item, the description says how to fix them. */
export function describeInvalid(invalid: InvalidItem[], total: number): say.Words {
	const byField = groupItems(invalid, ({ issues }) => issues.map(({ field }) => field));
	const fields = [...byField].map(([field, items]) => `'${field}' (${itemRanges(items)})`);
	const byIssue = [...groupItems(invalid, ({ issues }) => issues.map(say.toParagraph))];
	const advice = byIssue.map(([issue, items]) => say.atItems(say.toWords(issue), itemRanges(items)));
	const more = byIssue.slice(MAX_ISSUES);
	const moreItems = [...new Set(more.flatMap(([, items]) => items))].sort((one, other) => one - other);
	const rest = more.length > 0 && say.moreIssues(more.length, itemRanges(moreItems));
	const description = say.joinSentences([...advice.slice(0, MAX_ISSUES), rest]);
	return { message: say.nothingSent(invalid.length, total, fields), description };
}

/** Groups items by what they have in common: the indexes of the items of each group, in their order. */
export function groupItems<T extends { item: number }>(
	items: T[],
	groupsOf: (each: T) => string[],
): Map<string, number[]> {
	const groups = new Map<string, number[]>();
	for (const each of items) {
		for (const group of new Set(groupsOf(each))) {
			if (!groups.has(group)) groups.set(group, []);
			groups.get(group)!.push(each.item);
		}
	}
	return groups;
}
