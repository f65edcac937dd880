/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { CELLS, nameOf, isSend, titleOf, TOGETHER, type Cell } from './cells';
import { leaksElsewhere } from './elsewhere';
import { Forecast, type End } from './expected';
import { pageOf } from './page';
import { PLACES, placesWith, type LeftBehind } from './places';
import { brokenPromises } from './promises';
import { ROWS, type FaultRow } from './rows';
import { runCell, type CellResult } from './run-cell';
import { sideBySide } from './time';

const CHECKOUT = resolve(__dirname, '../..');
const PAGE = join(CHECKOUT, 'docs/faults.md');

/** Run before the first test, in parallel, for most of them wait. */
const cellResults = new Map<Cell, PromiseSettledResult<CellResult>>();
const elsewhereResults = new Map<FaultRow, PromiseSettledResult<string[]>>();

interface Job {
	waits: 'long' | 'short' | undefined;
	run: () => Promise<void>;
}

async function keep<Of, T>(
	results: Map<Of, PromiseSettledResult<T>>,
	of: Of,
	work: (of: Of) => Promise<T>,
): Promise<void> {
	const [result] = await Promise.allSettled([work(of)]);
	results.set(of, result!);
}

const cellJob = (cell: Cell): Job => ({
	waits: cell.row.waits === 'timeOut' && !isSend(cell) ? 'long' : cell.row.waits && 'short',
	run: async () => await keep(cellResults, cell, runCell),
});

const elsewhereJob = (row: FaultRow): Job => ({
	waits: row.waits === 'timeOut' ? 'long' : row.waits && 'short',
	run: async () => await keep(elsewhereResults, row, leaksElsewhere),
});

beforeAll(async () => {
	const jobs = [...[...CELLS, ...TOGETHER].map(cellJob), ...ROWS.map(elsewhereJob)];
	const waiting = (waits: Job['waits']) => jobs.filter((job) => job.waits === waits);
	const run = async (some: Job[], width: number) => await sideBySide(some, width, async (job) => await job.run());
	await Promise.all([run(waiting('long'), CELLS.length), run(waiting(undefined), 8)]);
	// By themselves: in a process that has much else to do, other requests would run into their timeouts.
	await run(waiting('short'), 20);
}, 900_000);

function valueOf<T>(result: PromiseSettledResult<T> | undefined): T {
	if (result?.status === 'fulfilled') return result.value;
	throw result?.reason;
}

test('the matrix is as large as it should be', () => {
	expect(CELLS.length).toBeGreaterThanOrEqual(400);
	expect(new Set(CELLS.map(titleOf)).size).toBe(CELLS.length);
});

test.each(CELLS.map((cell) => [titleOf(cell), cell] as const))('%s', (_, cell) => {
	const { run, later, leaks } = valueOf(cellResults.get(cell));
	const forecast = new Forecast(cell);
	for (const [observed, expected] of [
		[run, forecast.run()],
		[later, forecast.retryLater()],
	] as const) {
		expect(brokenPromises(cell, observed)).toEqual([]);
		// The error that stops a workflow counts its messages and does not name them.
		const comparable = (ends: End[]) => (cell.onError === 'stopWorkflow' ? [...ends].sort() : ends);
		expect(comparable(observed.ends)).toEqual(comparable(expected.ends));
		expect(observed.sent).toEqual(expected.sent);
		expect(observed.logins).toBeGreaterThanOrEqual(expected.logins[0]);
		expect(observed.logins).toBeLessThanOrEqual(expected.logins[1]);
	}
	if (!cell.retryOnFail) {
		for (const httpStatus of run.httpStatuses) expect(httpStatus).toBe(cell.row.httpStatus);
	}
	expect(leaks).toEqual([]);
});

test.each(TOGETHER.map((cell) => [titleOf(cell), cell] as const))('%s', (_, cell) => {
	const { run, later, leaks } = valueOf(cellResults.get(cell));
	expect([run, later].flatMap((observed) => brokenPromises(cell, observed))).toEqual([]);
	expect(leaks).toEqual([]);
	expect(run.logins).toBeLessThanOrEqual(new Forecast(cell).run().logins[1] + 1);
});

describe('secrets', () => {
	test.each(ROWS.map((row) => [nameOf(row), row] as const))('are in no tool answer and no dropdown: %s', (_, row) =>
		expect(valueOf(elsewhereResults.get(row))).toEqual([]),
	);

	test('would be found in each place that is searched', () => {
		const secret = 'a-secret-to-look-for';
		const error = Object.assign(new Error(secret, { cause: secret }), {
			description: secret,
			context: { secret },
			messages: [secret],
		});
		const run = { data: { secret, executionData: { contextData: { secret } } } };
		const items = [{ json: { secret } }];
		const left = {
			runs: [{ items, errors: items, error, hints: [secret], run }],
			log: secret,
			store: secret,
			toolAnswers: secret,
			dropdowns: error,
		} as unknown as LeftBehind;
		expect(placesWith([secret], left)).toEqual(Object.keys(PLACES));
		expect(placesWith(['nothing-of-the-kind'], left)).toEqual([]);
	});
});

test('docs/faults.md says what the runs have come to', () => {
	const page = pageOf(new Map([...CELLS, ...TOGETHER].map((cell) => [cell, valueOf(cellResults.get(cell))])));
	const formatted = execFileSync('npx', ['prettier', '--stdin-filepath', PAGE], {
		cwd: CHECKOUT,
		input: page,
		encoding: 'utf8',
	});
	if (process.env.UPDATE_FAULTS) writeFileSync(PAGE, formatted);
	// "Expected" is what the runs have come to. UPDATE_FAULTS=1 npm run faults writes it.
	expect(readFileSync(PAGE, 'utf8')).toBe(formatted);
});
