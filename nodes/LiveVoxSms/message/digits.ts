import { removeInvisible } from './invisible';

/** What people write between the groups of a number: white space, brackets, dots, slashes, and any dash. */
export const SEPARATOR = String.raw`[\s()./\u2044\u2215\p{Dash_Punctuation}\u2212\u2043\u00b7\u2022\u2027\u2219\u22c5\u30fb]`;

const FULL_WIDTH = /[\uff01-\uff5e]/g;
const DISTANCE_TO_ASCII = 0xfee0;

/** Marks that a spreadsheet keeps before a number that is a text. */
const APOSTROPHE = /^['‘’`´ʼ]\s?/u;

/** No number that anybody wrote is longer, so that no search in it takes long. */
export const MAX_LENGTH = 200;

/**
 * A number as it was written, without what carries none of it: characters that nobody sees, white space around it,
 * the apostrophe of a spreadsheet, a trailing comma or semicolon. Full-width characters are plain ones then.
 *
 * @returns with one space for each run of white space, or one line break where there is one in it
 */
export function tidyNumber(value: string): string {
	const written = removeInvisible(value)
		.replace(FULL_WIDTH, (character) =>
			String.fromCharCode(character.charCodeAt(0) - DISTANCE_TO_ASCII),
		)
		.replace(/\s+/g, (run) => (/[\r\n]/.test(run) ? '\n' : ' '))
		.trim()
		.replace(APOSTROPHE, '');
	let end = written.length;
	while (/[,;\s]/.test(written.charAt(end - 1))) end--;
	return written.slice(0, end);
}

/** Whether these are digits beyond 0 to 9, as other scripts have them. */
export const hasForeignDigits = (text: string): boolean => /(?![0-9])\p{Nd}/u.test(text);
