import { isInvisible } from '../shared/text';

/** Unicode's names of the usual characters that are invisible or that Smart Characters replaces. */
const NAMES = new Map(
	`0009 tab, 00a0 no-break space, 00ad soft hyphen, 034f combining grapheme joiner, 061c Arabic letter mark
	2002 en space, 2003 em space, 2009 thin space, 200b zero width space, 200c zero width non-joiner
	200d zero width joiner, 200e left-to-right mark, 200f right-to-left mark, 2028 line separator
	2029 paragraph separator, 202a left-to-right embedding, 202b right-to-left embedding, 202c pop directional formatting
	202d left-to-right override, 202e right-to-left override, 202f narrow no-break space, 2060 word joiner
	2066 left-to-right isolate, 2067 right-to-left isolate, 2068 first strong isolate, 2069 pop directional isolate
	2800 Braille pattern blank, 3000 ideographic space, 3164 Hangul filler, fe0e variation selector-15
	fe0f variation selector-16, feff zero width no-break space, 0060 grave accent, 00b4 acute accent
	00ab left-pointing double angle quotation mark, 00bb right-pointing double angle quotation mark
	02bc modifier letter apostrophe, 2018 left single quotation mark, 2019 right single quotation mark
	201a single low-9 quotation mark, 201c left double quotation mark, 201d right double quotation mark
	201e double low-9 quotation mark, 2032 prime, 2033 double prime, 2039 single left-pointing angle quotation mark
	203a single right-pointing angle quotation mark, 2010 hyphen, 2011 non-breaking hyphen, 2012 figure dash
	2013 en dash, 2014 em dash, 2015 horizontal bar, 2212 minus sign, 2026 horizontal ellipsis, 00b7 middle dot
	2022 bullet, 00f7 division sign, 2044 fraction slash, 00bc vulgar fraction one quarter, 00bd vulgar fraction one half
	00be vulgar fraction three quarters`
		.split(/[,\n]\s*/)
		.map((entry) => [parseInt(entry, 16), entry.slice(5)]),
);

/** What any other character is called: the first that fits. Below U+2300, signs that may be emoji rarely are. */
const KINDS: Array<[RegExp, string]> = [
	[/\p{Surrogate}/u, 'half of an emoji'],
	[/\p{Control}/u, 'control character'],
	[/\p{Mark}/u, 'combining mark'],
	[/(?![\0-\u22ff])[\p{Emoji_Presentation}\p{Extended_Pictographic}]/u, 'emoji'],
	[/\p{Letter}/u, 'letter'],
];

/** The name or the kind of a code point, as in `right single quotation mark (U+2019)`. */
export function characterName(character: string): string {
	const codePoint = character.codePointAt(0) ?? 0;
	const name = NAMES.get(codePoint) ?? KINDS.find(([pattern]) => pattern.test(character))?.[1] ?? 'character';
	return `${name} (U+${codePoint.toString(16).toUpperCase().padStart(4, '0')})`;
}

/** Changes how the words around it look. */
const FORMATTING = /[\p{Control}\p{Format}\p{Surrogate}\p{Line_Separator}\p{Paragraph_Separator}]/u;

/** For a user who has to find the character, as `"’", right single quotation mark (U+2019)`. */
export function quoteCharacter(character: string): string {
	const name = characterName(character);
	if (isInvisible(character)) return `an invisible character, ${name}`;
	return FORMATTING.test(character) ? name : `"${character}", ${name}`;
}
