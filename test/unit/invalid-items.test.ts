import { describeInvalid, invalidOutput } from '../../nodes/LiveVoxSms/actions/sms/validateItems';
import type { Issue } from '../../nodes/LiveVoxSms/shared/validation';

const issue = (field: string, message: string, description: string): Issue => ({
	field,
	message: `'${field}' ${message}`,
	description,
});
const TO_EMPTY = issue('To', 'is empty', 'Enter a number.');
const TO_SHORT = issue('To', 'has 9 digits', 'Enter a number.');
const NO_MESSAGE = issue('Message', 'is empty', 'Enter the text to send.');
const NO_FROM = issue('From', 'is empty', 'Choose a code.');

const invalid = (item: number, ...issues: Issue[]) => ({ item, issues });

/** Invalid items with an empty To. */
const emptyAt = (...items: number[]) => items.map((item) => invalid(item, TO_EMPTY));

const upTo = (count: number) => Array.from({ length: count }, (_, item) => item);

describe('one invalid item', () => {
	const errorOf = (...issues: Issue[]) => invalidOutput(invalid(4, ...issues)).json.error;

	test('names its field, and how to fix it', () => {
		expect(errorOf(TO_EMPTY)).toEqual({
			message: "'To' is empty",
			description: "Enter a number. This item wasn't sent.",
			outcome: 'rejected',
			httpStatus: null,
			code: null,
		});
	});

	test('names each field, and each way to fix them once', () => {
		expect(errorOf(TO_EMPTY, NO_MESSAGE, issue('From', 'is empty', 'Enter a number.'))).toMatchObject({
			message: "'To' is empty; 'Message' is empty; 'From' is empty",
			description: "Enter a number. Enter the text to send. This item wasn't sent.",
		});
	});
});

describe('all invalid items of an execution', () => {
	test('a single one', () => {
		expect(describeInvalid(emptyAt(2), 5)).toEqual({
			message: "Nothing was sent. Fix 1 of 5 items: 'To' (item 2)",
			description: "'To' is empty (item 2). Enter a number.",
		});
	});

	test('several fields, issues, and items', () => {
		const items = [
			invalid(0, TO_EMPTY, NO_MESSAGE),
			invalid(2, TO_SHORT),
			invalid(3, NO_FROM, TO_EMPTY),
			invalid(7, NO_MESSAGE),
		];
		expect(describeInvalid(items, 9)).toEqual({
			message: "Nothing was sent. Fix 4 of 9 items: 'To' (items 0, 2 to 3), 'Message' (items 0, 7), 'From' (item 3)",
			description:
				"'To' is empty (items 0, 3). Enter a number. 'Message' is empty (items 0, 7). Enter the text to send. " +
				"'To' has 9 digits (item 2). Enter a number. 'From' is empty (item 3). Choose a code.",
		});
	});

	test.each([
		['a pair', [3, 4], 'items 3 to 4'],
		['all of a run', upTo(6), 'items 0 to 5'],
		['one on each side of a gap', [0, 2], 'items 0, 2'],
		['ranges and single ones', [0, 1, 2, 5, 7, 8], 'items 0 to 2, 5, 7 to 8'],
	])('neighbours are drawn together: %s', (_, items, words) => {
		const { message, description } = describeInvalid(emptyAt(...items), 10);
		expect(message.endsWith(`'To' (${words})`)).toBe(true);
		expect(description).toBe(`'To' is empty (${words}). Enter a number.`);
	});

	test('an item counts once for a field that has two issues', () => {
		const { message, description } = describeInvalid([invalid(1, TO_EMPTY, TO_SHORT)], 2);
		expect(message).toContain("'To' (item 1)");
		expect(message).not.toContain('1, 1');
		expect(description).toBe("'To' is empty (item 1). Enter a number. 'To' has 9 digits (item 1). Enter a number.");
	});

	test('issues that differ only in how to fix them are told apart', () => {
		const other = { ...TO_EMPTY, description: 'Ask for one.' };
		expect(describeInvalid([invalid(0, TO_EMPTY), invalid(1, other)], 2).description).toBe(
			"'To' is empty (item 0). Enter a number. 'To' is empty (item 1). Ask for one.",
		);
	});

	test('an issue that holds a "|" stays whole', () => {
		const odd = issue('To', 'has a "|" in it', 'Enter a number.');
		expect(describeInvalid([invalid(0, odd)], 1).description).toBe(`'To' has a "|" in it (item 0). Enter a number.`);
	});

	test.each([
		['ten ranges', upTo(10).map((n) => n * 2), 'items 0, 2, 4, 6, 8, 10, 12, 14, 16, 18'],
		['one more', upTo(11).map((n) => n * 2), 'items 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 1 more'],
		[
			'many of two',
			upTo(3_000).filter((n) => n % 3 < 2),
			'items 0 to 1, 3 to 4, 6 to 7, 9 to 10, 12 to 13, 15 to 16, 18 to 19, 21 to 22, 24 to 25, 27 to 28 and 1,980 more',
		],
	])('of many ranges the first are named: %s', (_, items, words) => {
		expect(describeInvalid(emptyAt(...items), 3_000).message.split("'To' ")[1]).toBe(`(${words})`);
	});

	const odd = (item: number) => invalid(item, issue('To', `contains ${item}`, 'Enter it.'));

	test.each([
		[10, '(item 9). Enter it.'],
		[11, '(item 9). Enter it. 1 more issue (item 10).'],
		[13, '(item 9). Enter it. 3 more issues (items 10 to 12).'],
	])('of %i issues the first ten are told', (count, end) => {
		const { description } = describeInvalid(upTo(count).map(odd), 20);
		expect(description.startsWith("'To' contains 0 (item 0). Enter it. 'To' contains 1")).toBe(true);
		expect(description.endsWith(end)).toBe(true);
	});

	test('an item with two of the other issues counts once', () => {
		const items = [...upTo(10).map(odd), invalid(11, TO_EMPTY, NO_FROM)];
		expect(describeInvalid(items, 20).description.endsWith('2 more issues (item 11).')).toBe(true);
	});

	test('50,000 items of 100,000, each with another issue, are described in short', () => {
		const items = upTo(50_000).map((item) => odd(item * 2));
		const started = performance.now();
		const { message, description } = describeInvalid(items, 100_000);
		expect(performance.now() - started).toBeLessThan(3_000);
		expect(message).toContain('50,000 of 100,000');
		expect(message).toContain('and 49,990 more');
		expect(description).toContain('49,990 more issues');
		expect(`${message}${description}`.length).toBeLessThan(1_500);
	});

	test('10,000 invalid items are told at once and in short', () => {
		const items = upTo(10_000).map((item) => invalid(item, TO_EMPTY, NO_MESSAGE, NO_FROM));
		const started = performance.now();
		const { message, description } = describeInvalid(items, 10_000);

		// 30 ms where nothing else runs; a way of telling them that is quadratic takes far longer than this.
		expect(performance.now() - started).toBeLessThan(3_000);
		expect(message).toContain('10,000 of 10,000 items');
		expect(message).toContain("'To' (items 0 to 9999)");
		expect(`${message}${description}`.length).toBeLessThan(500);
	});
});
