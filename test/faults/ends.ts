import type { INodeExecutionData } from 'n8n-workflow';

import { failureOf, type NodeRun } from '../engine/harness';
import type { SentMessage } from '../simulator';
import { indexOf } from './arrange';
import { isSend, LIST_ITEMS, MESSAGES, type Cell } from './cells';
import type { End } from './expected';

/**
 * Reads from what a run gives out how each item has ended; an item that nothing is said of is missing.
 *
 * @param sent what LiveVox has sent: an accepted message has the id that it has there
 * @param rows what LiveVox has in the list: one that came holds all of it
 */
export function endsOf(cell: Cell, run: NodeRun, sent: SentMessage[], rows: object[]): End[] {
	if (run.error) return isSend(cell) ? countedEnds(run.error.description) : Array(LIST_ITEMS).fill('failed');
	const output = [...run.items, ...run.errors];
	const count = isSend(cell) ? MESSAGES : LIST_ITEMS;
	return Array.from({ length: count }, (_, item) => {
		const own = output.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item);
		if (own[0] && failureOf(own[0])) return onlyFailure(cell, own);
		return isSend(cell) ? acceptedMessage(own, item, sent) : acceptedList(own, rows);
	});
}

const httpStatusOf = (item: INodeExecutionData) => failureOf(item)?.httpStatus;

/** What the failed items of a run say of LiveVox's answer. */
export const httpStatusesOf = ({ items, errors }: NodeRun): Array<number | null> =>
	[...items, ...errors].map(httpStatusOf).filter((status) => status !== undefined);

function onlyFailure(cell: Cell, items: INodeExecutionData[]): End {
	const { message, outcome } = failureOf(items[0]);
	const saysSo = /may have been sent/i.test(message);
	if (items.length === 1 && saysSo === (isSend(cell) && outcome === 'unknown')) return outcome;
	throw new Error(`An ${outcome} item came out as ${JSON.stringify(items)}`);
}

function acceptedMessage(items: INodeExecutionData[], message: number, sent: SentMessage[]): End {
	const [json] = items.map((item) => item.json);
	const ids = sent.filter(({ to }) => indexOf(to) === message).map(({ transactionId }) => transactionId);
	if (items.length === 1 && json?.status === 'accepted' && ids.includes(Number(json.transactionId))) {
		return 'accepted';
	}
	throw new Error(`Message ${message} came out as ${JSON.stringify(items)}`);
}

function acceptedList(items: INodeExecutionData[], rows: object[]): End {
	const [given, all] = [items.map(({ json }) => json), rows].map((list) => JSON.stringify(list));
	if (given === all) return 'accepted';
	throw new Error(`A list came out as ${given}`);
}

const COUNTS =
	/Of (\d+) messages, (\d+) (?:was|were) accepted(?: and (\d+) (?:wasn't|weren't) tried)?\.(?: (\d+) may have been sent)?/;

/** The error that stops a workflow counts its messages; those that it does not name were rejected. */
function countedEnds(description: string): End[] {
	const counts = COUNTS.exec(description);
	if (!counts) throw new Error(`The error does not count its messages: ${description}`);
	const [all, accepted, notTried, unknown] = counts.slice(1).map((count) => Number(count ?? 0)) as [
		number,
		number,
		number,
		number,
	];
	const times = (end: End, count: number): End[] => Array<End>(count).fill(end);
	return [
		...times('accepted', accepted),
		...times('notTried', notTried),
		...times('rejected', all - accepted - unknown - notTried),
		...times('unknown', unknown),
	];
}
