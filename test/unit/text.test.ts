import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { readParameter } from '../../nodes/LiveVoxSms/actions/items';
import { sanitizeForDisplay } from '../../nodes/LiveVoxSms/shared/text';
import { toError, Validation } from '../../nodes/LiveVoxSms/shared/validation';

test.each([
	['an ordinary text', 'Ø’Neil: “no” 😀\nBye', 'Ø’Neil: “no” 😀\nBye'],
	['what changes the direction', 'a\u202eb\u2066c\u200fd\u061c', 'a\ufffdb\ufffdc\ufffdd\ufffd'],
	['control characters', 'a\0b\u001bc\u0085', 'a\ufffdb\ufffdc\ufffd'],
	['half an emoji', 'a\ud83d', 'a\ufffd'],
	['one that just fits', 'x'.repeat(20), 'x'.repeat(20)],
	['a longer one', 'x'.repeat(21), `${'x'.repeat(19)}…`],
	['a longer one with an emoji', `😀${'x'.repeat(20)}`, `😀${'x'.repeat(17)}…`],
	['one that would be cut inside an emoji', `${'x'.repeat(18)}😀😀`, `${'x'.repeat(18)}…`],
])('%s is displayed so', (_, text, expected) => {
	expect(sanitizeForDisplay(text, 20)).toBe(expected);
});

it('is never longer, and has nothing in it that changes how it looks', () => {
	const texts = fc.string({ unit: 'binary', maxLength: 60 });
	fc.assert(
		fc.property(texts, fc.integer({ min: 1, max: 60 }), (text, maxLength) => {
			const displayed = sanitizeForDisplay(text, maxLength);
			expect(displayed.length).toBeLessThanOrEqual(maxLength);
			expect(displayed).not.toMatch(/\p{Bidi_Control}|\p{Surrogate}|\0/u);
		}),
		{ seed: 26, numRuns: 1000 },
	);
});

test('an expression that fails with a foreign text is reported in a few safe words', () => {
	const context = {
		getNodeParameter: () => {
			throw new Error(`Bad: \u202e${'x'.repeat(100_000)}`);
		},
	} as unknown as IExecuteFunctions;
	const fields = new Validation();
	fields.check('Message', () => readParameter(context, 'message', 0));
	const { message, description } = toError(fields.issues);
	expect(message).toMatch(/^'Message' has an expression that couldn't be evaluated: Bad: \ufffdx+…$/);
	expect(message.length).toBeLessThan(300);
	expect(description).toBe('Fix the expression in this field.');
});

test('a check that fails for another reason than its value is no issue', () => {
	const fields = new Validation();
	const fail = () => {
		throw new TypeError('a fault of ours');
	};
	expect(() => fields.check('To', fail)).toThrow('a fault of ours');
	expect(fields.issues).toEqual([]);
});
