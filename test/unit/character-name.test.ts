import { characterName } from '../../nodes/LiveVoxSms/message/characterName';
import { measure } from '../../nodes/LiveVoxSms/message/segments';
import { replaceSmartCharacters } from '../../nodes/LiveVoxSms/message/smartCharacters';
import { UNICODE_NAMES } from '../../nodes/LiveVoxSms/message/unicodeNames';

test.each([
	['’', 'right single quotation mark (U+2019)'],
	['\u00a0', 'no-break space (U+00A0)'],
	['—', 'em dash (U+2014)'],
	['\t', 'tab (U+0009)'],
	['`', 'grave accent (U+0060)'],
	['\u200d', 'zero width joiner (U+200D)'],
	['\ufe0f', 'variation selector-16 (U+FE0F)'],
	['™', 'trade mark sign (U+2122)'],
	['✔', 'heavy check mark (U+2714)'],
	['\u2126', 'ohm sign (U+2126)'],
	['ł', 'Latin small letter l with stroke (U+0142)'],
])('%j has a name of its own: %s', (character, name) => {
	expect(characterName(character)).toBe(name);
});

test.each([
	['ê', 'Latin small letter e with circumflex (U+00EA)'],
	['Á', 'Latin capital letter A with acute (U+00C1)'],
	['ç', 'Latin small letter c with cedilla (U+00E7)'],
	['ő', 'Latin small letter o with double acute (U+0151)'],
	['ế', 'Latin small letter e with circumflex and acute (U+1EBF)'],
	['ợ', 'Latin small letter o with horn and dot below (U+1EE3)'],
	// Its normal form has the marks the other way round.
	['ậ', 'Latin small letter a with circumflex and dot below (U+1EAD)'],
	['ŋ', 'Latin letter (U+014B)'],
	['α', 'Greek letter (U+03B1)'],
	['Ж', 'Cyrillic letter (U+0416)'],
	['ש', 'Hebrew letter (U+05E9)'],
	['م', 'Arabic letter (U+0645)'],
	['か', 'Hiragana letter (U+304B)'],
	['カ', 'Katakana letter (U+30AB)'],
	['한', 'Hangul syllable (U+D55C)'],
	['中', 'Chinese character (U+4E2D)'],
	['𠮷', 'Chinese character (U+20BB7)'],
	['ა', 'character (U+10D0)'],
	['😀', 'emoji (U+1F600)'],
	['❤', 'emoji (U+2764)'],
	['🇺', 'emoji (U+1F1FA)'],
	['🏽', 'emoji (U+1F3FD)'],
	['\u0301', 'combining mark (U+0301)'],
	['\ud83d', 'half of a surrogate pair (U+D83D)'],
	['\ude00', 'half of a surrogate pair (U+DE00)'],
	['\u001b', 'control character (U+001B)'],
	['\uf0b7', 'private use character (U+F0B7)'],
	['∑', 'character (U+2211)'],
])('%j is described: %s', (character, name) => {
	expect(characterName(character)).toBe(name);
});

const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

it('knows by name whatever is replaced as a typographic character', () => {
	const replaced = characters.filter(
		(character) => replaceSmartCharacters(character) !== character,
	);
	const nameless = replaced.filter((character) => !UNICODE_NAMES[character.charCodeAt(0)]);
	expect(nameless).toEqual([]);
});

it('gives no two characters the same name, and none to a character of GSM-7', () => {
	const codes = Object.keys(UNICODE_NAMES).map(Number);
	expect(new Set(Object.values(UNICODE_NAMES)).size).toBe(codes.length);
	const inGsm7 = codes.filter((code) => measure(String.fromCharCode(code)).encoding === 'GSM-7');
	expect(inGsm7).toEqual([]);
});

it('knows the accented and other letters of European languages, but for rare ones', () => {
	const nameless = characters
		.slice(0x80, 0x180)
		.filter((character) => characterName(character).startsWith('Latin letter'))
		.filter((character) => measure(character).encoding === 'UCS-2');
	expect(nameless.join('')).toBe('ĦħĲĳĸĿŀŉŊŋŦŧſ');
});
