/**
 * What nobody sees and JavaScript doesn't call white space: Unicode's Default_Ignorable_Code_Point, the marks of
 * annotations, control characters, and blanks that count as symbols.
 */
const INVISIBLE = String.raw`\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\0-\x08\x0e-\x1f\x7f-\x9f\u2800\u{1d159}`;
const ALL_INVISIBLE = new RegExp(`[${INVISIBLE}]`, 'gu');
const VISIBLE = new RegExp(String.raw`[^\s${INVISIBLE}]`, 'u');
const UNSEEN_AROUND = new RegExp(String.raw`^[\s${INVISIBLE}]+|[\s${INVISIBLE}]+$`, 'gu');

/** The text without invisible characters, wherever they stand; white space stays. */
export const removeInvisible = (text: string): string => text.replace(ALL_INVISIBLE, '');

/** Whether nobody sees the character; white space counts as seen. */
export const isInvisible = (character: string): boolean => removeInvisible(character) === '';

/** The text without the white space and the invisible characters around it: copying adds them unseen. */
export const trimUnseen = (text: string): string => text.replace(UNSEEN_AROUND, '');

export const hasVisible = (text: string): boolean => VISIBLE.test(text);

/** Changes the direction of what follows, or can't be shown; line breaks and tabs may stay. */
const UNSAFE = /\p{Bidi_Control}|(?![\n\r\t])\p{Control}|\p{Surrogate}/gu;
const HALF_EMOJI_AT_END = /[\ud800-\udbff]$/;

/** A foreign text to quote: without what could change the words around it, and at most so many 16-bit units. */
export function sanitizeForDisplay(text: string, maxLength: number): string {
	const shown = text.length <= maxLength ? text : text.slice(0, maxLength - 1).replace(HALF_EMOJI_AT_END, '');
	return shown.replace(UNSAFE, '\ufffd') + (shown === text ? '' : '…');
}

/** `[0, 2, 3, 4]` becomes `items 0, 2 to 4`, counted from 0 as in n8n; of many ranges only the first few are named. */
export function itemRanges(items: number[]): string {
	const ranges: Array<{ first: number; last: number }> = [];
	for (const item of items) {
		const range = ranges.at(-1);
		if (range && range.last === item - 1) range.last = item;
		else ranges.push({ first: item, last: item });
	}
	const named = ranges.slice(0, 10);
	const left = named.reduce((rest, { first, last }) => rest - (last - first + 1), items.length);
	const list = named.map(({ first, last }) => (first === last ? `${first}` : `${first} to ${last}`)).join(', ');
	return `${items.length === 1 ? 'item' : 'items'} ${list}${left > 0 ? ` and ${left.toLocaleString('en-US')} more` : ''}`;
}
