import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js-1.13/max';

import { parsePhoneNumber } from '../../nodes/LiveVoxSms/message/phoneNumber';
import { PASTED_NUMBERS } from '../pasted/numbers';
import { resultOf } from './result-of';

const check = (value: unknown) => resultOf(() => parsePhoneNumber(value));

/** What libphonenumber makes of a value: the ten digits of a valid North American number without extension. */
function theirsOf(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const parsed = parsePhoneNumberFromString(String(value), 'US');
	return parsed?.countryCallingCode === '1' && parsed.isValid() ? parsed.nationalNumber : undefined;
}

test('the table is large enough, and no value stands in it twice', () => {
	expect(PASTED_NUMBERS.length).toBeGreaterThanOrEqual(120);
	expect(new Set(PASTED_NUMBERS.map(({ name }) => name)).size).toBe(PASTED_NUMBERS.length);
});

test.each(PASTED_NUMBERS)('$name', ({ value, expected }) => {
	if (typeof expected === 'string') expect(check(value)).toBe(expected);
	else expect(check(value)).toMatchObject({ message: expect.stringMatching(expected) });
});

test.each(PASTED_NUMBERS)('as libphonenumber has it, or explained: $name', (row) => {
	const { value, expected, unlike } = row;
	const ours = typeof expected === 'string' ? expected : undefined;
	const theirs = theirsOf(value);
	expect({ ...row, differs: theirs !== ours }).toEqual({ ...row, differs: unlike !== undefined });
	// A difference is one of yes or no: where both accept, they agree on the number.
	if (ours !== undefined && theirs !== undefined) expect(theirs).toBe(ours);
});

describe('no digit is ever added, dropped or moved', () => {
	/** The digits of a value as they were written, full-width ones too. */
	const digitsOf = (written: string) =>
		written
			.normalize('NFKC')
			.replace(/\.00?[\s,;\u2060]*$/, '')
			.replace(/[^0-9]/g, '');
	const piece = fc.oneof(
		{ weight: 6, arbitrary: fc.constantFrom(...'0123456789') },
		{ weight: 4, arbitrary: fc.constantFrom('415', '555', '0123', '1', '+1', '.0', '212', '800') },
		{
			weight: 2,
			arbitrary: fc.constantFrom(...' ()-./,;+#x\'"=:\n\t\u200b\u2800\u3164\u00a0–·٣３＋', 'tel:'),
		},
	);
	const anything = fc.array(piece, { minLength: 3, maxLength: 20 }).map((all) => all.join(''));
	/** A number as people write it, with one thing changed at a time. */
	const almost = fc
		.tuple(
			fc.constantFrom('', '1', '+1', '(+1)', 'tel:', "'", '+', '44'),
			fc.constantFrom('', ' ', '-', '.', '/', '\u200b'),
			fc.constantFrom('415', '212', '800', '876'),
			fc.constantFrom('', ' ', ') ', '-', '.', '·', '\n'),
			fc.constantFrom('555', '721', '55', '5550'),
			fc.constantFrom('', ' ', '-', '.', '–', ','),
			fc.constantFrom('0123', '123', '01234', '01.0', '0123.0', '0123.5'),
			fc.constantFrom('', ' ', ',', ';', 'x12', '.0', '12', '\u2060'),
		)
		.map((parts) => parts.join(''));

	it.each([
		['of all kinds of pieces', anything, 0],
		['of almost every number', almost, 500],
	])('%s', (_, writings, least) => {
		let accepted = 0;
		fc.assert(
			fc.property(writings, (written) => {
				const number = check(written);
				if (typeof number !== 'string') return;
				accepted++;
				if (/^\d{10}$/.test(number) && [number, `1${number}`].includes(digitsOf(written))) return;
				throw new Error(`${JSON.stringify(written)} became ${number}`);
			}),
			{ seed: 11, numRuns: 30_000 },
		);
		expect(accepted).toBeGreaterThanOrEqual(least);
	});

	it('of numbers that JSON has', () => {
		fc.assert(
			fc.property(fc.oneof(fc.double(), fc.double({ min: 1e8, max: 2e10 }), fc.nat()), (value) => {
				const number = check(value);
				return typeof number !== 'string' || [number, `1${number}`].includes(String(value));
			}),
			{ seed: 12, numRuns: 20_000 },
		);
	});

	it('takes every writing of groups and separators, with exactly its digits', () => {
		const separator = fc.constantFrom('', ' ', '-', '.', '/', ' - ', '–', '\u00a0', '\u200b', '·');
		const country = fc.constantFrom('', '1', '+1', '1 ', '+1 ', '1-', '+1.', '(+1) ');
		fc.assert(
			fc.property(country, separator, separator, (prefix, first, second) => {
				const written = `${prefix}415${first}555${second}0123`;
				expect(parsePhoneNumber(written)).toBe('4155550123');
			}),
			{ seed: 13, numRuns: 3000 },
		);
	});
});

test.each(['x', ' ', ',', '-', '4155550123 ', '(', '4', '1 ', '#', '{{', '415-', '\u200b', 'e+'])(
	'a long text of %j is judged at once',
	(part) => {
		const began = Date.now();
		check(`4155550123${part.repeat(100_000)}4155550124`);
		check(part.repeat(100_000));
		expect(Date.now() - began).toBeLessThan(6_000);
	},
);
