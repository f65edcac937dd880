import type { IDataObject, INode } from 'n8n-workflow';

import type { NodeRun, Harness } from '../engine/harness';
import { arrange, indexOf, ITEMS, plantedHarness, secretsOf } from './arrange';
import { isSend, LATER_RETRIES, LIST_ITEMS, SEND_TIMEOUT_S, TRIES, type Cell } from './cells';
import { logged } from './debug-log';
import { endsOf, httpStatusesOf } from './ends';
import type { End } from './expected';
import { placesWith } from './places';
import { withinTime } from './time';

/** What has come of a run. */
export interface Observed {
	/** By item; on Stop, whose error only counts them, in alphabetical order. */
	ends: End[];
	/** The messages that LiveVox has sent, ascending. */
	sent: number[];
	logins: number;
	httpStatuses: Array<number | null>;
}

export interface CellResult {
	run: Observed;
	/** Once a person has pressed Retry a few times. */
	later: Observed;
	/** Where a secret stands that must not be there. */
	leaks: string[];
}

/**
 * Runs a cell in a LiveVox of its own.
 *
 * @throws Error where it hangs
 */
export async function runCell(cell: Cell): Promise<CellResult> {
	const harness = await plantedHarness();
	try {
		return await withinTime(limitOf(cell), inHarness(harness, cell));
	} finally {
		await harness.close();
	}
}

/** The timeout of a list is 30 seconds; all else is over in two or three, on a machine left alone. */
const limitOf = ({ row, operation }: Cell): number =>
	row.waits === 'timeOut' && operation.route !== 'send' ? 75_000 : 45_000;

async function inHarness(harness: Harness, cell: Cell): Promise<CellResult> {
	const firstLine = logged.length;
	await arrange(harness, cell);
	const workflow = workflowOf(cell);
	const runs = [await harness.run(...workflow)];
	const run = observe(harness, cell, runs[0]!);
	while (runs.at(-1)!.error && runs.length <= LATER_RETRIES) {
		runs.push(await harness.retry(runs.at(-1)!, ...workflow));
	}
	const left = {
		runs,
		log: logged.slice(firstLine).join(''),
		store: [...harness.engine.deduplicator.rows],
	};
	return {
		run,
		later: observe(harness, cell, runs.at(-1)!),
		leaks: placesWith(secretsOf(harness), left),
	};
}

function workflowOf(cell: Cell): [IDataObject, IDataObject[], Partial<INode>] {
	const { number, operation, onError, retryOnFail, maxConcurrency } = cell;
	const settings = { onError, retryOnFail, maxTries: TRIES, waitBetweenTries: 1 };
	if (!isSend(cell)) return [operation.parameters, ITEMS.slice(0, LIST_ITEMS), settings];
	const parameters = {
		...operation.parameters,
		// n8n's store of claims is one for all cells: no two send the same text.
		message: `Cell ${number}`,
		options: {
			maxConcurrency,
			maxRateLimitWait: cell.row.hits === 'always' ? 0.5 : 2,
			...(cell.row.waits === 'timeOut' && { timeout: SEND_TIMEOUT_S }),
		},
	};
	return [parameters, ITEMS, settings];
}

function observe(harness: Harness, cell: Cell, run: NodeRun): Observed {
	const { record, state } = harness.livevox;
	const rows = cell.operation.route === 'send' ? [] : state[cell.operation.route];
	return {
		ends: endsOf(cell, run, record.sent, rows),
		sent: record.sent.map(({ to }) => indexOf(to)).sort((one, other) => one - other),
		logins: record.logins.length,
		httpStatuses: httpStatusesOf(run),
	};
}
