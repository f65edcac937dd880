import { isInvisible } from './invisible';

/**
 * What word processors, phones and web pages put in place of what was typed, and what stands for it in GSM-7: at
 * least what Twilio, Sinch and others replace.
 */
const GSM_7_EQUALS: Array<[RegExp, string]> = [
	// Quotes, accents and primes that look like an apostrophe; the second row as Windows-1252 read wrongly has them
	[
		/[\u0060\u00b4\u02b9\u02bb-\u02bf\u02c8\u02ca\u02cb\u2018-\u201b\u2032\u2035\u2039\u203a\u275b\u275c\ua78c\uff07]/,
		"'",
	],
	[/[\u0091\u0092\ufe10\ufe11]/, "'"],
	[
		/[\u00ab\u00bb\u02ba\u02dd\u02ee\u201c-\u201f\u2033\u2036\u275d\u275e\u301d-\u301f\uff02\u0093\u0094]/,
		'"',
	],
	[/[\u2010-\u2015\u2212\u2043\u23bc\u23bd\ufe58\ufe63\uff0d\u0096\u0097]/, '-'],
	// Bullets
	[/[\u0095\u2022\u2023\u2219\u22c5\u25a0\u25a1\u25aa\u25ab\u25cb\u25cf\u25e6]/, '-'],
	[/[\u2024\u3002\ufe52\uff61]/, '.'],
	[/[\u2025]/, '..'],
	[/[\u2026]/, '...'],
	[/[\u203c]/, '!!'],
	[/[\u2017]/, '_'],
	[/[\u3001\ufe50\ufe51\uff64]/, ','],
	[/[\u00f7\u2044\u2215\u29f8]/, '/'],
	[/[\u29f5\u29f9\ufe68]/, '\\'],
	[/[\u2223\u239c\u239f\u23b8\u23b9\u23d0]/, '|'],
	[/[\u01c3\ufe15\ufe57]/, '!'],
	[/[\ufe16\ufe56]/, '?'],
	[/[\ufe5f]/, '#'],
	[/[\ufe69]/, '$'],
	[/[\ufe6a]/, '%'],
	[/[\ufe60]/, '&'],
	[/[\ufe6b]/, '@'],
	[/[\u2768\u276a\u27ee\u2985\ufe59]/, '('],
	[/[\u2769\u276b\u27ef\u2986\ufe5a]/, ')'],
	[/[\u2774\ufe5b]/, '{'],
	[/[\u2775\ufe5c]/, '}'],
	[
		/[\u204e\u2217\u229b\u2722-\u2725\u2731-\u2733\u273a-\u273d\u2743\u2749-\u274b\u29c6\ufe61]/,
		'*',
	],
	[/[\u02d6\ufe62]/, '+'],
	[/[\u02d0\u02f8\u2982\ua789\ufe13]/, ':'],
	[/[\u037e\u204f\ufe14\ufe54]/, ';'],
	[/[\ufe64]/, '<'],
	[/[\ufe65]/, '>'],
	[/[\ua78a\ufe66]/, '='],
	[/[\u02c6]/, '^'],
	[/[\u02dc\u02f7\u223c]/, '~'],
	// Spaces of a fixed width and those that do not break, the tab, and blanks that are letters or Braille
	[/[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800\u3164\uffa0]/, ' '],
	[/[\v\u0085\u2028\u2029]/, '\n'],
];

const FRACTIONS: Record<string, string> = { '¼': '1/4', '½': '1/2', '¾': '3/4' };
const FULL_WIDTH = /[\uff01-\uff5e]/;
/** Kelvin, angstrom and ohm sign, and the Greek question mark. */
const DUPLICATES = /[\u212a\u212b\u2126\u037e]/;
/** From A on; Unicode has none for Q and X. */
const SMALL_CAPITALS = [
	0x1d00, 0x299, 0x1d04, 0x1d05, 0x1d07, 0xa730, 0x262, 0x29c, 0x26a, 0x1d0a, 0x1d0b, 0x29f, 0x1d0d,
	0x274, 0x1d0f, 0x1d18, -1, 0x280, 0xa731, 0x1d1b, 0x1d1c, 0x1d20, 0x1d21, -1, 0x28f, 0x1d22,
];
const A = 0x41;

/** Emoji of several code points, which their joiners and selectors hold together. */
const EMOJI = String.raw`[0-9#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\ufe0e|\ufe0f|\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}]|\u200d\p{Extended_Pictographic})+`;

/** Joiners, selectors and fillers that belong to the spelling of a script other than Latin. */
const SPELLING = String.raw`(?<=[\p{L}\p{M}])(?<!(?:\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})\p{M}{0,3})(?:\u200c|\u200d|[\ufe00-\ufe0d]|[\u{e0100}-\u{e01ef}])`;

const EMOJI_OR_CHARACTER = new RegExp(`(${EMOJI}|${SPELLING})|[^\\n\\r\\f -_a-~]`, 'gu');
const LETTER_WITH_MARKS = /\p{L}\p{M}+/gu;
/** Ends with a digit: a fraction behind it needs a space, for 2½ is not 21/2. */
const DIGIT_BEFORE_FRACTION = /(\d)(?=[¼½¾])/gu;
/** A middle dot as a bullet; Catalan spells with it between two letters l. */
const MIDDLE_DOT = /(?<!l)·|·(?!l)/giu;

/**
 * Replaces what looks like a character of GSM-7 by that, and removes what nobody sees, so that such a character
 * alone does not force a text into UCS-2. Letters with combining marks become one character each, as they look.
 * Nothing else changes: accented letters, emoji and every character of GSM-7 stay.
 */
export function replaceSmartCharacters(text: string): string {
	return text
		.replace(EMOJI_OR_CHARACTER, (character, emoji?: string) =>
			emoji === undefined && isInvisible(character) ? (equalOf(character) ?? '') : character,
		)
		.replace(LETTER_WITH_MARKS, composed)
		.replace(DIGIT_BEFORE_FRACTION, '$1 ')
		.replace(MIDDLE_DOT, '-')
		.replace(EMOJI_OR_CHARACTER, (character, emoji?: string) =>
			emoji === undefined ? (equalOf(character) ?? character) : character,
		);
}

/** Only where it makes the letter shorter: some scripts have letters that this form takes apart. */
function composed(letter: string): string {
	const one = letter.normalize('NFC');
	return one.length < letter.length ? one : letter;
}

/** What stands for a character in GSM-7; undefined where nothing does. */
function equalOf(character: string): string | undefined {
	if (DUPLICATES.test(character)) return character.normalize('NFC');
	const capital = SMALL_CAPITALS.indexOf(character.charCodeAt(0));
	if (capital >= 0) return String.fromCharCode(A + capital);
	const plain = FULL_WIDTH.test(character) ? character.normalize('NFKC') : undefined;
	const equal = GSM_7_EQUALS.find(([pattern]) => pattern.test(plain ?? character))?.[1];
	return equal ?? FRACTIONS[character] ?? plain;
}
