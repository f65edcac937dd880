import type { IDataObject } from 'n8n-workflow';

import { listCodes, listTemplates, sendMessage } from '../engine/harness';
import type { RouteName } from '../simulator';
import { ROWS, type FaultRow } from './rows';

export const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
export type OnError = (typeof ON_ERROR)[number];

/**
 * `none`: nobody has logged in yet. `expired`: this process has one that LiveVox no longer knows. `revoked`: it
 * dies in the middle of the run.
 */
export const SESSIONS = ['none', 'expired', 'revoked'] as const;
export type SessionKind = (typeof SESSIONS)[number];

export interface Operation {
	name: string;
	route: Extract<RouteName, 'templates' | 'codes' | 'send'>;
	parameters: IDataObject;
}

export const OPERATIONS: Operation[] = [
	{ name: 'SMS: Send', route: 'send', parameters: sendMessage },
	{ name: 'Template: List', route: 'templates', parameters: listTemplates },
	{ name: 'Code: List', route: 'codes', parameters: listCodes },
];

/** One run of the node, under one fault. */
export interface Cell {
	number: number;
	row: FaultRow;
	operation: Operation;
	onError: OnError;
	retryOnFail: boolean;
	session: SessionKind;
	/** Messages under way at the same time; a list is one request. */
	maxConcurrency: number;
}

/** Every fault × every operation × On Error × Retry On Fail × session. */
export const CELLS: Cell[] = ROWS.flatMap((row) =>
	OPERATIONS.flatMap((operation) =>
		ON_ERROR.flatMap((onError) =>
			[false, true].flatMap((retryOnFail) =>
				SESSIONS.map((session) => ({
					row,
					operation,
					onError,
					retryOnFail,
					session,
					maxConcurrency: 1,
				})),
			),
		),
	),
).map((cell, index) => ({ number: index + 1, ...cell }));

/**
 * The runs of SMS: Send again, with the node’s default of 10 messages at a time: all are under way together. Which of
 * them end before another fails is chance, so that of these runs only the promises are checked.
 */
export const TOGETHER: Cell[] = CELLS.filter(({ operation }) => operation.route === 'send').map((cell) => ({
	...cell,
	number: cell.number + CELLS.length,
	maxConcurrency: 10,
}));

export const isSend = ({ operation }: Cell) => operation.route === 'send';

/** A row by a name of its own: its words may stand for several. */
export function nameOf({ words, fault, isSent }: FaultRow): string {
	const { kind } = fault({ password: '', accessToken: '' });
	return `${words} (${kind}, ${isSent ? '' : 'not '}carried out)`;
}

export const titleOf = ({ row, operation, onError, retryOnFail, session, maxConcurrency }: Cell) =>
	[
		`${operation.name}: ${nameOf(row)}`,
		onError,
		retryOnFail ? 'Retry On Fail' : 'no Retry On Fail',
		`session ${session}`,
		`${maxConcurrency} at a time`,
	].join(', ');

/** How many messages a run sends. */
export const MESSAGES = 5;

/** The input items that each list is given. */
export const LIST_ITEMS = 2;

/** Long enough for a busy machine to answer what is to be answered. */
export const SEND_TIMEOUT_S = 4;

/** How often Retry On Fail runs the node at most. */
export const TRIES = 3;

/** How often a person presses Retry after a workflow that stopped. */
export const LATER_RETRIES = 2;

/**
 * The messages that a fault hits once. On a Continue the first, because n8n looks at the first item alone to
 * decide whether to run the node again; on Stop none before one was accepted. A list is one request.
 */
export function hitMessages(cell: Cell): number[] {
	if (!isSend(cell)) return [0];
	return cell.onError === 'stopWorkflow' ? [2, 4] : [0, 3];
}

/** The message before which a session dies in the middle of the run; none of those above. */
export const revokedMessage = (cell: Cell) => (isSend(cell) ? 1 : 0);
