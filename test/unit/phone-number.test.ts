import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js-1.13/max';

import { impossibleNumbers, parsePhoneNumber } from '../../nodes/LiveVoxSms/message/phoneNumber';
import type { Words } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { resultOf } from './result-of';

const EXAMPLE = 'Enter 10 digits with the area code, such as (415) 555-0123';

/** The words of the issue, or a red test if there is none. */
function issueOf(value: unknown): Words {
	const result = resultOf(() => parsePhoneNumber(value));
	if (typeof result === 'string') throw new Error(`Accepted as ${result}`);
	return result;
}

const isValid = (value: unknown): boolean => typeof resultOf(() => parsePhoneNumber(value)) === 'string';

describe('a usual writing becomes 10 digits', () => {
	test.each([
		['digits alone', '4155550123'],
		['the national form', '(415) 555-0123'],
		['no space after the bracket', '(415)555-0123'],
		['hyphens', '415-555-0123'],
		['dots', '415.555.0123'],
		['slashes', '415/555/0123'],
		['spaces', '415 555 0123'],
		['a tab and a line break around it', '\t415 555 0123\n'],
		['a leading 1', '14155550123'],
		['a leading 1 and hyphens', '1-415-555-0123'],
		['the international form', '+1 415 555 0123'],
		['the international form without spaces', '+14155550123'],
		['a plus, a bracket and hyphens', '+1 (415) 555-0123'],
		['a space after the plus', '+ 1 415 555 0123'],
		['a plus inside the bracket', '(+1) 415 555 0123'],
		['a number', 4155550123],
		['a number with a leading 1', 14155550123],
		['no-break spaces', '415\u00a0555\u00a00123'],
		['narrow and thin spaces', '415\u202f555\u20090123'],
		['hyphens that do not break', '415\u2011555\u20110123'],
		['en dashes', '415\u2013555\u20130123'],
		['em dashes and a horizontal bar', '415\u2014555\u20150123'],
		['minus signs', '415\u2212555\u22120123'],
		['marks of direction around it, as contacts copy them', '\u202a+1 415 555 0123\u202c'],
		['isolating marks of direction', '\u2068415 555 0123\u2069'],
		['a zero-width space in it', '415\u200b5550123'],
		['a byte order mark before it', '\ufeff4155550123'],
		['a soft hyphen in it', '415\u00ad5550123'],
		['a word joiner at its end', '4155550123\u2060'],
	])('%s', (_, written) => {
		expect(parsePhoneNumber(written)).toBe('4155550123');
	});

	test.each([
		['lowest digits', '2002000000'],
		['highest digits', '9899999999'],
		['a toll-free number', '8005550123'],
		['a Jamaican number', '8765550123'],
		['an exchange that ends in 1', '4157210123'],
		['an exchange with 1 in the middle', '4157120123'],
		['an area code that ends in 1', '7215550123'],
		['11 further behind', '4155551111'],
	])('%s', (_, written) => {
		expect(parsePhoneNumber(written)).toBe(written);
	});
});

