import type { IDataObject } from 'n8n-workflow';

import { PASTED_ACCOUNTS, PASTED_SENDERS, type PastedCode } from '../pasted/codes';
import { PASTED_NUMBERS } from '../pasted/numbers';
import { PASTED_TEXTS } from '../pasted/texts';
import { failureOf, locator, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Sends each value in that field, and says how it ended: what went out, or the message of its issue. */
async function sendAll(parameters: IDataObject, values: unknown[], field: 'to' | 'from' | 'account') {
	const items = values.map((value, i) => ({ ...recipients(i + 1)[i], value: value as string }));
	const { items: output, error } = await harness.run({ ...sendMessage, ...parameters }, items, CONTINUE);
	expect(error).toBeUndefined();
	return output.map((item) => (item.json.status === 'accepted' ? item.json[field] : failureOf(item).message));
}

/** The bodies that LiveVox received. */
const bodies = () => harness.livevox.record.requests.filter(({ route }) => route === 'send').map(({ body }) => body);

test('To: each value becomes the number that was written, or has the words of its issue', async () => {
	const values = PASTED_NUMBERS.map(({ value }) => value);
	const results = await sendAll({ to: '={{ $json.value }}' }, values, 'to');
	PASTED_NUMBERS.forEach(({ name, expected }, i) => {
		const said = typeof expected === 'string' ? expected : expect.stringMatching(expected);
		expect([name, results[i]]).toEqual([name, said]);
	});
	const numbers = PASTED_NUMBERS.flatMap(({ expected }) => (typeof expected === 'string' ? [expected] : []));
	expect(harness.livevox.record.sent.map(({ to }) => to).sort()).toEqual(numbers.sort());
});

test('To: an expression left in a Fixed field', async () => {
	const { error } = await harness.run({ ...sendMessage, to: '{{ $json.to }}' }, recipients(2));
	expect(error?.description).toMatch(/^'To' contains an expression that n8n didn't evaluate/);
	expect(bodies()).toEqual([]);
});

test('To: a field that the item does not have', async () => {
	const { error } = await harness.run({ ...sendMessage, to: '={{ $json.phone }}' }, recipients(1));
	expect(error?.description).toMatch(/^'To' is empty.*check what the expression returns/);
});

async function checkCodes(field: 'from' | 'account', table: PastedCode[], parameters: IDataObject) {
	const values = table.map(([, value]) => value);
	await sendAll(parameters, values, field);
	// The simulator, as LiveVox, rejects codes that it does not have: what counts is what was asked of it.
	const asked = (bodies() as IDataObject[]).map((body) => body[field]).sort();
	const expected = table.flatMap(([, , sent]) => (typeof sent === 'string' ? [sent] : []));
	expect(asked).toEqual(expected.sort());
}

test('From: what goes out is digits, and nothing else is asked of LiveVox', async () => {
	await checkCodes('from', PASTED_SENDERS, { from: locator('={{ $json.value }}') });
});

test('Account Number: what goes out is what was written, and nothing that went wrong', async () => {
	harness.logInAsAgent();
	await checkCodes('account', PASTED_ACCOUNTS, { account: '={{ $json.value }}' });
});

test('Message: what is broken is rejected, and all else goes out as it was written', async () => {
	const texts = PASTED_TEXTS.map(([, text]) => text);
	const items = texts.map((text, i) => ({ ...recipients(i + 1)[i], text: text as string }));
	const parameters = { ...sendMessage, message: '={{ $json.text }}' };
	const { items: output } = await harness.run(parameters, items, CONTINUE);
	PASTED_TEXTS.forEach(([name, text, issue], i) => {
		const { json } = output[i]!;
		const said = issue ? failureOf(output[i]).message : json.message;
		expect([name, said]).toEqual([name, issue ? expect.stringMatching(issue) : String(text)]);
	});
	expect(bodies()).toHaveLength(PASTED_TEXTS.filter(([, , issue]) => !issue).length);
});

describe('a ten-digit From', () => {
	const from = locator('(415) 555-0100');

	test('goes out as a template’s code, where templates are read', async () => {
		const parameters = { ...sendMessage, from, content: 'template', template: locator(76001) };
		const { items, hints } = await harness.run(parameters, recipients(1));
		expect(items[0]?.json).toMatchObject({ status: 'accepted', from: '14155550100' });
		expect(hints.join()).not.toContain("'From'");
	});

	test('is the listed code in a dry run, which says so', async () => {
		const parameters = { ...sendMessage, from, options: { dryRun: true } };
		const { items, hints } = await harness.run(parameters, recipients(1));
		expect(items[0]?.json).toMatchObject({ request: { from: '14155550100' } });
		expect(hints.join()).not.toContain("doesn't list");
		expect(hints.join()).toContain("4155550100 is 14155550100 (item 0). Enter 'From' that way");
	});
});
