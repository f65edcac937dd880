import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { liveVoxNode, plainNode } from './engine';
import { checkSafe, checkWords, DATES, isPolluted, NOTHINGS, polluting, TEXTS, VALUES } from './hostile';
import { locator, recipients, sendMessage, Harness, type NodeRun } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const texts = Object.values(TEXTS);
/** Of a switch, and where there is nothing it stays off. */
const ALLOWED = ['true', 'false', 'undefined', '$json.missing.field'];

/** Parameters in which that field comes from an expression, and what LiveVox's words call the field. */
const fieldFrom = (value: string): Array<[field: RegExp, parameters: IDataObject]> => [
	[/^'From' /, { from: locator(value) }],
	[/^'To' /, { to: value }],
	[/^'Message' /, { message: value }],
	[/^'Template' /, { content: 'template', template: locator(value) }],
	[/^'Service' /, { service: locator(value) }],
	[/^'Account Number' /, { account: value }],
	[/^'Dry Run' /, { options: { dryRun: value } }],
	[/^'(Max Segments|Message)' /, { options: { maxSegments: value } }],
	[/^'Send Once Key' /, { options: { sendOnceKey: value } }],
	[/^'Smart Characters' /, { options: { smartCharacters: value } }],
];

/** What LiveVox was asked to send, as it stands in its record. */
const posted = () => harness.livevox.record.requests.filter(({ route }) => route === 'send').map(({ body }) => body);

