import { CELLS, hitMessages, isSend, OPERATIONS, SESSIONS, type Cell } from './cells';
import type { End } from './expected';
import { introduction, searchedPlaces } from './introduction';
import type { CellResult } from './run-cell';

const ALIKE = 'Both do the same. The runs are those of each.';

export type Results = Map<Cell, CellResult>;

/**
 * The page that tells what the node does under each fault, out of what the runs have come to.
 *
 * @returns Markdown, not yet formatted
 */
export function pageOf(results: Results): string {
	const [send, ...lists] = OPERATIONS.map(({ name }) => tableOf(results, name));
	const [templates, codes] = lists;
	return [
		introduction(results),
		'## SMS: Send',
		send,
		...(templates === codes
			? ['## Template: List and Code: List', ALIKE, templates]
			: ['## Template: List', templates, '## Code: List', codes]),
		searchedPlaces(),
	].join('\n\n');
}

function tableOf(results: Results, operation: string): string {
	const cells = CELLS.filter((cell) => cell.operation.name === operation);
	const head = isSend(cells[0]!)
		? ['What happens', 'The message is', 'Was it sent?', 'A retry', 'Logins', 'Runs']
		: ['What happens', 'The list is', 'A retry', 'Logins', 'Runs'];
	const words = [...new Set(cells.map(({ row }) => row.words))];
	const rows = words.map((each) =>
		rowOf(
			results,
			cells.filter(({ row }) => row.words === each),
		),
	);
	return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function rowOf(results: Results, cells: Cell[]): string[] {
	const tried = cells.filter(({ onError, retryOnFail }) => onError !== 'stopWorkflow' && !retryOnFail);
	return [
		cells[0]!.row.words,
		bySession(tried, (cell) => endsOfHit(cell, results.get(cell)!.run.ends)),
		...(isSend(cells[0]!) ? [wasSent(results, tried)] : []),
		retry(results, cells),
		SESSIONS.map((session) =>
			logins(
				results,
				cells.filter((cell) => cell.session === session),
			),
		).join(' / '),
		String(cells.length),
	];
}

/** The ends of the messages that the fault hit, or of the list. */
function endsOfHit(cell: Cell, ends: End[]): End[] {
	if (cell.row.hits === 'always' || !isSend(cell)) return ends;
	return hitMessages(cell).map((message) => ends[message]!);
}

/** How they ended; and how else where the session was not stored for the first time. */
function bySession(cells: Cell[], endsOf: (cell: Cell) => End[]): string {
	const ends = (isFirst: boolean) => [
		...new Set(cells.filter(({ session }) => (session === 'none') === isFirst).flatMap(endsOf)),
	];
	const usual = ends(true);
	const others = ends(false).filter((end) => !usual.includes(end));
	if (others.length === 0) return usual.join(' or ');
	return `${usual.join(' or ')}; ${others.join(' or ')} where the session before was rejected too`;
}

/** What LiveVox has done with the messages whose end leaves that open. */
function wasSent(results: Results, cells: Cell[]): string {
	const hits = cells.flatMap((cell) => {
		const { ends, sent } = results.get(cell)!.run;
		const messages = cell.row.hits === 'always' ? [...ends.keys()] : hitMessages(cell);
		return messages.map((message) => ({ end: ends[message], isSent: sent.includes(message) }));
	});
	if (hits.every(({ isSent }) => isSent)) return 'yes';
	if (hits.every(({ isSent }) => !isSent)) return 'no';
	return hits.some(({ end }) => end === 'unknown') ? 'perhaps' : 'if accepted';
}

/** What Retry On Fail and a later Retry have made of it. */
function retry(results: Results, cells: Cell[]): string {
	const before = cells.filter(({ onError, retryOnFail }) => onError !== 'stopWorkflow' && !retryOnFail);
	const after = cells.filter(({ onError, retryOnFail }) => onError !== 'stopWorkflow' && retryOnFail);
	const first = before.flatMap((cell) => endsOfHit(cell, results.get(cell)!.run.ends));
	const last = after.flatMap((cell) => endsOfHit(cell, results.get(cell)!.later.ends));
	const stopped = cells
		.filter(({ onError }) => onError === 'stopWorkflow')
		.flatMap((cell) => results.get(cell)!.later.ends);
	if (first.every((end) => end === 'accepted')) return '–';
	const end = new Set([...last, ...stopped].filter((each) => each !== 'accepted'));
	if (end.size === 0) return isSend(cells[0]!) ? 'sends it' : 'lists it';
	return end.has('unknown') ? 'does not send it again' : 'is rejected again';
}

function logins(results: Results, cells: Cell[]): string {
	const counts = cells.filter(({ retryOnFail }) => !retryOnFail).map((cell) => results.get(cell)!.run.logins);
	const [least, most] = [Math.min(...counts), Math.max(...counts)];
	return least === most ? `${least}` : `${least} to ${most}`;
}
