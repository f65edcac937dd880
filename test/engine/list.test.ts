import type { IDataObject } from 'n8n-workflow';

import { failureOf, listCodes, listTemplates, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const hundred = Array.from({ length: 100 }, (_, i) => ({ i }));

describe.each([
	{ name: 'Template: List', list: listTemplates, route: 'templates' as const, field: 'id' },
	{ name: 'Code: List', list: listCodes, route: 'codes' as const, field: 'code' },
])('$name', ({ list, route, field }) => {
	const rows = () => harness.livevox.state[route];

	test('gives every row to every item, with one request', async () => {
		const { items } = await harness.run(list, hundred);
		expect(harness.livevox.record.count(route)).toBe(1);
		expect(items).toHaveLength(100 * rows().length);
		items.forEach((item, index) => {
			expect(item.pairedItem).toEqual({ item: Math.floor(index / rows().length) });
			expect(item.json).toEqual(rows()[index % rows().length]);
		});
	});

	test('gives up to Limit rows', async () => {
		const { items } = await harness.run({ ...list, returnAll: false, limit: 2 }, [{}, {}]);
		expect(items.map(({ json }) => json[field])).toEqual(
			[0, 1, 0, 1].map((row) => (rows()[row] as unknown as IDataObject)[field]),
		);
	});

	test('gives nothing of an empty list', async () => {
		rows().length = 0;
		const { items, error } = await harness.run(list, [{}]);
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
	});

	test('takes the filters of each item', async () => {
		const filtered = { ...list, filters: { search: '={{ $json.search }}' } };
		const searched = String((rows()[1] as unknown as IDataObject)[field]);
		const { items } = await harness.run(filtered, [{ search: 'no such row' }, { search: searched }]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(String(items[0]?.json[field])).toBe(searched);
	});

	test.each([
		['a missing field', {}],
		['null in its place', { templates: null, listSmsCodes: null }],
		['an object in its place', { templates: {}, listSmsCodes: {} }],
		['rows that are no objects', { templates: [1], listSmsCodes: ['53063'] }],
		['a bare list', [{ id: 1, code: '1' }]],
	])('fails on a 200 with %s', async (_, body) => {
		harness.livevox.faults.add({ route, kind: 'answer', status: 200, body, carriedOut: true });
		const { items } = await harness.run(list, [{}, {}], { onError: 'continueRegularOutput' });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		for (const item of items) {
			expect(failureOf(item)).toMatchObject({ outcome: 'unknown', httpStatus: 200 });
		}
	});

	test('fails on 202 with a reason, in LiveVox’s words', async () => {
		const body = { code: 77, message: 'Not completely successful' };
		harness.livevox.faults.add({ route, kind: 'answer', status: 202, body, carriedOut: false });
		const { error } = await harness.run(list, [{}]);
		expect(error?.message).toMatch(/^Not completely successful/);
	});
});

describe('Template: List filters', () => {
	const search = async (filters: IDataObject) => {
		const { items } = await harness.run({ ...listTemplates, filters }, [{}]);
		return items.map(({ json }) => Number(json.id));
	};

	test.each([
		[{ search: '75870' }, [75870]],
		[{ search: 'SMS_BLAST' }, [75959]],
		[{ search: 'apitest' }, [75959]],
		[{ search: '' }, [75870, 75959, 74257, 76001, 76002]],
		[{ smsCode: '14155550100' }, [76001]],
		[{ smsCode: 14155550100 }, [76001]],
		[{ smsCode: '1415' }, []],
		[{ smsCode: '53063', search: 'appointment' }, [74257]],
		[{ smsCode: '14155550100', search: 'appointment' }, []],
	])('%j finds %j', async (filters, ids) => {
		expect(await search(filters)).toEqual(ids);
	});

	test('find ids that LiveVox gives as strings', async () => {
		harness.livevox.switches.ids = 'string';
		expect(await search({ search: '75870' })).toEqual([75870]);
	});
});

test('Code: List finds codes by description', async () => {
	const { items } = await harness.run({ ...listCodes, filters: { search: 'collections' } }, [{}]);
	expect(items.map(({ json }) => json.code)).toEqual(['14155550101']);
});

test('a filter that cannot be evaluated stops the run', async () => {
	const filters = { search: '={{ $("No such node").item.json.search }}' };
	const { error } = await harness.run({ ...listTemplates, filters }, [{}]);
	expect(error?.message).toBeTruthy();
});
