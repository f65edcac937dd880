import type { IDataObject } from 'n8n-workflow';

import { aboutMessages, hints as hintWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { listCodes, locator, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const hintsOf = async (parameters: IDataObject, items = recipients(1), settings = {}) =>
	(await harness.run({ ...sendMessage, ...parameters }, items, settings)).hints.join('\n');

test('an ordinary message needs no hint', async () => {
	expect(await hintsOf({})).toBe('');
});

test('what is odd in messages is in one group, which n8n can show as one line; the sum of the execution is not', async () => {
	const { run } = await harness.run({ ...sendMessage, message: "={{ 'It’s ' + $json.nothing }}" }, recipients(2));
	const hints = run.data.resultData.runData['LiveVox SMS']?.at(-1)?.hints ?? [];
	const groups = hints.map((hint) => (hint as { group?: object }).group);
	expect(groups).toEqual([...Array(groups.length - 1).fill(aboutMessages), undefined]);
	expect(groups.length).toBeGreaterThan(1);
	expect(hints.at(-1)?.message).toContain('2 messages: 2 accepted');
});

describe('a From that is not the code of the template', () => {
	const template = { content: 'template', template: locator('={{ $json.template }}') };
	const items = recipients(4).map((item, i) => ({ ...item, template: i === 2 ? 74257 : 76001 }));

	test('is sent, and the hint names both codes and the items', async () => {
		const hints = await hintsOf(template, items);
		expect(hints).toContain('53063 with template 76001, whose code is 14155550100 (items 0 to 1, 3)');
		expect(hints).not.toContain('74257');
		expect(harness.reached).toHaveLength(4);
	});

	test('is not hinted at where From is left to the template', async () => {
		expect(await hintsOf({ ...template, from: locator('') }, items)).not.toContain("'From' isn't");
	});
});

describe('a text that one character makes UCS-2', () => {
	test('names the character and the option that replaces it', async () => {
		const hints = await hintsOf({ message: 'It’s tomorrow. That’s all.' }, recipients(2));
		expect(hints).toContain('"’", right single quotation mark (U+2019) (items 0 to 1)');
		expect(hints).toContain("Set 'Smart Characters' to Replace, or use another");
	});

	test('that has no plain equal is to be left out', async () => {
		expect(await hintsOf({ message: 'See you ☺' })).toContain('Remove it');
	});

	test('that nobody sees is called invisible, and Replace removes it', async () => {
		const hints = await hintsOf({ message: 'See you\u200b' });
		expect(hints).toContain('an invisible character, zero width space (U+200B) (item 0)');
		expect(hints).toContain("Set 'Smart Characters' to Replace, or use another character.");
		const options = { smartCharacters: 'replace' };
		expect(await hintsOf({ message: 'See you\u200b', options })).toBe('');
		expect(harness.livevox.record.sent.at(-1)).toMatchObject({ message: 'See you' });
	});

	test.each([
		['two such characters', { message: '“Hello”' }],
		['the option set', { message: 'It’s', options: { smartCharacters: 'replace' } }],
		['none', { message: "It's" }],
	])('is not hinted at with %s', async (_, parameters) => {
		expect(await hintsOf(parameters)).toBe('');
	});
});

describe('a word for nothing', () => {
	const byItem = (parameter: string, names: unknown[]) =>
		hintsOf(
			{ message: parameter },
			recipients(names.length).map((item, i) => ({ ...item, name: names[i] as string })),
		);

	test('that an expression left is named once for the run, with its items', async () => {
		const names = ['Ann', 'undefined', 'null', 'NaN', 'undefined'];
		const hints = await byItem('=Hello {{ $json.name }}, we open at 9', names);
		expect(hints).toContain('undefined (items 1, 4); null (item 2); NaN (item 3)');
		expect(hints.match(/returned no value/g)).toHaveLength(1);
		expect(harness.reached).toHaveLength(5);
	});

	test.each([
		['in a text that is no expression', 'This is null, undefined and NaN'],
		['that stands beside the expression', '=Your null contract, {{ $json.name }}'],
		['in a longer word', '={{ $json.name }} annulled nullable undefinedness NaNcy'],
		['of law', '={{ $json.name + " is null and void" }}'],
	])('is not hinted at %s', async (_, message) => {
		expect(await byItem(message, ['Ann'])).toBe('');
	});
});

describe('a phone number that nobody has', () => {
	test('is named with its items', async () => {
		const items = recipients(3).map((item, i) => ({ ...item, call: i ? '(555) 555-5555' : '' }));
		const hints = await hintsOf({ message: '=Call {{ $json.call || "123-456-7890" }}' }, items);
		expect(hints).toContain('123-456-7890 (item 0); (555) 555-5555 (items 1 to 2)');
	});

	test.each(['Call (415) 555-0123', 'Call 1-800-555-0199', 'Order 5555555555', 'On 2026-12-31'])(
		'is not hinted at with %s',
		async (message) => expect(await hintsOf({ message })).toBe(''),
	);
});

describe('templates that LiveVox does not list', () => {
	test('cost their figures and not the message', async () => {
		harness.livevox.faults.add({ route: 'templates', kind: 'status', status: 500 });
		const parameters = { ...sendMessage, content: 'template', template: locator(74257) };
		const { items, hints } = await harness.run(parameters, recipients(1));
		expect(items[0]?.json.status).toBe('accepted');
		expect(items[0]?.json).not.toHaveProperty('segments');
		expect(hints.join()).toContain('Segment counts for templates are unknown');
	});

	test('hold back a message whose length is limited', async () => {
		harness.livevox.faults.add({ route: 'templates', kind: 'status', status: 500 });
		const parameters = {
			...sendMessage,
			content: 'template',
			template: locator(74257),
			options: { maxSegments: 2 },
		};
		const { error } = await harness.run(parameters, recipients(1));
		expect(error?.message).toContain('status 500');
		expect(harness.livevox.record.count('send')).toBe(0);
	});
});

describe('the password of the credential', () => {
	const user = () => harness.livevox.state.accounts.find(({ userName }) => userName === 'demo.user')!;

	test.each([
		[0, 'expires today'],
		[1, 'expires in 1 day ('],
		[14, 'expires in 14 days'],
	])('expires in %i days: said on the run that logs in and on the next', async (days, words) => {
		user().daysUntilPasswordExpires = days;
		expect(await hintsOf({})).toContain(words);
		expect(await hintsOf({})).toContain('expires');
		expect(harness.livevox.record.logins).toHaveLength(1);
		const { hints } = await harness.run(listCodes, [{}]);
		expect(hints.join()).toContain('The password in the LiveVox API credential expires');
	});

	test.each([[15], [undefined]])('expires in %p days: nothing to say', async (days) => {
		user().daysUntilPasswordExpires = days!;
		expect(await hintsOf({})).toBe('');
	});
});

describe('settings of n8n', () => {
	test.each(['continueRegularOutput', 'continueErrorOutput'])('Retry On Fail with %s', async (onError) => {
		const settings = { onError, retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		expect(await hintsOf({}, recipients(1), settings)).toContain(hintWords.retryOnFail);
	});

	test('Retry On Fail with Stop Workflow is as it should be', async () => {
		expect(await hintsOf({}, recipients(1), { retryOnFail: true })).toBe('');
	});
});
