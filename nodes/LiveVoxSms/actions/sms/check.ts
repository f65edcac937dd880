import type { IExecuteFunctions } from 'n8n-workflow';

import { outcomeOf } from '../../delivery/outcome';
import type { Checked } from '../../message/checked';
import {
	checkDraft,
	type FieldRefusal,
	type SmsDraft,
	type SmsRequest,
	type SmsRules,
} from '../../message/request';
import { listTemplates, type Row } from '../../transport/calls';
import { explain } from '../../transport/explain';
import { isRecord } from '../../transport/reply';
import type { LiveVoxSession } from '../../transport/session';

/** An item that can be sent, with the body that goes out. */
export interface GoodItem {
	item: number;
	request: SmsRequest;
}

/** An item with fields that have to be mended first. */
export interface BadItem {
	item: number;
	refusals: FieldRefusal[];
}

/** Checks all items, so that each bad one is known before the first message goes out. */
export async function checkItems(
	context: IExecuteFunctions,
	session: LiveVoxSession,
): Promise<Array<GoodItem | BadItem>> {
	const drafts = context.getInputData().map((_, item) => readDraft(context, item));
	const rules: SmsRules = {
		loginAs: session.loginAs,
		codeOfTemplate: drafts.some(leavesFromToTemplate) ? await templateCodes(session) : noCode,
	};
	return drafts.map((draft, item) =>
		'refusals' in draft ? { item, ...draft } : { item, ...checkDraft(draft, rules) },
	);
}

/** An expression that cannot be worked out makes its item a bad one, not the run. */
function readDraft(
	context: IExecuteFunctions,
	item: number,
): SmsDraft | { refusals: FieldRefusal[] } {
	const value = (name: string) => picked(context.getNodeParameter(name, item, ''));
	try {
		return {
			from: value('from'),
			to: value('to'),
			content: value('content'),
			message: value('message'),
			template: value('template'),
			service: value('service'),
			account: value('account'),
		};
	} catch (error) {
		const what = `cannot be worked out: ${(error as Error).message}`;
		return { refusals: [{ field: 'A field', what, mend: 'Mend its expression' }] };
	}
}

/** What a resource locator holds. n8n's `extractValue` throws for a field that is not shown. */
const picked = (parameter: unknown) =>
	isRecord(parameter) && '__rl' in parameter ? parameter.value : parameter;

const leavesFromToTemplate = (draft: SmsDraft | { refusals: unknown }) =>
	'from' in draft && draft.content === 'template' && !draft.from;

const noCode: SmsRules['codeOfTemplate'] = () => ({ ok: false, what: 'is empty', mend: '' });

const MEND_FROM = 'Choose the short or long code to send from';

/** Reads the templates once for the whole run, for items whose From is left to their template. */
async function templateCodes(session: LiveVoxSession): Promise<SmsRules['codeOfTemplate']> {
	const result = outcomeOf(await session.request(listTemplates));
	if (result.outcome !== 'accepted') {
		const { message, description } = explain(result.reply);
		const what = `is empty, and the code of the template could not be read: ${message}`;
		return () => ({ ok: false, what, mend: `${MEND_FROM}. ${description}` });
	}
	const byId = new Map(result.value.map((template) => [String(template.id), template]));
	return (templateId) => codeOf(byId.get(String(templateId)));
}

function codeOf(template: Row | undefined): Checked<string> {
	const code = String(template?.smsCode ?? '');
	if (code !== '') return { ok: true, value: code };
	return {
		ok: false,
		what: 'is empty, and LiveVox lists no code for this template',
		mend: MEND_FROM,
	};
}
