import { isInvisible } from './invisible';

/**
 * What word processors, phones and web pages put in place of what was typed, and what stands for it in GSM-7: at
 * least what Twilio, Sinch and others replace. Most of it is read as code points in hexadecimal, with ranges.
 */
const GSM_7_EQUALS: Array<[string, string]> = [
	// Quotes, accents and primes that look like an apostrophe; the second row as Windows-1252 read wrongly has them
	["'", '60 b4 2b9 2bb-2bf 2c8 2ca 2cb 2018-201b 2032 2035 2039 203a 275b 275c a78c ff07'],
	["'", '91 92 fe10 fe11'],
	['"', 'ab bb 2ba 2dd 2ee 201c-201f 2033 2036 275d 275e 301d-301f ff02 93 94'],
	['-', '2010-2015 2212 2043 23bc 23bd fe58 fe63 ff0d 96 97'],
	// Bullets
	['-', '95 2022 2023 2219 22c5 25a0 25a1 25aa 25ab 25cb 25cf 25e6'],
	['.', '2024 3002 fe52 ff61'],
	['..', '2025'],
	['...', '2026'],
	['!!', '203c'],
	['_', '2017'],
	[',', '3001 fe50 fe51 ff64'],
	['/', 'f7 2044 2215 29f8'],
	['\\', '29f5 29f9 fe68'],
	['|', '2223 239c 239f 23b8 23b9 23d0'],
	['!', '1c3 fe15 fe57'],
	['?', 'fe16 fe56'],
	['#', 'fe5f'],
	['$', 'fe69'],
	['%', 'fe6a'],
	['&', 'fe60'],
	['@', 'fe6b'],
	['(', '2768 276a 27ee 2985 fe59'],
	[')', '2769 276b 27ef 2986 fe5a'],
	['{', '2774 fe5b'],
	['}', '2775 fe5c'],
	['*', '204e 2217 229b 2722-2725 2731-2733 273a-273d 2743 2749-274b 29c6 fe61'],
	['+', '2d6 fe62'],
	[':', '2d0 2f8 2982 a789 fe13'],
	[';', '37e 204f fe14 fe54'],
	['<', 'fe64'],
	['>', 'fe65'],
	['=', 'a78a fe66'],
	['^', '2c6'],
	['~', '2dc 2f7 223c'],
	// Kelvin, angstrom and ohm sign
	['K', '212a'],
	['Å', '212b'],
	['Ω', '2126'],
	// Spaces of a fixed width and those that do not break, the tab, and blanks that are letters or Braille
	[' ', '9 a0 1680 2000-200a 202f 205f 3000 2800 3164 ffa0'],
	['\n', 'b 85 2028 2029'],
];

const FULL_WIDTH = { first: 0xff01, last: 0xff5e, distance: 0xfee0 };
const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘ ʀꜱᴛᴜᴠᴡ ʏᴢ';
const FRACTIONS: Record<string, string> = { '¼': '1/4', '½': '1/2', '¾': '3/4' };

const EQUALS = equals();

/** Emoji of several code points, which their joiners and selectors hold together. */
const EMOJI = String.raw`[0-9#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:[\ufe0e\ufe0f\p{Emoji_Modifier}\u{e0020}-\u{e007f}]|\u200d\p{Extended_Pictographic})+`;

/** Joiners, selectors and fillers that belong to the spelling of a script other than Latin. */
const SPELLING = String.raw`(?<=[\p{L}\p{M}])(?<!(?:\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})\p{M}{0,3})[\u200c\u200d\ufe00-\ufe0d\u{e0100}-\u{e01ef}]`;

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
			emoji === undefined && isInvisible(character) ? (EQUALS.get(character) ?? '') : character,
		)
		.replace(LETTER_WITH_MARKS, composed)
		.replace(DIGIT_BEFORE_FRACTION, '$1 ')
		.replace(MIDDLE_DOT, '-')
		.replace(EMOJI_OR_CHARACTER, (character, emoji?: string) =>
			emoji === undefined ? (EQUALS.get(character) ?? character) : character,
		);
}

/** Only where it makes the letter shorter: some scripts have letters that this form takes apart. */
function composed(letter: string): string {
	const one = letter.normalize('NFC');
	return one.length < letter.length ? one : letter;
}

function equals(): Map<string, string> {
	const table = new Map(Object.entries(FRACTIONS));
	for (const [equal, codePoints] of GSM_7_EQUALS) {
		for (const range of codePoints.split(' ')) {
			const [first = 0, last = first] = range.split('-').map((code) => parseInt(code, 16));
			for (let code = first; code <= last; code++) table.set(String.fromCodePoint(code), equal);
		}
	}
	for (let code = FULL_WIDTH.first; code <= FULL_WIDTH.last; code++) {
		const plain = String.fromCharCode(code - FULL_WIDTH.distance);
		table.set(String.fromCharCode(code), table.get(plain) ?? plain);
	}
	Array.from(SMALL_CAPITALS).forEach((capital, i) => {
		if (capital !== ' ') table.set(capital, String.fromCharCode(0x41 + i));
	});
	return table;
}