describe('anything else is invalid, and the words say why', () => {
	test.each<[string, unknown, string]>([
		['nothing', '', 'is empty'],
		['blanks', ' \n ', 'is empty'],
		['marks that nobody sees', '\u200b\ufeff', 'is empty'],
		['no digits', '( ) -', 'has 0 digits'],
		['no area code', '555-0123', 'has 7 digits'],
		['a digit too few', '415-555-012', 'has 9 digits'],
		['a digit too many', '415-555-01234', 'has 11 digits'],
		['a 1 before eleven digits', '1 415 555 01234', 'has 12 digits'],
		['a 1 twice', '+1 1 415 555 0123', 'has 12 digits'],
		['a 2 where the 1 belongs', '2 415 555 0123', 'has 11 digits'],
		['two numbers with a space between', '4155550123 4155550124', 'has more than one number'],
		['two numbers with a comma', '4155550123,4155550124', 'has more than one number'],
		['two numbers with a semicolon', '4155550123; 4155550124', 'has more than one number'],
		['two numbers with a plus each', '+14155550123 +14155550124', 'has more than one number'],
		['an area code that starts with 0', '015-555-0123', 'has area code 015'],
		['an area code that starts with 1', '115-555-0123', 'has area code 115'],
		['an area code with 9 in the middle', '495-555-0123', 'has area code 495'],
		['the area code 911', '911-555-0123', 'has area code 911'],
		['the area code 211', '+1 211 555 0123', 'has area code 211'],
		['an exchange that starts with 0', '415-055-0123', 'has 055 after the area code'],
		['an exchange that starts with 1', '415-155-0123', 'has 155 after the area code'],
		['the exchange 911', '415-911-0123', 'has 911 after the area code'],
		['the exchange 411', '1 415 411 0123', 'has 411 after the area code'],
		['ext.', '415-555-0123 ext. 12', 'has an extension'],
		['extension, in capitals', '(415) 555-0123 EXTENSION 12', 'has an extension'],
		['extn after a comma', '415-555-0123, extn 12', 'has an extension'],
		['ext after a semicolon', '415-555-0123;ext 12', 'has an extension'],
		['x', '4155550123x12', 'has an extension'],
		['#', '415-555-0123 #12', 'has an extension'],
		['an extension without a number', 'x12', 'contains letters'],
		['words after an extension', '415-555-0123 x12 home', 'has an extension'],
		['a vanity number', '415-555-HELP', 'contains letters'],
		['a letter that looks like a digit', '415555O123', 'contains letters'],
		['a Greek letter', '415555α123', 'contains letters'],
		['a word that ends like a switch', 'untrue', 'contains letters'],
		['a word that begins like a switch', 'falsehood', 'contains letters'],
		['words around brackets', 'call [x]', 'contains letters'],
		['words after brackets', '[x] call', 'contains letters'],
		['words around braces', 'call {x}', 'contains letters'],
		['words after braces', '{x} call', 'contains letters'],
		['a scheme inside', '415 tel:5550123', 'contains letters'],
		['an apostrophe inside', "415'5550123", 'contains "\'", character (U+0027)'],
		['cents', '4155550.25', 'is a decimal number'],
		['Not a Number', NaN, "isn't a phone number"],
		['infinity', Infinity, "isn't a phone number"],
		['a number too great for digits', 1e21, 'is in scientific notation'],
		['a star', '*67 415 555 0123', 'contains "*"'],
		['an equals sign', '=4155550123', 'contains "="'],
		['a picture', '📞4155550123', 'contains "📞"'],
		['digits of another script', '٤١٥٥٥٥٠١٢٣', 'contains digits of another script'],
		['a British number', '+44 20 7946 0123', 'looks like an international number'],
		['a plus without the 1', '+415 555 0123', 'looks like an international number'],
		['a plus and nothing', '+', 'looks like an international number'],
		['00', '00 1 415 555 0123', 'looks like an international number'],
		['011', '011 44 20 7946 0123', 'looks like an international number'],
		['undefined', undefined, 'is empty'],
		['null', null, 'is empty'],
		['true', true, 'is true or false'],
		['false', false, 'is true or false'],
		['a list with a number', ['4155550123'], 'is a list'],
		['an object', { number: '4155550123' }, 'is an object'],
		['a big integer', 4155550123n, "isn't a phone number"],
		['a link without a number', 'tel:', 'has 0 digits'],
		['half of an emoji', '415\ud83d5550123', 'contains half of an emoji (U+D83D)'],
	])('%s', (_, written, message) => {
		expect(issueOf(written).message).toContain(message);
	});

	test('one digit is no digits', () => {
		expect(issueOf('4').message).toBe('has 1 digit instead of 10');
	});

	test('what is wrong and how to fix it are all it says', () => {
		expect(issueOf('555-0123')).toStrictEqual({ message: 'has 7 digits instead of 10', description: `${EXAMPLE}.` });
	});

	test.each<[string, unknown, string]>([
		['most are shown an example', '555-0123', EXAMPLE],
		['a wrong type as well', null, EXAMPLE],
		['an empty field as well', '', EXAMPLE],
		['letters as well', '415-555-HELP', EXAMPLE],
		['an odd character as well', '*4155550123', EXAMPLE],
		['a wrong area code as well', '911-555-0123', EXAMPLE],
		['a wrong exchange as well', '415-911-0123', EXAMPLE],
		['an extension is left out', '4155550123x12', 'Remove the extension'],
		['two numbers', '4155550123,4155550124', 'Use one item per recipient'],
		['another country', '+44 20 7946 0123', 'LiveVox sends to North American numbers only'],
	])('how to fix it: %s', (_, written, description) => {
		expect(issueOf(written).description).toContain(description);
	});
});

