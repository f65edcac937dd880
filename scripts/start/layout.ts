/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import Table from 'cli-table3';

const WIDEST = 100;
const NARROWEST = 40;

/** How many columns the text may take: those of the terminal, where there is one. */
const width = () => Math.max(NARROWEST, Math.min(WIDEST, (process.stdout.columns ?? WIDEST) - 1));

/** Breaks a text into lines of the terminal's width, each after so many spaces; longer words stay whole. */
export function wrap(text: string, indent = 0): string {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (line !== '' && indent + longer.length > width()) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	return [...lines, line].map((each) => `${' '.repeat(indent)}${each}`).join('\n');
}

type Column = { name: string; align: 'left' | 'right' };

/** A table without frame and colours, each row after two spaces. */
export function table(columns: Column[], rows: string[][]): string {
	const widest = columns.map(({ name }, index) =>
		Math.max(name.length, ...rows.map((row) => row[index]!.length)),
	);
	const text = new Table({
		head: columns.map(({ name }) => name),
		colAligns: columns.map(({ align }) => align),
		chars: { ...NO_FRAME, middle: '  ', left: '  ' },
		style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
	});
	text.push(
		widest.map((letters) => '-'.repeat(letters)),
		...rows,
	);
	return text.toString().replace(/ +$/gm, '');
}

const FRAME =
	'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left-mid mid mid-mid right right-mid';
const NO_FRAME = Object.fromEntries(FRAME.split(' ').map((part) => [part, '']));

/** A phone number with all but its last 4 digits hidden, in the writing it came in. */
export const masked = (number: string) => number.trim().replace(/\d(?=(?:\D*\d){4})/g, '*');
