import { characterName, quoteCharacter } from '../../nodes/LiveVoxSms/message/characterNames';
import { measureText } from '../../nodes/LiveVoxSms/message/segments';
import { replaceSmartCharacters } from '../../nodes/LiveVoxSms/message/smartCharacters';
import { isInvisible } from '../../nodes/LiveVoxSms/shared/text';

test.each([
	['’', 'right single quotation mark (U+2019)'],
	['\u00a0', 'no-break space (U+00A0)'],
	['—', 'em dash (U+2014)'],
	['\t', 'tab (U+0009)'],
	['`', 'grave accent (U+0060)'],
	['\u200d', 'zero width joiner (U+200D)'],
	['\ufe0f', 'variation selector-16 (U+FE0F)'],
	['\ufeff', 'zero width no-break space (U+FEFF)'],
	['¾', 'vulgar fraction three quarters (U+00BE)'],
])('%j has a name of its own: %s', (character, name) => {
	expect(characterName(character)).toBe(name);
});

test.each([
	['ê', 'letter (U+00EA)'],
	['a', 'letter (U+0061)'],
	['Ж', 'letter (U+0416)'],
	['𠮷', 'letter (U+20BB7)'],
	['😀', 'emoji (U+1F600)'],
	['❤', 'emoji (U+2764)'],
	['🇺', 'emoji (U+1F1FA)'],
	['🏽', 'emoji (U+1F3FD)'],
	['\u0301', 'combining mark (U+0301)'],
	['\ud83d', 'half of an emoji (U+D83D)'],
	['\ude00', 'half of an emoji (U+DE00)'],
	['\u001b', 'control character (U+001B)'],
	['\uf0b7', 'character (U+F0B7)'],
	['∑', 'character (U+2211)'],
	// Unicode lets these be emoji, and nobody means them so.
	['™', 'character (U+2122)'],
	['©', 'character (U+00A9)'],
])('%j is described: %s', (character, name) => {
	expect(characterName(character)).toBe(name);
});

test.each([
	['’', '"’", right single quotation mark (U+2019)'],
	['ê', '"ê", letter (U+00EA)'],
	['\u200b', 'an invisible character, zero width space (U+200B)'],
	['\0', 'an invisible character, control character (U+0000)'],
	['\ud800', 'half of an emoji (U+D800)'],
	['\u2028', 'line separator (U+2028)'],
])('a sentence quotes %j as %s', (character, quoted) => {
	expect(quoteCharacter(character)).toBe(quoted);
});

const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
const hasName = (character: string) =>
	!/^(?:half of an emoji|control character|combining mark|emoji|letter|character) \(/.test(characterName(character));
const named = characters.filter(hasName);

it('names only what is invisible or replaced, each once, and nothing of GSM-7', () => {
	expect(named.length).toBeGreaterThan(50);
	expect(new Set(named.map((one) => characterName(one).replace(/ \(.*/, ''))).size).toBe(named.length);
	expect(named.filter((one) => replaceSmartCharacters(one) === one && !isInvisible(one))).toEqual([]);
	expect(named.filter((one) => measureText(one).encoding === 'GSM-7')).toEqual([]);
});

it('names what word processors and phones put into texts', () => {
	const usual = Array.from('\u00a0\u00ad\u200b\u2060\ufeff‘’“”„‚«»‹›′″`´‐\u2011‒–—―−…•·÷⁄¼½¾');
	expect(usual.filter((character) => !hasName(character))).toEqual([]);
});

it('writes names as Unicode does', () => {
	expect(named.map(characterName).filter((name) => !/^[A-Za-z][a-zA-Z0-9 -]+ \(U\+[0-9A-F]{4}\)$/.test(name))).toEqual(
		[],
	);
});
