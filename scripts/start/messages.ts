import type { IDataObject, INodeExecutionData, IRun } from 'n8n-workflow';

import { itemsOf } from '../../test/engine/engine';

/** What a failed item carries under `error`. */
export interface Failure {
	message: string;
	description: string;
	outcome: 'rejected' | 'unknown';
}

/** What became of one input item of a sending step. */
export interface Message {
	step: string;
	/** Counted from 0, as n8n does. */
	item: number;
	to: string;
	content: unknown;
	transactionId?: string;
	failure?: Failure;
}

/** Reads what a step gave out, success and error output together, in the order of its input. */
export function messagesOf(run: IRun, step: string): Message[] {
	const outputs = [...itemsOf(run, step, 0), ...itemsOf(run, step, 1)];
	return outputs
		.map((output) => messageOf(step, output))
		.sort((one, other) => one.item - other.item);
}

function messageOf(step: string, { json, pairedItem }: INodeExecutionData): Message {
	const { item } = pairedItem as { item: number };
	if (json.error) {
		// n8n merges the input into a failed item; the recipients' table of the examples calls it phone.
		const to = String(json.to ?? json.phone ?? '');
		return { step, item, to, content: undefined, failure: json.error as unknown as Failure };
	}
	const { transactionId, to, message, templateId } = json as IDataObject;
	return {
		step,
		item,
		to: String(to),
		content: message ?? templateId,
		transactionId: String(transactionId),
	};
}

/** `accepted`, `rejected` or `unknown`. */
export const statusOf = ({ failure }: Message) => failure?.outcome ?? 'accepted';

/** How many of the messages ended so. */
export const count = (messages: Message[], status: string) =>
	messages.filter((message) => statusOf(message) === status).length;
