import { isSend, LIST_ITEMS, MESSAGES, type Cell } from './cells';
import type { End } from './expected';
import type { Observed } from './run-cell';

/** What the node promises of every run, whatever the fault. */
export const PROMISES: Record<string, (cell: Cell, observed: Observed) => boolean> = {
	'sent twice': (_, { sent }) => new Set(sent).size < sent.length,
	'lost without a report': (cell, { ends }) => ends.length !== (isSend(cell) ? MESSAGES : LIST_ITEMS),
	'reported as accepted and not sent': (cell, observed) =>
		isSend(cell) && count(observed, ['accepted']) > observed.sent.length,
	'sent and reported as certainly not sent': (_, observed) =>
		observed.sent.length > count(observed, ['accepted', 'unknown']),
};

const count = ({ ends }: Observed, wanted: End[]) => ends.filter((end) => wanted.includes(end)).length;

/**
 * @returns the promises that a run has broken
 */
export const brokenPromises = (cell: Cell, observed: Observed): string[] =>
	Object.keys(PROMISES).filter((promise) => PROMISES[promise]!(cell, observed));
