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
	['ǹ', 'Latin small letter n with grave (U+01F9)'],
	['ã', 'Latin small letter a with tilde (U+00E3)'],
	['Ā', 'Latin capital letter A with macron (U+0100)'],
	['ă', 'Latin small letter a with breve (U+0103)'],
	['Ż', 'Latin capital letter Z with dot above (U+017B)'],
	['ë', 'Latin small letter e with diaeresis (U+00EB)'],
	['ả', 'Latin small letter a with hook above (U+1EA3)'],
	['ů', 'Latin small letter u with ring above (U+016F)'],
	['Č', 'Latin capital letter C with caron (U+010C)'],
	['ȁ', 'Latin small letter a with double grave (U+0201)'],
	['ȃ', 'Latin small letter a with inverted breve (U+0203)'],
	['ș', 'Latin small letter s with comma below (U+0219)'],
	['ą', 'Latin small letter a with ogonek (U+0105)'],
	['ḏ', 'Latin small letter d with line below (U+1E0F)'],
	['ç', 'Latin small letter c with cedilla (U+00E7)'],
	['ő', 'Latin small letter o with double acute (U+0151)'],
	['ế', 'Latin small letter e with circumflex and acute (U+1EBF)'],
	['ợ', 'Latin small letter o with horn and dot below (U+1EE3)'],
	// Its normal form has the marks the other way round.
	['ậ', 'Latin small letter a with circumflex and dot below (U+1EAD)'],
	['ặ', 'Latin small letter a with breve and dot below (U+1EB7)'],
	// A mark that has no name here.
	['ḁ', 'Latin letter (U+1E01)'],
	['ŋ', 'Latin letter (U+014B)'],
	['a', 'Latin letter (U+0061)'],
	['α', 'Greek letter (U+03B1)'],
	['ή', 'Greek letter (U+03AE)'],
	['Ж', 'Cyrillic letter (U+0416)'],
	['й', 'Cyrillic letter (U+0439)'],
	['ש', 'Hebrew letter (U+05E9)'],
	['م', 'Arabic letter (U+0645)'],
	['न', 'Devanagari letter (U+0928)'],
	['ก', 'Thai letter (U+0E01)'],
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

it('knows by name whatever is replaced as a typographic character or a Latin one', () => {
	const replaced = characters.filter(
		(character) =>
			/[\u00a0-\u00ff\u2000-\u2064\u2066-\u206f]/.test(character) &&
			replaceSmartCharacters(character) !== character,
	);
	expect(replaced.length).toBeGreaterThan(60);
	const nameless = replaced.filter((character) => !UNICODE_NAMES[character.charCodeAt(0)]);
	expect(nameless).toEqual([]);
});

it('knows names as Unicode writes them', () => {
	const odd = Object.values(UNICODE_NAMES).filter((name) => !/^[A-Za-z][\w -]+$/.test(name));
	expect(odd).toEqual([]);
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
