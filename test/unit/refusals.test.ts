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
