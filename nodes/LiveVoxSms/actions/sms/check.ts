import type { IExecuteFunctions } from 'n8n-workflow';

import type { Failed, Outcome } from '../../delivery/outcome';
import {
	checkDraft,
	type CheckedDraft,
	type FieldRefusal,
	type SmsDraft,
} from '../../message/request';
import type { LiveVoxSession } from '../../transport/session';
import { Fields } from '../fields';
import { readDirectory, type Directory } from './directory';
import { withListedCodes } from './senders';
import { readTemplates, type Templates } from './templates';
import { valueOf } from './values';

/** An item that can be sent, with the body that goes out. */
export interface GoodItem extends CheckedDraft {
	item: number;
	/** From as the user has it, where LiveVox lists that code with a 1 before it. */
	typedFrom?: string;
}

/** An item with fields that have to be mended first. */
export interface BadItem {
	item: number;
	refusals: FieldRefusal[];
}

/** An item whose check needed something from LiveVox that could not be read. */
export interface UnreadItem {
	item: number;
	failed: Failed;
}

export type CheckedItem = GoodItem | BadItem | UnreadItem;

/** What is known of a run before its first message goes out. */
export interface Checks {
	items: CheckedItem[];
	/** LiveVox's templates, where an item uses one. */
	templates: Outcome<Templates> | undefined;
	/** LiveVox's codes and services, where a good item is a dry run. */
	directory: Directory | undefined;
}

export const isGood = (check: CheckedItem): check is GoodItem => 'request' in check;

const isDryRun = (check: CheckedItem): boolean => isGood(check) && check.isDryRun;

/** Checks all items, so that each bad one is known before the first message goes out. */
export async function checkItems(
	context: IExecuteFunctions,
	session: LiveVoxSession,
): Promise<Checks> {
	const drafts = context.getInputData().map((_, item) => readDraft(context, item));
	const templates = drafts.some(usesTemplate) ? await readTemplates(session) : undefined;
	const items = drafts.map((draft, item) => checkItem(draft, item, session, templates));
	const directory = items.some(isDryRun) ? await readDirectory(session) : undefined;
	if (directory?.outcome === 'accepted') {
		return withListedCodes({ items, templates, directory: directory.value });
	}
	if (!directory) return withListedCodes({ items, templates, directory });
	// A dry run that LiveVox does not even answer must not look like a good one.
	const unread = items.map((check) =>
		isDryRun(check) ? { item: check.item, failed: directory } : check,
	);
	return { items: unread, templates, directory: undefined };
}

type ReadDraft = SmsDraft | { refusals: FieldRefusal[] };

function checkItem(
	draft: ReadDraft,
	item: number,
	{ loginAs }: LiveVoxSession,
	templates: Outcome<Templates> | undefined,
): CheckedItem {
	if ('refusals' in draft) return { item, ...draft };
	if (templates && templates.outcome !== 'accepted') {
		if (needsTemplate(draft)) return { item, failed: templates };
		return { item, ...checkDraft(draft, { loginAs, templateOf: () => undefined }) };
	}
	return {
		item,
		...checkDraft(draft, { loginAs, templateOf: (id) => templates?.value.get(String(id)) }),
	};
}

function readDraft(context: IExecuteFunctions, item: number): ReadDraft {
	const fields = new Fields();
	const value = (field: string, name: string) =>
		fields.read(field, () => valueOf(context, name, item));
	const option = fields.read('Options', () => optionsOf(context, item));
	const draft = {
		from: value('From', 'from'),
		to: value('To', 'to'),
		content: value('Content', 'content'),
		message: value('Message', 'message'),
		template: value('Template', 'template'),
		service: value('Service', 'service'),
		account: value('Account', 'account'),
		dryRun: option?.('dryRun'),
		maxSegments: option?.('maxSegments'),
		sendOnceKey: option?.('sendOnceKey'),
		smartCharacters: option?.('smartCharacters'),
	};
	return fields.refusals.length > 0 ? { refusals: fields.refusals } : draft;
}

/** Reads an option; undefined only where it is not there: one that comes out empty has to be mended. */
function optionsOf(context: IExecuteFunctions, item: number): (name: string) => unknown {
	const options = Object(context.getNodeParameter('options', item, {})) as Record<string, unknown>;
	return (name) => (Object.hasOwn(options, name) ? (options[name] ?? '') : undefined);
}

const usesTemplate = (draft: ReadDraft) => 'from' in draft && draft.content === 'template';

/** True where a message cannot be checked without LiveVox's list of templates. */
const needsTemplate = (draft: SmsDraft) =>
	usesTemplate(draft) && (String(draft.from ?? '').trim() === '' || Number(draft.maxSegments) > 0);
