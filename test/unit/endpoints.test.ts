import {
	isId,
	isRecord,
	listCodes,
	listPage,
	listTemplates,
	sendSms,
} from '../../nodes/LiveVoxSms/transport/endpoints';

const REQUEST = { from: '53063', to: '4155550123', body: { message: 'Hello' } };
const ROWS = [{ id: 1 }, { id: 2 }];

test('each call asks what LiveVox documents', () => {
	const read = expect.any(Function);

	expect(listTemplates).toStrictEqual({ method: 'GET', path: '/sms/templates', read });
	expect(listCodes).toStrictEqual({ method: 'GET', path: '/sms/codes', read });
	expect(sendSms(REQUEST)).toStrictEqual({ method: 'POST', path: '/sms/', body: REQUEST, read });
	expect(listPage('/configuration/services', 'service', { callCenter: '77', offset: 1000 })).toStrictEqual({
		method: 'GET',
		path: '/configuration/services',
		query: { count: 1000, callCenter: '77', offset: 1000 },
		read,
	});
});

test.each<[string, unknown, unknown]>([
	['a number', 51644325690, 51644325690],
	['a text', '51644325690', '51644325690'],
	['nothing', undefined, undefined],
	['null', null, undefined],
	['an empty text', '', undefined],
	['a blank text', ' ', undefined],
	['an object', {}, undefined],
	['true', true, undefined],
	['Not a Number', NaN, undefined],
])('a transaction id that is %s', (_, transactionId, value) => {
	expect(isId(transactionId)).toBe(value !== undefined);
	expect(sendSms(REQUEST).read({ transactionId })).toBe(value);
});

test.each<[string, unknown, boolean]>([
	['an object', {}, true],
	['null', null, false],
	['a list', [], false],
	['a text', 'x', false],
	['undefined', undefined, false],
	['a function', () => 1, false],
])('%s is a record: %s', (_, value, expected) => {
	expect(isRecord(value)).toBe(expected);
});

describe.each([
	['templates', listTemplates],
	['listSmsCodes', listCodes],
])('the list under %s', (key, call) => {
	test.each<[string, unknown, unknown]>([
		['with rows', ROWS, ROWS],
		['that is empty', [], []],
		['that is missing', undefined, undefined],
		['that is an object', { 0: {} }, undefined],
		['that is a text', 'abc', undefined],
		['with a row that is none', [{ id: 1 }, 'two'], undefined],
		['with null in it', [null], undefined],
		['with a list in it', [[]], undefined],
	])('%s', (_, list, value) => {
		expect(call.read({ [key]: list })).toEqual(value);
	});
});

describe('a page', () => {
	const call = listPage('/configuration/services', 'service', {});

	test.each<[string, unknown, unknown, unknown]>([
		['more to come', ROWS, '/configuration/services?offset=2', { rows: ROWS, isLast: false }],
		['more to come, told by a number', ROWS, 2, { rows: ROWS, isLast: false }],
		['no next', ROWS, undefined, { rows: ROWS, isLast: true }],
		['null as next', ROWS, null, { rows: ROWS, isLast: true }],
		['a blank next', ROWS, ' ', { rows: ROWS, isLast: true }],
		['no rows, whatever next says', [], 'more', { rows: [], isLast: true }],
		['no list', undefined, 'more', undefined],
	])('%s', (_, list, next, page) => {
		expect(call.read({ service: list, next })).toEqual(page);
	});
});
