/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the tests made of a mutant; those that could not be run (`CompileError`, `Ignored`) have other words. */
type Status = 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | string;

/** A change that Stryker made to the code. */
export interface Mutant {
	/** Of the code, from `nodes/LiveVoxSms/` or the root. */
	file: string;
	line: number;
	/** Both ways of the change, as `a < b → a <= b`; longer code is cut in its middle. */
	change: string;
	status: Status;
}

/** Of Stryker's report (mutation-testing-report-schema). */
interface Report {
	files: Record<
		string,
		{
			source: string;
			mutants: Array<{
				status: Status;
				replacement: string;
				location: Record<'start' | 'end', { line: number; column: number }>;
			}>;
		}
	>;
}

const REPORT = resolve(__dirname, '../../.cache/mutation/report.json');

/** All mutants of the last run of Stryker, file by file. */
export function lastMutants(): Mutant[] {
	const { files } = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
	return Object.entries(files).flatMap(([path, { source, mutants }]) =>
		mutants.map(({ status, replacement, location: { start, end } }) => ({
			file: path.replace('nodes/LiveVoxSms/', ''),
			line: start.line,
			change: `${inOneLine(between(source, start, end))} → ${inOneLine(replacement)}`,
			status,
		})),
	);
}

type Place = Report['files'][string]['mutants'][number]['location']['start'];

function between(source: string, start: Place, end: Place): string {
	const lines = source.split('\n').slice(start.line - 1, end.line);
	lines.push(lines.pop()!.slice(0, end.column - 1));
	lines.unshift(lines.shift()!.slice(start.column - 1));
	return lines.join('\n');
}

const LONGEST = 90;

function inOneLine(code: string): string {
	const line = code.replace(/\s+/g, ' ').trim();
	const half = LONGEST / 2;
	return line.length > LONGEST ? `${line.slice(0, half)} … ${line.slice(-half)}` : line;
}
