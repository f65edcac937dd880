import type { IDataObject } from 'n8n-workflow';

import { jsonIn } from '../package/markdown';
import { listCodes, listTemplates, locator, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const ONE = [{ to: '(415) 555-0123' }];
const WENDY = { name: 'Wendy Chen', phone: '(415) 555-0199', account: '13235' };
const onContinue = { onError: 'continueRegularOutput' } as const;

/** `test/package/snippets.test.ts` holds the sentences to the node's own; a transaction ID is another each time. */
const ANY_SENTENCE = expect.any(String) as unknown;
const withoutSentences = (json: unknown): unknown =>
	JSON.parse(JSON.stringify(json), (key, value: unknown) => {
		if (key === 'description' || key === 'reason') return ANY_SENTENCE;
		if (key === 'transactionId') return expect.any(Number);
		if (key === 'error') return { ...(value as object), message: ANY_SENTENCE };
		return value;
	});

async function sends(more: IDataObject, items: IDataObject[] = ONE): Promise<unknown> {
	const { items: output } = await harness.run({ ...sendMessage, ...more }, items, onContinue);
	return output[0]?.json;
}

const cases: Array<[string, string, number, () => Promise<unknown>]> = [
	['README.md', 'an accepted message', 0, async () => await sends({ account: '13213' })],
	[
		'README.md',
		'a template',
		1,
		async () => {
			const { items } = await harness.run({ ...listTemplates, filters: { search: '74257' } }, [{}]);
			return items[0]?.json;
		},
	],
	['README.md', 'a code', 2, async () => (await harness.run(listCodes, [{}])).items[0]?.json],
	[
		'docs/sending.md',
		'a skipped message',
		0,
		async () => {
			await sends({ options: { sendOnceKey: 'A-1' } });
			return await sends({ options: { sendOnceKey: 'A-1' } });
		},
	],
	['docs/sending.md', 'an invalid item', 1, async () => await sends({}, [{ to: '41555501' }])],
	[
		'docs/sending.md',
		'a rejected message',
		2,
		async () => {
			const parameters = { ...sendMessage, to: '={{ $json.phone }}' };
			const { errors } = await harness.run(parameters, [WENDY], { onError: 'continueErrorOutput' });
			return errors[0]?.json;
		},
	],
	[
		'docs/sending.md',
		'an unknown message',
		3,
		async () => {
			harness.livevox.faults.add({ route: 'send', kind: 'resetAfter', on: 1 });
			return await sends({});
		},
	],
	[
		'docs/sending.md',
		'a dry run',
		4,
		async () => {
			const template = { content: 'template', template: locator('74257'), options: { dryRun: true } };
			return await sends(template);
		},
	],
];

test.each(cases)('%s shows %s as it comes out', async (file, _, index, run) => {
	expect(await run()).toEqual(withoutSentences(jsonIn(file)[index]));
});
