import fc from 'fast-check';

import { Fields, explainFields } from '../../nodes/LiveVoxSms/actions/fields';
import { quotedName } from '../../nodes/LiveVoxSms/message/quotedName';
import { isShowable, shown } from '../../nodes/LiveVoxSms/message/shown';

test.each([
	['a usual text', 'Ø’Neil: “no” 😀\nBye', 'Ø’Neil: “no” 😀\nBye'],
	['what turns the direction', 'a\u202eb\u2066c\u200fd\u061c', 'a\ufffdb\ufffdc\ufffdd\ufffd'],
	['control characters', 'a\0b\u001bc\u0085', 'a\ufffdb\ufffdc\ufffd'],
	['half an emoji', 'a\ud83d', 'a\ufffd'],
	['one that just fits', 'x'.repeat(20), 'x'.repeat(20)],
	['a longer one', 'x'.repeat(21), `${'x'.repeat(19)}…`],
	['a longer one with an emoji', `😀${'x'.repeat(20)}`, `😀${'x'.repeat(17)}…`],
	['one that would be cut inside an emoji', `${'x'.repeat(18)}😀😀`, `${'x'.repeat(18)}…`],
])('%s is shown so', (_, text, expected) => {
	expect(shown(text, 20)).toBe(expected);
});

it('is never longer, and has nothing in it that changes how it looks', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: 'binary', maxLength: 60 }),
			fc.integer({ min: 1, max: 60 }),
			(text, most) => {
				const words = shown(text, most);
				expect(words.length).toBeLessThanOrEqual(most);
				expect(words).not.toMatch(/\p{Bidi_Control}|\p{Surrogate}|\0/u);
			},
		),
		{ seed: 26, numRuns: 1000 },
	);
});

test.each([
	['’', '"’", right single quotation mark (U+2019)'],
	['\u200b', 'an invisible character, zero width space (U+200B)'],
	['\0', 'an invisible character, control character (U+0000)'],
	['\ud800', 'half of a surrogate pair (U+D800)'],
])('the character %j is named so', (character, name) => {
	expect(quotedName(character)).toBe(name);
	expect(isShowable(character)).toBe(name.startsWith('"'));
});

test('an expression that fails with a foreign text is told in a few safe words', () => {
	const fields = new Fields();
	fields.read('Message', () => {
		throw new Error(`Bad: \u202e${'x'.repeat(100_000)}`);
	});
	const { message, description } = explainFields(fields.refusals);
	expect(message).toMatch(/^Message has an expression that cannot be worked out: Bad: \ufffdx+…$/);
	expect(message.length).toBeLessThan(300);
	expect(description).toBe('Mend the expression of this field.');
});
