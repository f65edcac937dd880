import fc from 'fast-check';
import SmartEncodingMap from 'sms-segments-calculator/dist/libs/SmartEncodingMap';

import { measureText } from '../../nodes/LiveVoxSms/message/segments';
import { replaceSmartCharacters } from '../../nodes/LiveVoxSms/message/smartCharacters';

const isGsm7 = (text: string) => measureText(text).encoding === 'GSM-7';
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
	['look-alike apostrophes', 'It`s Ann´s and Oʼneil＇s', "It's Ann's and O'neil's"],
	['tabs', 'a\tb', 'a b'],
	['bullets', '• a ‣ b ● c ▪ d · e', '- a - b - c - d - e'],
	['line separators', 'a\u2028b\u2029c\u0085d\u000be', 'a\nb\nc\nd\ne'],
	['letters with combining marks', 'cafe\u0301 u\u0308ber man\u0303ana', 'café über mañana'],
	['everything invisible', 'a\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u202a\u2066\ufe0f\u{e0041}\u0000b', 'ab'],
	['blanks', 'a\u2800b\u3164c\uffa0d\u1680e\u3000f', 'a b c d e f'],
	['quotes of Windows-1252', 'It\u0092s \u0093on\u0094 \u0096', 'It\'s "on" -'],
	['full-width characters', 'Ｃａｌｌ　（４１５）！', 'Call (415)!'],
	['fractions', '½ or 2½ cups', '1/2 or 2 1/2 cups'],
	['what is left of a cut emoji', 'Bye\u200d\ufe0f', 'Bye'],
])('becomes GSM-7: %s', (_, typed, replaced) => {
	expect(replaceSmartCharacters(typed)).toBe(replaced);
	expect(isGsm7(replaced)).toBe(true);
});

test.each([
	['accented letters', 'ê í ó ç š'],
	['emoji and what joins them', '👍🏽 👨‍👩‍👧‍👦 🇺🇸 1️⃣'],
	['other scripts', 'Привет 你好 שלום'],
	['signs', '© ® ™ ° → ✓ ¢ ⅓'],
	['emoji of which one part alone would be replaced', '‼️ ✳️ #️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️‍🔥 👁️‍🗨️ 🏳️‍⚧️ ☎︎'],
	['joiners that spell', 'می\u200cخواهم ക്\u200d'],
	['Catalan', 'col·lecció'],
	['points of Hebrew', 'שָׁלוֹם'],
	['a letter that its normal form takes apart', '\u0958\u0902'],
	['half of a surrogate pair', 'a\ud83d'],
	['nothing', ''],
])('stays as it is: %s', (_, text) => {
	expect(replaceSmartCharacters(text)).toBe(text);
});

it('replaces by GSM-7 and nothing else', () => {
	const changed = everyCharacter.filter((character) => replaceSmartCharacters(character) !== character);
	expect(changed.filter(isGsm7)).toEqual([]);
	expect(changed.map(replaceSmartCharacters).filter((text) => !isGsm7(text))).toEqual([]);
});

it('leaves nothing that nobody sees', () => {
	const invisible = everyCharacter.filter((character) =>
		/[\p{Default_Ignorable_Code_Point}\u2800\p{Zs}\p{Zl}\p{Zp}]/u.test(character),
	);
	expect(invisible.length).toBeGreaterThan(70);
	expect(invisible.filter((one) => !isGsm7(replaceSmartCharacters(`a${one}b`)))).toEqual([]);
});

it('covers all that Twilio replaces, but for marks without a letter', () => {
	const missing = Object.keys(SmartEncodingMap).filter((one) => !isGsm7(replaceSmartCharacters(one)));
	expect(missing.length).toBeLessThan(20);
	expect(missing.filter((one) => !/^\p{M}$/u.test(one))).toEqual([]);
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