describe('an issue does not repeat the number', () => {
	const WRITTEN = fc
		.array(fc.constantFrom(...'0123456789', ...'0123456789', ' ', '-', '+', '(', ',', 'x', '#', '*', 'A'), {
			maxLength: 40,
		})
		.map((parts) => parts.join(''));

	it('shows at most the three digits that it names, or a count', () => {
		fc.assert(
			fc.property(WRITTEN, (written) => {
				if (isValid(written)) return;
				const { message, description } = issueOf(written);
				const said =
					message
						.replace(' instead of 10', '')
						.replace(/U\+[\dA-F]+/, '')
						.match(/\d+/g) ?? [];
				expect(said.join(' ')).toMatch(/^(\d{1,3})?$/);
				expect(description.replace('(415) 555-0123', '').replace('10 digits', '')).not.toMatch(/\d/);
			}),
			{ seed: 1, numRuns: 2000 },
		);
	});
});

describe('against libphonenumber', () => {
	const digits = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
	/** Half of them with 2 to 9 where a number may not have 0 or 1, so that many are valid. */
	const tenDigits = fc.oneof(
		digits(10).map((all) => all.join('')),
		fc
			.tuple(fc.integer({ min: 2, max: 9 }), digits(2), fc.integer({ min: 2, max: 9 }), digits(6))
			.map((parts) => parts.flat().join('')),
	);
	const many = { seed: 2, numRuns: 5000 };
	const validOf = (number: string) => {
		const parsed = parsePhoneNumberFromString(`+1${number}`);
		return parsed?.isValid() ? parsed : undefined;
	};
	/** libphonenumber knows no such rule; the plan keeps these exchanges out of geographic area codes. */
	const isService = (number: string) => /^...[2-9]11/.test(number);

	it('takes every number that is valid there, with the same digits', () => {
		let valid = 0;
		fc.assert(
			fc.property(tenDigits, (number) => {
				if (isService(number)) return;
				const parsed = validOf(number);
				if (!parsed) return;
				valid++;
				expect(parsePhoneNumber(number)).toBe(parsed.nationalNumber);
			}),
			many,
		);
		expect(valid).toBeGreaterThan(500);
	});

	it('rejects none that is valid there', () => {
		let rejected = 0;
		fc.assert(
			fc.property(tenDigits, (number) => {
				if (isService(number) || isValid(number)) return;
				rejected++;
				expect(validOf(number)).toBeUndefined();
			}),
			many,
		);
		expect(rejected).toBeGreaterThan(500);
	});

	it('takes each form that libphonenumber writes', () => {
		fc.assert(
			fc.property(tenDigits, (number) => {
				const parsed = isService(number) ? undefined : validOf(number);
				if (!parsed) return;
				expect(parsePhoneNumber(parsed.formatNational())).toBe(number);
				expect(parsePhoneNumber(parsed.formatInternational())).toBe(number);
				expect(parsePhoneNumber(parsed.number)).toBe(number);
			}),
			many,
		);
	});

	// The plan keeps N11 out of the exchanges of geographic area codes only: 1-800-411-… is in use.
	test.each(['8004110123', '8889110123', '5003110123', '5222110123', '5294110123', '5332110123'])(
		'takes a service code behind an area code of no region: %s',
		(number) => {
			expect(validOf(number)).toBeDefined();
			expect(parsePhoneNumber(number)).toBe(number);
		},
	);
});

// Each digit and space could be tried as the start of an extension.
test('a long text is rejected at once', () => {
	const started = performance.now();
	expect(issueOf(`1${' '.repeat(300_000)}a`).message).toBe('contains letters');
	expect(performance.now() - started).toBeLessThan(1_000);
});

test.each([
	['none', 'Call (415) 555-0123, or 1-800-411-0123', []],
	['a placeholder', 'Call 555-555-5555', ['555-555-5555']],
	['several', 'Call (123) 456-7890 or +1 415.155.0123.', ['(123) 456-7890', '+1 415.155.0123']],
	['an account', 'Account 1234567890, 12-123-456-7890', []],
])('phone numbers in a text that nobody can have: %s', (_, text, numbers) => {
	expect(impossibleNumbers(text)).toEqual(numbers);
});
