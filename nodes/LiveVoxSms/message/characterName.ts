import { UNICODE_NAMES } from './unicodeNames';

/** What the marks of Latin letters are called in Unicode's names of these letters. */
const MARKS: Record<string, string> = {
	'\u0300': 'grave',
	'\u0301': 'acute',
	'\u0302': 'circumflex',
	'\u0303': 'tilde',
	'\u0304': 'macron',
	'\u0306': 'breve',
	'\u0307': 'dot above',
	'\u0308': 'diaeresis',
	'\u0309': 'hook above',
	'\u030a': 'ring above',
	'\u030b': 'double acute',
	'\u030c': 'caron',
	'\u030f': 'double grave',
	'\u0311': 'inverted breve',
	'\u031b': 'horn',
	'\u0323': 'dot below',
	'\u0326': 'comma below',
	'\u0327': 'cedilla',
	'\u0328': 'ogonek',
	'\u0331': 'line below',
};

/** The first that fits says what kind of character it is. */
const KINDS: Array<[RegExp, string]> = [
	[/\p{Surrogate}/u, 'half of a surrogate pair'],
	[/\p{Control}/u, 'control character'],
	[/\p{Default_Ignorable_Code_Point}/u, 'character without a width'],
	[/\p{Private_Use}/u, 'private use character'],
	[/\p{Mark}/u, 'combining mark'],
	[/\p{Regional_Indicator}|\p{Emoji_Presentation}|\p{Extended_Pictographic}/u, 'emoji'],
	[/[^\p{Letter}]/u, 'character'],
	[/\p{Script=Latin}/u, 'Latin letter'],
	[/\p{Script=Greek}/u, 'Greek letter'],
	[/\p{Script=Cyrillic}/u, 'Cyrillic letter'],
	[/\p{Script=Hebrew}/u, 'Hebrew letter'],
	[/\p{Script=Arabic}/u, 'Arabic letter'],
	[/\p{Script=Devanagari}/u, 'Devanagari letter'],
	[/\p{Script=Thai}/u, 'Thai letter'],
	[/\p{Script=Hiragana}/u, 'Hiragana letter'],
	[/\p{Script=Katakana}/u, 'Katakana letter'],
	[/\p{Script=Hangul}/u, 'Hangul syllable'],
	[/\p{Script=Han}/u, 'Chinese character'],
];

/**
 * Names a character for a builder who has to find it in their text, such as
 * `right single quotation mark (U+2019)`.
 *
 * @param character one code point
 * @returns Unicode's name where it is known here, else what kind of character it is; and the code point
 */
export function characterName(character: string): string {
	const codePoint = character.codePointAt(0) ?? 0;
	const hexadecimal = codePoint.toString(16).toUpperCase().padStart(4, '0');
	const name = UNICODE_NAMES[codePoint] ?? latinName(character) ?? kindOf(character);
	return `${name} (U+${hexadecimal})`;
}

/** `Latin small letter e with circumflex`, for a letter that is one of A to Z and marks. */
function latinName(character: string): string | undefined {
	// Unicode's names say the mark below after a circumflex or breve, its normal form has it before.
	const decomposed = character.normalize('NFD').replace(/\u0323([\u0302\u0306])/, '$1\u0323');
	const [letter = '', ...marks] = decomposed;
	const names = marks.map((mark) => MARKS[mark]);
	if (!/[a-z]/i.test(letter) || names.length === 0 || names.includes(undefined)) return undefined;
	return `Latin ${letter < 'a' ? 'capital' : 'small'} letter ${letter} with ${names.join(' and ')}`;
}

function kindOf(character: string): string {
	return KINDS.find(([pattern]) => pattern.test(character))?.[1] ?? 'character';
}
