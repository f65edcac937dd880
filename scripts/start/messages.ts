import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';

import { itemsOf } from '../../test/engine/engine';
import type { SimulatorRecord } from '../../test/simulator';

/** How one input item of a sending step ended. */
export interface Message {
	step: string;
	/** Counted from 0, as n8n does. */
	item: number;
	to: string;
	/** The text, or the ID of a template. */
	content: string;
	status: 'accepted' | 'rejected' | 'unknown';
	transactionId: string;
	/** What a failed item says. */
	error?: { message: string; description: string };
}

/** Reads what a step put out, success and error output together, in the order of its input. */
export function readMessages(run: IRun, step: string): Message[] {
	return [...itemsOf(run, step, 0), ...itemsOf(run, step, 1)]
		.map((output) => toMessage(step, output))
		.sort((one, other) => one.item - other.item);
}

function toMessage(step: string, { json, pairedItem }: INodeExecutionData): Message {
	const { item } = pairedItem as { item: number };
	const { transactionId, message, templateId, status } = json as IDataObject;
	const error = json.error as unknown as (Message['error'] & { outcome: Message['status'] }) | undefined;
	return {
		step,
		item,
		// n8n merges the input into a failed item; the examples call this field phone.
		to: String(json.to ?? json.phone),
		content: String(message ?? templateId),
		status: error?.outcome ?? (status as Message['status']),
		transactionId: String(transactionId ?? ''),
		...(error && { error }),
	};
}

/** What differs between the node's output and what the simulator carried out; nothing if they match. */
export function compareWithRecord(messages: Message[], { sent, logins }: SimulatorRecord): string[] {
	const accepted = messages.filter(({ status }) => status === 'accepted');
	const shown = new Map(accepted.map((one) => [one.transactionId, key(one.to, one.content)]));
	const recorded = new Map(sent.map((one) => [String(one.transactionId), key(one.to, one.message ?? one.templateId)]));
	const ids = [...new Set([...shown.keys(), ...recorded.keys()])];
	const duplicates = sent.length - new Set(recorded.values()).size;
	return [
		...ids
			.filter((id) => shown.get(id) !== recorded.get(id))
			.map((id) => `${id} isn't the same in the tables and in the record.`),
		...(shown.size === accepted.length ? [] : ['The tables show a transaction ID twice.']),
		...(duplicates === 0 ? [] : [`Messages that reached their recipient twice: ${duplicates}.`]),
		...(logins.length === 1 ? [] : [`${logins.length} logins instead of 1.`]),
	];
}

const key = (to: unknown, content: unknown) => JSON.stringify([String(to), String(content)]);
