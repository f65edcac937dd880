import { credentialIssues } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { parseNumberList, parseOnlySendTo } from '../../nodes/LiveVoxSms/message/numberList';

const ONE = '4155550123';
const TWO = '2125550199';

test.each<[string, unknown, string[], number]>([
	['text with commas', '(415) 555-0123, 212.555.0199', [ONE, TWO], 0],
	['text with lines', `+1 415 555 0123\r\n${TWO}\n`, [ONE, TWO], 0],
	['a column of a spreadsheet', `\n${ONE}\t\n${TWO}\t`, [ONE, TWO], 0],
	['semicolons and bars', `${ONE}; ${TWO}|${ONE}`, [ONE, TWO], 0],
	['a list', [ONE, 2125550199, '+12125550199'], [ONE, TWO], 0],
	['lists in a list, with commas in them', [[ONE], `${TWO},`], [ONE, TWO], 0],
	['a number', 4155550123, [ONE], 0],
	['JSON', `["${ONE}", "+1 (212) 555-0199"]`, [ONE, TWO], 0],
	['CSV with quotes', `"${ONE}","${TWO}"`, [ONE, TWO], 0],
	['invisible characters', `\u202a+1 415-555-0123\u202c,\ufeff${TWO}`, [ONE, TWO], 0],
	['nothing', '', [], 0],
	['no value', undefined, [], 0],
	['null in a list', [null, ONE], [ONE], 0],
	['separators alone', ' ,\n;', [], 0],
	['a header', `Phone\n${ONE}`, [ONE], 1],
	['a number of another country', `+44 20 7946 0018, ${ONE}`, [ONE], 1],
	['nine digits', '415555012', [], 1],
	['two numbers without a separator', `${ONE} ${TWO}`, [], 1],
	['rows instead of numbers', [{ phone: ONE }, { phone: TWO }], [], 2],
	['an object', { phone: ONE }, [], 1],
	['true', true, [], 1],
])('reads %s', (_, value, numbers, invalid) => {
	const list = parseNumberList(value);
	expect([...list.numbers]).toEqual(numbers);
	expect(list.invalid).toBe(invalid);
});

test('allows all numbers if there is none', () => {
	expect(parseOnlySendTo(' \n')).toBeUndefined();
	expect(parseOnlySendTo(undefined)).toBeUndefined();
});

test('allows no number at all if one of them cannot be read', () => {
	expect(parseOnlySendTo(`${ONE}, ${TWO}`)).toEqual(new Set([ONE, TWO]));
	expect(() => parseOnlySendTo(`${ONE}, none`)).toThrow(credentialIssues.onlySendToInvalid(1));
});

test.each([[[]], [[null]], ['[]'], [' ,\n']])('allows no number at all if %j comes out of an expression', (value) => {
	expect(() => parseOnlySendTo(value)).toThrow(credentialIssues.onlySendToNone);
});
