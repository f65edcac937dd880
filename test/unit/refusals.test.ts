import type { BadItem } from '../../nodes/LiveVoxSms/actions/sms/check';
import { explainBadItem, explainBadItems } from '../../nodes/LiveVoxSms/actions/sms/refusals';

const TO_EMPTY = { field: 'To', what: 'is empty', mend: 'Type a number' };
const TO_SHORT = { field: 'To', what: 'has 9 digits', mend: 'Type a number' };
const NO_MESSAGE = { field: 'Message', what: 'is empty', mend: 'Type the text to send' };
const NO_FROM = { field: 'From', what: 'is empty', mend: 'Choose a code' };

const bad = (item: number, ...refusals: BadItem['refusals']): BadItem => ({ item, refusals });

/** Bad items with an empty To. */
const emptyAt = (...items: number[]) => items.map((item) => bad(item, TO_EMPTY));

const upTo = (count: number) => Array.from({ length: count }, (_, item) => item);

describe('one bad item', () => {
	test('names its field, and how to mend it', () => {
		expect(explainBadItem(bad(4, TO_EMPTY))).toEqual({
			message: 'To is empty',
			description: 'Type a number. Nothing was sent for this item.',
			httpStatus: null,
			code: null,
		});
	});

	test('names each field, and each way to mend them once', () => {
		expect(
			explainBadItem(bad(4, TO_EMPTY, NO_MESSAGE, { ...TO_EMPTY, field: 'From' })),
		).toMatchObject({
			message: 'To is empty; Message is empty; From is empty',
			description: 'Type a number. Type the text to send. Nothing was sent for this item.',
		});
	});
});

describe('all bad items of a run', () => {
	test('a single one', () => {
		expect(explainBadItems(emptyAt(2), 5)).toEqual({
			message: 'Nothing was sent. Items to mend first: 1 of 5. To: item 2',
			description: 'To is empty (item 2). Type a number.',
		});
	});

	test('several fields, reasons and items', () => {
		const items = [
			bad(0, TO_EMPTY, NO_MESSAGE),
			bad(2, TO_SHORT),
			bad(3, NO_FROM, TO_EMPTY),
			bad(7, NO_MESSAGE),
		];
		expect(explainBadItems(items, 9)).toEqual({
			message:
				'Nothing was sent. Items to mend first: 4 of 9. To: items 0, 2 to 3; Message: items 0, 7; From: item 3',
			description:
				'To is empty (items 0, 3). Type a number. Message is empty (items 0, 7). Type the text to send. ' +
				'To has 9 digits (item 2). Type a number. From is empty (item 3). Choose a code.',
		});
	});

	test.each([
		['a pair', [3, 4], 'items 3 to 4'],
		['all of a run', upTo(6), 'items 0 to 5'],
		['one on each side of a gap', [0, 2], 'items 0, 2'],
		['ranges and single ones', [0, 1, 2, 5, 7, 8], 'items 0 to 2, 5, 7 to 8'],
	])('neighbours are drawn together: %s', (_, items, words) => {
		const { message, description } = explainBadItems(emptyAt(...items), 10);
		expect(message.endsWith(`To: ${words}`)).toBe(true);
		expect(description).toBe(`To is empty (${words}). Type a number.`);
	});

	test('an item counts once for a field that has two reasons', () => {
		const { message, description } = explainBadItems([bad(1, TO_EMPTY, TO_SHORT)], 2);
		expect(message).toContain('To: item 1');
		expect(message).not.toContain('1, 1');
		expect(description).toBe(
			'To is empty (item 1). Type a number. To has 9 digits (item 1). Type a number.',
		);
	});

	test('reasons that differ only in how to mend them are told apart', () => {
		const other = { ...TO_EMPTY, mend: 'Ask for one' };
		expect(explainBadItems([bad(0, TO_EMPTY), bad(1, other)], 2).description).toBe(
			'To is empty (item 0). Type a number. To is empty (item 1). Ask for one.',
		);
	});

	test('a reason that holds a "|" stays whole', () => {
		const odd = { field: 'To', what: 'has a "|" in it', mend: 'Type a number' };
		expect(explainBadItems([bad(0, odd)], 1).description).toBe(
			'To has a "|" in it (item 0). Type a number.',
		);
	});

	test.each([
		['ten ranges', upTo(10).map((n) => n * 2), 'items 0, 2, 4, 6, 8, 10, 12, 14, 16, 18'],
		['one more', upTo(11).map((n) => n * 2), 'items 0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 1 more'],
		[
			'many of two',
			upTo(3_000).filter((n) => n % 3 < 2),
			'items 0 to 1, 3 to 4, 6 to 7, 9 to 10, 12 to 13, 15 to 16, 18 to 19, 21 to 22, 24 to 25, 27 to 28 and 1980 more',
		],
	])('of many ranges the first are named: %s', (_, items, words) => {
		expect(explainBadItems(emptyAt(...items), 3_000).message.split('To: ')[1]).toBe(words);
	});

	const odd = (item: number) =>
		bad(item, { field: 'To', what: `contains ${item}`, mend: 'Type it' });

	test.each([
		[10, '(item 9). Type it.'],
		[11, '(item 9). Type it. 1 more reason (item 10).'],
		[13, '(item 9). Type it. 3 more reasons (items 10 to 12).'],
	])('of %i reasons the first ten are told', (count, end) => {
		const { description } = explainBadItems(upTo(count).map(odd), 20);
		expect(description.startsWith('To contains 0 (item 0). Type it. To contains 1')).toBe(true);
		expect(description.endsWith(end)).toBe(true);
	});

	test('an item with two of the other reasons counts once', () => {
		const items = [...upTo(10).map(odd), bad(11, TO_EMPTY, NO_FROM)];
		expect(explainBadItems(items, 20).description.endsWith('2 more reasons (item 11).')).toBe(true);
	});

	test('50,000 items of 100,000, each refused in other words, are told in short', () => {
		const items = upTo(50_000).map((item) => odd(item * 2));
		const started = performance.now();
		const { message, description } = explainBadItems(items, 100_000);
		expect(performance.now() - started).toBeLessThan(3_000);
		expect(message).toContain('50000 of 100000');
		expect(message).toContain('and 49990 more');
		expect(description).toContain('49990 more reasons');
		expect(`${message}${description}`.length).toBeLessThan(1_500);
	});

	test('10,000 bad items are told at once and in short', () => {
		const items = upTo(10_000).map((item) => bad(item, TO_EMPTY, NO_MESSAGE, NO_FROM));
		const started = performance.now();
		const { message, description } = explainBadItems(items, 10_000);

		// 30 ms where nothing else runs; a way of telling them that is quadratic takes far longer than this.
		expect(performance.now() - started).toBeLessThan(3_000);
		expect(message).toContain('10000 of 10000');
		expect(message).toContain('To: items 0 to 9999');
		expect(`${message}${description}`.length).toBeLessThan(500);
	});
});
