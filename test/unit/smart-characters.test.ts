import fc from 'fast-check';

import { measure } from '../../nodes/LiveVoxSms/message/segments';
import { replaceSmartCharacters } from '../../nodes/LiveVoxSms/message/smartCharacters';

const isGsm7 = (text: string) => measure(text).encoding === 'GSM-7';
const everyCharacter = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

test.each([
	['single quotes and apostrophes', '‘It’s’ ‚low‛', "'It's' 'low'"],
	['double quotes', '“Hi” „low‟', '"Hi" "low"'],
	['guillemets', '«Bonjour» ‹vous›', `"Bonjour" 'vous'`],
	['primes', '5′ 11″ ‵ ‶', `5' 11" ' "`],
	['hyphens and dashes', 'a‐b\u2011c‒d–e—f―g', 'a-b-c-d-e-f-g'],
	['a minus sign', '−5', '-5'],
	['an ellipsis', 'Wait…', 'Wait...'],
	['leaders of dots', '․ ‥', '. ..'],
	['spaces that do not break', '10\u00a0AM\u202f–\u2007noon', '10 AM - noon'],
	['spaces of other widths', 'a\u2000b\u2003c\u2009d\u200ae\u205ff', 'a b c d e f'],
	['characters without any width that join words', '\ufeffa\u2060b', 'ab'],
])('becomes GSM-7: %s', (_, typed, replaced) => {
	expect(replaceSmartCharacters(typed)).toBe(replaced);
	expect(isGsm7(replaced)).toBe(true);
});

test.each([
	['accented letters', 'ê í ó ç š'],
	['emoji and what joins them', '👍🏽 👨‍👩‍👧‍👦 🇺🇸 1️⃣'],
	['other scripts', 'Привет 你好 שלום'],
	['signs', '© ® ™ ° ½ • → ✓ ¢'],
	['marks that are no typographic quotes', '` ´ ʼ'],
	['a tab', '\t'],
	['half of a surrogate pair', 'a\ud83d'],
	['nothing', ''],
])('stays as it is: %s', (_, text) => {
	expect(replaceSmartCharacters(text)).toBe(text);
});

it('replaces by GSM-7 and nothing else', () => {
	const changed = everyCharacter.filter(
		(character) => replaceSmartCharacters(character) !== character,
	);
	expect(changed).toHaveLength(42);
	expect(changed.filter(isGsm7)).toEqual([]);
	expect(changed.map(replaceSmartCharacters).filter((text) => !isGsm7(text))).toEqual([]);
});

it('never changes a text of GSM-7 characters', () => {
	const gsm7 = fc.string({
		unit: fc.constantFrom(...everyCharacter.filter(isGsm7)),
		size: 'large',
	});
	fc.assert(
		fc.property(gsm7, (text) => {
			expect(replaceSmartCharacters(text)).toBe(text);
		}),
		{ seed: 7 },
	);
});

it('changes each character on its own, wherever it stands', () => {
	const unit = fc.constantFrom(...Array.from('“’«–…\u00a0\u2060aé€😀ê'));
	fc.assert(
		fc.property(fc.string({ unit, size: 'medium' }), (text) => {
			expect(replaceSmartCharacters(text)).toBe(Array.from(text, replaceSmartCharacters).join(''));
		}),
		{ seed: 7 },
	);
});