/** A value in the field of one item after another; an item is accepted, or its words name the field. */
async function run(field: RegExp, parameters: IDataObject, items: IDataObject[]): Promise<NodeRun> {
	const result = await harness.run({ ...sendMessage, ...parameters }, items, CONTINUE);
	expect(result.error).toBeUndefined();
	expect(result.items.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	for (const item of result.items) {
		if ('error' in item.json) checkWords(item, field);
		else expect(['accepted', 'dryRun', 'skipped']).toContain(item.json.status);
	}
	checkSafe(...result.hints);
	return result;
}

describe('a text that nobody thought of', () => {
	const items = recipients(texts.length).map((item, i) => ({ ...item, value: texts[i]! }));

	test('reaches LiveVox as it is, or is rejected as broken', async () => {
		const broken = /[\ud800-\udbff](?![\udc00-\udfff])|\{\{/;
		const good = texts.filter((text) => !broken.test(text));
		const message = '={{ $json.value }}';
		const options = { maxConcurrency: 1 };
		const { items: output } = await run(/^'Message' contains /, { message, options }, items);
		expect(harness.livevox.record.sent.map((sent) => sent.message)).toEqual(good);
		expect(output.flatMap(({ json }) => json.message ?? [])).toEqual(good);
		expect(texts.length - good.length).toBe(3);
	});

	test.each(fieldFrom('={{ $json.value }}'))(
		'in the field of %s goes out as it is or is rejected by that name',
		async (field, parameters) => {
			await run(field, parameters, items);
			const bodies = posted() as Array<Record<string, unknown>>;
			for (const { from, account } of bodies) {
				if ('from' in parameters) expect(texts.map((text) => text.trim())).toContain(from);
				if ('account' in parameters) expect(texts.map((text) => text.trim())).toContain(account);
			}
		},
	);

	test.each(fieldFrom('={{ $($json.value).item.json.x }}'))(
		'in an expression that fails for %s is not shown as it is',
		async (field, parameters) => {
			// n8n works out all options at once.
			const name = 'options' in parameters ? /^'Options' / : field;
			await run(name, parameters, items);
			expect(posted()).toEqual([]);
		},
	);

	test('as the key of a message is another key than any like it', async () => {
		const options = { sendOnceKey: '={{ $json.key }}' };
		const keys = ['\ud800', '\ud801', '\ufffd', '__proto__', 'constructor'];
		const items = recipients(5).map((item, i) => ({ ...item, key: keys[i]! }));
		await run(/^never$/, { options }, items);
		expect(harness.reached).toHaveLength(5);
	});
});

describe('an expression that gives no text', () => {
	const all = Object.values(VALUES);
	const items = recipients(all.length);
	const byItem = (values: string[]) => `={{ [${values.join(', ')}][$itemIndex] }}`;

	test.each(fieldFrom(byItem(all)))('in the field of %s sends nothing odd', async (field, parameters) => {
		const { items: output } = await run(field, parameters, items);
		const isSwitch = JSON.stringify(parameters).includes('dryRun');
		expect(output.filter(({ json }) => !('error' in json))).toHaveLength(isSwitch ? 2 : 0);
		expect(posted()).toHaveLength(isSwitch ? 1 : 0);
	});

	test.each(fieldFrom(byItem(DATES)))(
		'but a date of n8n in the field of %s is a text or rejected',
		async (field, parameters) => {
			await run(field, parameters, recipients(2));
			const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+([+-]\d\d:\d\d|Z)$/);
			for (const body of posted()) {
				if ('from' in parameters) expect(body).toMatchObject({ from: iso });
				expect(body).not.toHaveProperty('account');
			}
		},
	);

	test.each(fieldFrom(byItem(Object.values(NOTHINGS))))(
		'but nothing at all in the field of %s is empty',
		async (field, parameters) => {
			const { items: output } = await run(field, parameters, recipients(5));
			const isOptional = 'account' in parameters;
			expect(output.filter(({ json }) => !('error' in json))).toHaveLength(isOptional ? 5 : 0);
			for (const body of posted()) expect(body).not.toHaveProperty('account');
		},
	);

	test.each(fieldFrom(byItem(['"x".repeat(100000)', '({})'])))(
		'stops the run by the name of the item and the field of %s',
		async (field, parameters) => {
			const good = { from: '53063', to: '4155550123', service: 100915 };
			const { error } = await harness.run({ ...sendMessage, ...parameters }, [good, good]);
			const words = `${error?.message} ${error?.description}`;
			expect(words).toMatch(new RegExp(field.source.replace('^', '')));
			expect(words).toMatch(/item/);
			checkSafe(error?.message ?? '', error?.description ?? '');
			expect(harness.reached).toEqual([]);
		},
	);

	test.each(['maxConcurrency', 'messagesPerSecond', 'timeout', 'maxRateLimitWait', 'resendUnknown'])(
		'for %s sends nothing',
		async (option) => {
			const odd = { ...VALUES, ...NOTHINGS, 'a text': '"x\\u202e"' };
			for (const [name, value] of Object.entries(odd)) {
				if (option === 'resendUnknown' && ALLOWED.includes(value)) continue;
				const options = { [option]: `={{ ${value} }}` };
				const { error } = await harness.run({ ...sendMessage, options }, recipients(1));
				expect(`${name}: ${error?.message}`).toMatch(/^.*: '(Max|Messages|Timeout|Resend)/);
				checkSafe(error?.message ?? '', error?.description ?? '');
			}
			expect(posted()).toEqual([]);
		},
	);

	test.each(['Hello {{ $json.customer }}', '{{ $json.customer }}!', '{{ String($json.customer) }}'])(
		'inside a text is rejected: %s',
		async (text) => {
			const items = [{ to: '4155550123', customer: { name: 'Ann' } }];
			await run(/^'Message' contains an object/, { message: `=${text}` }, items);
			await run(/^'Account Number' /, { account: `=${text}` }, items);
			await run(/^'Send Once Key' /, { options: { sendOnceKey: `=${text}` } }, items);
			expect(posted()).toEqual([]);
		},
	);
});

describe('an item of an unusual shape', () => {
	test('with keys that every object has, or thousands of them', async () => {
		const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key ${i}`, i]));
		const items = [polluting('{"to":"4155550123"}'), { ...many, to: '4155550124' }];
		await run(/^never$/, {}, items);
		expect(harness.reached.sort()).toEqual(['4155550123', '4155550124']);
		expect(isPolluted()).toBe(false);
	});

	test.each(['$json.__proto__', '$json["constructor"]', '$json.toString', '({}).constructor'])(
		'from which an expression takes %s',
		async (value) => {
			await run(/^'To' /, { to: `={{ ${value} }}` }, [polluting('{"to":"4155550123"}'), {}]);
			expect(posted()).toEqual([]);
			expect(isPolluted()).toBe(false);
		},
	);

	test('that is empty, or has nothing but a file', async () => {
		const file = { data: 'AA==', mimeType: 'application/octet-stream', fileName: '\u202etxt.exe' };
		const inputs = [{ json: {} }, { json: {}, binary: { file } }] as INodeExecutionData[];
		const parameters = { ...sendMessage, to: '415-555-0123' } as never;
		const execution = harness.engine.execute({
			nodes: [plainNode('Trigger', 'n8n-nodes-base.manualTrigger'), liveVoxNode({ parameters })],
			connections: { Trigger: { main: [[{ node: 'LiveVox SMS', type: 'main', index: 0 }]] } },
			pinData: { Trigger: inputs },
		});
		const { items } = await harness.result(execution);
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
		expect(items.every(({ binary }) => binary === undefined)).toBe(true);
	});
});
