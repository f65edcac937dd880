import type { IDataObject } from 'n8n-workflow';

import { fieldIssues, hints as hintWords, skipReasons, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { failureOf, recipients, sendMessage, Harness, type NodeRun } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const ITEMS = recipients(10);
const numberOf = (item: number) => String(ITEMS[item]!.to);
const without = (list: string, options: IDataObject = {}): IDataObject => ({
	...sendMessage,
	options: { doNotSendTo: list, ...options },
});
const statuses = ({ items }: NodeRun) => items.map(({ json }) => json.status ?? failureOf({ json }).outcome);

describe('Do Not Send To', () => {
	const SECOND_AND_FIFTH = `={{ ["${numberOf(1)}", "+1 ${numberOf(4)}"] }}`;
	const EXPECTED = ITEMS.map((_, item) => (item === 1 || item === 4 ? 'skipped' : 'accepted'));

	test.each([
		['a list', SECOND_AND_FIFTH],
		['text with commas', `${numberOf(1)}, ${numberOf(4).replace(/(...)(...)(....)/, '($1) $2-$3')}`],
		['text with lines', `=${numberOf(1)}\n{{ "${numberOf(4)}" }}\n`],
	])('skips the numbers of %s and says so', async (_, list) => {
		const result = await harness.run(without(list), ITEMS);
		expect(statuses(result)).toEqual(EXPECTED);
		expect(result.items[1]!.json).toMatchObject({ to: numberOf(1), reason: skipReasons.excluded });
		expect(new Set(harness.reached)).toEqual(
			new Set(ITEMS.map(({ to }) => to).filter((_to, item) => EXPECTED[item] === 'accepted')),
		);
		expect(result.hints.join()).toContain("8 accepted, 2 skipped ('Do Not Send To')");
	});

	test('is evaluated for the first item alone', async () => {
		const list = '={{ $itemIndex === 0 ? "" : $json.to }}';
		const { items } = await harness.run(without(list), ITEMS);
		expect(items.filter(({ json }) => json.status === 'accepted')).toHaveLength(10);
	});

	test('shows in a Dry Run', async () => {
		const result = await harness.run(without(SECOND_AND_FIFTH, { dryRun: true }), ITEMS);
		expect(statuses(result)).toEqual(EXPECTED.map((status) => (status === 'accepted' ? 'dryRun' : status)));
		expect(harness.reached).toEqual([]);
	});

	test('takes no Send Once Key: another number with the same one gets the message, and this one when it is off the list', async () => {
		const once = { sendOnceKey: '={{ "appointment 1" }}' };
		const first = await harness.run(without(numberOf(0), once), ITEMS.slice(0, 2));
		expect(statuses(first)).toEqual(['skipped', 'accepted']);
		const key = { sendOnceKey: '={{ $json.to }}' };
		await harness.run(without(numberOf(5), key), ITEMS.slice(5, 6));
		const later = await harness.run(without('', key), ITEMS.slice(5, 6));
		expect(statuses(later)).toEqual(['accepted']);
	});

	test('what was accepted before the number was on the list stays accepted in a retry', async () => {
		harness.livevox.faults.add({ route: 'send', on: 4, kind: 'status', status: 409 });
		const options = { maxConcurrency: 1 };
		const failed = await harness.run(without(numberOf(9), options), ITEMS);
		const retried = await harness.retry(failed, without(`${numberOf(0)},${numberOf(9)}`, options), ITEMS);
		expect(retried.items[0]!.json).toMatchObject({ status: 'accepted', alreadySent: true });
		expect(statuses(retried)).toEqual(ITEMS.map((_, item) => (item === 9 ? 'skipped' : 'accepted')));
		expect(harness.reached).toHaveLength(9);
	});

	test('counts what is no number in a hint', async () => {
		const { hints, items } = await harness.run(without(`phone, ${numberOf(1)}, +44 20 7946 0018`), ITEMS);
		expect(hints).toContain(hintWords.doNotSendToInvalid(2));
		expect(items[1]!.json.status).toBe('skipped');
	});

	test('says that nobody is skipped if it is empty', async () => {
		const { hints } = await harness.run(without('={{ $json.nothing }}'), ITEMS);
		expect(hints).toContain(hintWords.doNotSendToEmpty);
		expect((await harness.run(sendMessage, ITEMS)).hints.join()).not.toContain('Do Not Send To');
	});

	test('sends nothing if the list cannot be read', async () => {
		const { error } = await harness.run(without("={{ $('No such node').all() }}"), ITEMS);
		expect(error?.message).toContain("'Do Not Send To' has an expression that couldn't be evaluated");
		expect(error?.description).toContain('Nothing was sent.');
		expect(harness.livevox.record.count('send')).toBe(0);
	});
});

describe('Only Send To', () => {
	const WORDS = toWords(`'To' ${fieldIssues.toNotAllowed}`);

	const allow = (onlySendTo: string) => harness.changeCredential({ onlySendTo });

	test('all numbers are allowed if it is empty', async () => {
		allow(' \n');
		expect(statuses(await harness.run(sendMessage, ITEMS))).toEqual(ITEMS.map(() => 'accepted'));
	});

	test.each([
		['the node', {}],
		['a dry run', { options: { dryRun: true } }],
		['an expression in To', { to: '={{ "1" + $json.to }}' }],
		['a template', { content: 'template', template: '76001' }],
	])('holds in %s: without a request, one item with another number stops all', async (_, parameters) => {
		allow(`(500) 555-0100\n${numberOf(2)}`);
		const { error } = await harness.run({ ...sendMessage, ...parameters }, ITEMS.slice(0, 3));
		expect(error?.description).toContain(WORDS.message);
		expect(harness.livevox.record.count('send')).toBe(0);
	});

	test('with On Error = Continue the others go out, and the item says what to do', async () => {
		allow(`(500) 555-0100\n${numberOf(2)}`);
		const result = await harness.run(sendMessage, ITEMS.slice(0, 3), CONTINUE);
		expect(statuses(result)).toEqual(['accepted', 'rejected', 'accepted']);
		expect(failureOf(result.items[1]).message).toBe(WORDS.message);
		expect(failureOf(result.items[1]).description).toContain(WORDS.description);
		expect(harness.reached.sort()).toEqual([numberOf(0), numberOf(2)]);
	});

	test('nothing goes out if it has something else than numbers', async () => {
		allow(`${numberOf(0)}, none`);
		const { items } = await harness.run(sendMessage, ITEMS.slice(0, 1), CONTINUE);
		expect(failureOf(items[0]).message).toBe(
			"'Only Send To' in the LiveVox API credential has 1 value that isn't a phone number",
		);
		const { error } = await harness.run(sendMessage, ITEMS.slice(0, 1));
		expect(error?.message).toContain('Nothing was sent.');
		expect(harness.livevox.record.requests).toHaveLength(0);
	});
});
