import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { contains } from '../../nodes/LiveVoxSms/actions/list';

const TEMPLATE = {
	id: 75870,
	description: 'Payment Reminder',
	message: 'Your payment is due',
	smsCode: '53063',
	active: false,
};
const FIELDS = ['id', 'description', 'message'];

test.each<[string, string | undefined, boolean]>([
	['nothing is in every row', '', true],
	['unset as well', undefined, true],
	['the start of a field', 'Payment', true],
	['the middle of a field', 'ment rem', true],
	['upper and lower case alike', 'YOUR PAYMENT', true],
	['a piece of a number', '587', true],
	['a text that no field holds', 'appointment', false],
	['a text of another field', '53063', false],
	['a text across two fields', 'Reminder Your', false],
	['signs that mean something to a regular expression', '.*', false],
])('%s', (_, searched, expected) => {
	expect(contains(TEMPLATE, FIELDS, searched)).toBe(expected);
});

test.each<[string, object]>([
	['missing', {}],
	['null', { description: null }],
])('a field that is %s holds no text', (_, row) => {
	expect(contains({ ...row }, ['description'], 'null')).toBe(false);
	expect(contains({ ...row }, ['description'], 'undefined')).toBe(false);
	expect(contains({ ...row }, ['description'], '')).toBe(true);
});

test('a field that is false or 0 does', () => {
	expect(contains(TEMPLATE, ['active'], 'false')).toBe(true);
	expect(contains({ id: 0 }, ['id'], '0')).toBe(true);
});

it('finds any piece of any field, and nothing in what is no text', () => {
	const field = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.integer());
	const lower = (text: unknown) => String(text).toLowerCase();
	fc.assert(
		fc.property(field, fc.jsonValue(), fc.nat(), fc.string(), (description, odd, from, other) => {
			const row = JSON.parse(JSON.stringify({ description, message: odd })) as IDataObject;
			const piece = String(row.description).slice(from % 10, (from % 10) + 5);
			expect(contains(row, ['description', 'message'], piece)).toBe(true);
			expect(contains(row, ['description'], other)).toBe(lower(row.description).includes(lower(other)));
			if (typeof odd === 'object') expect(contains(row, ['message'], `${other}x`)).toBe(false);
		}),
		{ seed: 24, numRuns: 1000 },
	);
});
