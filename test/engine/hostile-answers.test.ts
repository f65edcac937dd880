import type { IDataObject } from 'n8n-workflow';

import { checkSafe, checkWords, isPolluted, NOTHINGS, polluting, TEXTS, VALUES } from './hostile';
import { failureOf, listCodes, listTemplates, locator, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const texts = Object.values(TEXTS);
const byItem = (values: string[]) => `={{ [${values.join(', ')}][$itemIndex] }}`;

/** LiveVox's answer on a route, whatever was asked. */
const answer = (route: 'login' | 'templates' | 'codes' | 'send' | 'services', body: unknown) =>
	harness.livevox.faults.add({ route, kind: 'answer', status: 200, body, carriedOut: true });

describe.each([
	['Template: List', listTemplates, 'search', 'Search', 'APItest'],
	['Template: List', listTemplates, 'smsCode', 'SMS Code', '53063'],
	['Code: List', listCodes, 'search', 'Search', '53063'],
])('a filter of %s', (_, list, filter, name, good) => {
	const filtered = (value: string): IDataObject => ({ ...list, filters: { [filter]: value } });

	test(`finds by ${name} just what holds the text`, async () => {
		const rows = texts.map((text, i) => ({ id: i + 1, code: text.trim(), smsCode: text.trim() }));
		answer('templates', { templates: rows.map((row) => ({ ...row, message: row.code })) });
		answer('codes', { listSmsCodes: rows });
		const inputs = [...texts, 'nowhere \ud800'].map((value) => ({ value }));
		const { items } = await harness.run(filtered('={{ $json.value }}'), inputs);
		const found = items.map(({ json, pairedItem }) => [json.code, pairedItem]);
		texts.forEach((text, item) => expect(found).toContainEqual([text.trim(), { item }]));
		expect(JSON.stringify(found)).not.toContain(`"item":${texts.length}`);
	});

	test(`that gives no text is rejected by the name ${name}, for its item alone`, async () => {
		const values = [...Object.values(VALUES), JSON.stringify(good)];
		const inputs = values.map(() => ({}));
		const { items } = await harness.run(filtered(byItem(values)), inputs, CONTINUE);
		const found = items.filter(({ json }) => !('error' in json));
		expect(found.length).toBeGreaterThan(0);
		for (const { pairedItem } of found) expect(pairedItem).toEqual({ item: values.length - 1 });
		for (const item of items.filter((item) => !found.includes(item))) {
			checkWords(item, new RegExp(`^'${name}' isn't text`));
		}
		const { error } = await harness.run(filtered(byItem(['"x"', '[]'])), [{}, {}]);
		expect([error?.message, error?.context.itemIndex]).toEqual([`'${name}' isn't text`, 1]);
	});

	test(`that gives nothing for ${name} finds everything`, async () => {
		const values = Object.values(NOTHINGS);
		const { items } = await harness.run(
			filtered(byItem(values)),
			values.map(() => ({})),
		);
		const rows = filter === 'smsCode' || list === listTemplates ? 'templates' : 'codes';
		expect(items).toHaveLength(values.length * harness.livevox.state[rows].length);
	});
});

test.each([
	['Limit', { returnAll: false, limit: byItem([...Object.values(VALUES), '0', '-1', '1.5', '""']) }],
	['Return All', { returnAll: byItem(Object.values(VALUES).filter((v) => !/true|false/.test(v))) }],
])('%s that is none is rejected by that name', async (name, parameters) => {
	const inputs = Array.from({ length: 30 }, () => ({}));
	const { items } = await harness.run({ ...listTemplates, ...parameters }, inputs, CONTINUE);
	const rejected = items.filter(({ json }) => 'error' in json);
	expect(rejected.length).toBeGreaterThan(10);
	for (const item of rejected) checkWords(item, new RegExp(`^'${name}' must be `));
});

describe('an answer of LiveVox with keys that every object has, or rows of an odd kind', () => {
	const odd = { toString: null, valueOf: 1 };
	const rows = [
		polluting('{"id":74257,"code":"53063","smsCode":"53063","message":"Hello","serviceId":1}'),
		{ id: odd, code: odd, smsCode: odd, message: odd, description: odd, serviceId: odd, name: odd },
		{},
	];
	beforeEach(() => {
		harness.engine.checksOutputs = false;
		answer('templates', polluting(JSON.stringify({ templates: rows })));
		answer('codes', polluting(JSON.stringify({ listSmsCodes: rows })));
		answer('services', polluting(JSON.stringify({ service: rows })));
	});
	afterEach(() => {
		harness.engine.checksOutputs = true;
		expect(isPolluted()).toBe(false);
	});

	test.each([listTemplates, listCodes])('is a list as it is', async (list) => {
		const { items } = await harness.run(list, [{}]);
		expect(items).toHaveLength(rows.length);
		const { items: found } = await harness.run({ ...list, filters: { search: '53063' } }, [{}]);
		expect(found.length).toBeLessThan(2);
	});

	test.each(['searchCodes', 'searchTemplates', 'searchServices'])('fills %s', async (method) => {
		const { results } = await harness.engine.listSearch(method);
		expect(results.length).toBeGreaterThan(0);
		for (const { name } of results) expect(name).not.toMatch(/object|undefined|null/);
	});

	test('gives a template its code, and a dry run its names', async () => {
		const template = { content: 'template', template: locator(74257), from: locator('') };
		const options = { dryRun: '={{ $json.dry }}' };
		const items = recipients(2).map((item, i) => ({ ...item, dry: i === 0 }));
		const { items: output } = await harness.run({ ...sendMessage, ...template, options }, items);
		expect(output[0]?.json).toMatchObject({ status: 'dryRun', resolved: { from: '53063' } });
		expect(output[1]?.json).toMatchObject({ status: 'accepted', from: '53063' });
	});

	test.each(['{"id":1}', '{"transactionId":{"toString":1}}', '{"transactionId":[1]}'])(
		'is no acceptance: %s',
		async (body) => {
			answer('send', polluting(body));
			const { items } = await harness.run(sendMessage, recipients(1), CONTINUE);
			expect(failureOf(items[0])).toMatchObject({ outcome: 'unknown', httpStatus: 200 });
		},
	);
});

test('LiveVox’s words are shown with nothing in them that turns their direction, and cut', async () => {
	for (const message of texts) {
		harness.livevox.faults.clear();
		harness.livevox.faults.add({ route: 'send', kind: 'status', status: 400, body: { message } });
		const startedAt = performance.now();
		const { items } = await harness.run(sendMessage, recipients(1), CONTINUE);
		expect(performance.now() - startedAt).toBeLessThan(2000);
		checkSafe(failureOf(items[0]).message, failureOf(items[0]).description);
	}
});

test.each(['a\nb', 'ü', '\ud83d', ' ', 'a\0'])('a session that no header takes: %j', async (sessionId) => {
	answer('login', { sessionId });
	const { items } = await harness.run(sendMessage, recipients(2), CONTINUE);
	for (const item of items) {
		expect(failureOf(item).message).toMatch(/^LiveVox rejected the login: no reason given$/);
		expect(failureOf(item).outcome).toBe('rejected');
	}
	expect(harness.livevox.record.count('send')).toBe(0);
});
