import Table, { type TableConstructorOptions } from 'cli-table3';

type Columns = Pick<TableConstructorOptions, 'colAligns' | 'colWidths'>;

/** A table without colors, so that it can be copied. Columns with a width wrap their text. */
export function table(head: string[], rows: string[][], columns: Columns = {}): string {
	// Rows of several lines need a line between them.
	const compact = columns.colWidths === undefined;
	const text = new Table({
		head,
		wordWrap: true,
		style: { compact, head: [], border: [] },
		...columns,
	});
	text.push(...rows);
	return text.toString();
}

/** A phone number with all but its last 4 digits hidden, in its original format. */
export const masked = (number: string) => number.trim().replace(/\d(?=(?:\D*\d){4})/g, '*');
