/** The middle of several rounds, and how far they lie apart. */
export interface Figure {
	median: number;
	least: number;
	most: number;
}

/** @param values one for each round; at least one */
export function figureOf(values: number[]): Figure {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = (sorted.length - 1) / 2;
	const [low, high] = [sorted[Math.floor(middle)]!, sorted[Math.ceil(middle)]!];
	return { median: (low + high) / 2, least: sorted[0]!, most: sorted.at(-1)! };
}

/** A figure as the tables show it: the median, and in brackets the least and the most. */
export function show({ median, least, most }: Figure, digits = 2): string {
	const [middle, from, to] = [median, least, most].map((value) => value.toFixed(digits));
	return from === to ? middle! : `${middle} (${from} to ${to})`;
}

/** The same for a share of 1, as a percentage. */
export function showShare({ median, least, most }: Figure, digits = 1): string {
	const percent = { median: median * 100, least: least * 100, most: most * 100 };
	return show(percent, digits).replace(/[\d.]+/g, '$& %');
}

/** A whole number in the English way: 10,000. */
export const whole = (value: number) => Math.round(value).toLocaleString('en-US');
