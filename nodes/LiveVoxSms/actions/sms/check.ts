import type { IExecuteFunctions } from 'n8n-workflow';

import { outcomeOf, type Failed } from '../../delivery/outcome';
import {
	checkDraft,
	type FieldRefusal,
	type SmsDraft,
	type SmsRequest,
	type SmsRules,
} from '../../message/request';
import { isId, listTemplates, type Row } from '../../transport/calls';
import type { LiveVoxSession } from '../../transport/session';
import { valueOf } from './values';

/** An item that can be sent, with the body that goes out. */
export interface GoodItem {
	item: number;
	request: SmsRequest;
	/** The builder's own key for the message. */
	onceKey: string | undefined;
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

/** Checks all items, so that each bad one is known before the first message goes out. */
export async function checkItems(
	context: IExecuteFunctions,
	session: LiveVoxSession,
): Promise<CheckedItem[]> {
	const drafts = context.getInputData().map((_, item) => readDraft(context, item));
	const templates = drafts.some(leavesFromToTemplate)
		? outcomeOf(await session.request(listTemplates))
		: { outcome: 'accepted' as const, value: [] };
	const rules = {
		loginAs: session.loginAs,
		codeOfTemplate: codesOf(templates.outcome === 'accepted' ? templates.value : []),
	};
	return drafts.map((draft, item) => {
		if ('refusals' in draft) return { item, ...draft };
		if (templates.outcome !== 'accepted' && leavesFromToTemplate(draft)) {
			return { item, failed: templates };
		}
		return { item, ...checkDraft(draft, rules) };
	});
}

/** An expression that cannot be worked out makes its item a bad one, not the run. */
function readDraft(
	context: IExecuteFunctions,
	item: number,
): SmsDraft | { refusals: FieldRefusal[] } {
	const value = (name: string) => valueOf(context, name, item);
	try {
		return {
			from: value('from'),
			to: value('to'),
			content: value('content'),
			message: value('message'),
			template: value('template'),
			service: value('service'),
			account: value('account'),
			sendOnceKey: onceKeyOf(context, item),
		};
	} catch (error) {
		const what = `cannot be worked out: ${(error as Error).message}`;
		return { refusals: [{ field: 'A field', what, mend: 'Mend its expression' }] };
	}
}

/** undefined only where the option is not there: one that comes out empty has to be mended. */
function onceKeyOf(context: IExecuteFunctions, item: number): unknown {
	const options = context.getNodeParameter('options', item, {}) as { sendOnceKey?: unknown };
	return 'sendOnceKey' in options ? (options.sendOnceKey ?? '') : undefined;
}

const leavesFromToTemplate = (draft: SmsDraft | { refusals: unknown }) =>
	'from' in draft && draft.content === 'template' && String(draft.from ?? '').trim() === '';

/** A template's own code, for items whose From is left to it. */
function codesOf(templates: Row[]): SmsRules['codeOfTemplate'] {
	const codes = new Map(templates.map(({ id, smsCode }) => [String(id), smsCode]));
	return (templateId) => {
		const code = codes.get(String(templateId));
		if (isId(code)) return { ok: true, value: String(code) };
		return {
			ok: false,
			what: 'is empty, and LiveVox lists no code for this template',
			mend: 'Choose the short or long code to send from',
		};
	};
}
