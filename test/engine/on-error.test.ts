import { failureOf, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

/** Five recipients: the second cannot be a number, the fourth is on LiveVox's do-not-contact list. */
const MIXED = recipients(5).map((item, i) => {
	if (i === 1) return { to: '555', name: 'No number' };
	return i === 3 ? { to: '4155550199', name: 'Suppressed' } : { ...item, name: `Name ${i}` };
});

const FAILURE_KEYS = ['message', 'description', 'outcome', 'httpStatus', 'code'];

describe('On Error = Stop', () => {
	test('sends nothing where an item cannot be sent, and names each with its field', async () => {
		const items = [...MIXED, { to: '' }, { to: '123' }, { to: '456' }];
		const { error } = await harness.run(sendMessage, items);
		expect(harness.reached).toEqual([]);
		expect(error?.message).toBe("Nothing was sent. Fix 4 of 8 items: 'To' (items 1, 5 to 7)");
		expect(error?.description).toContain("'To' is empty (item 5). ");
		expect(error?.context.itemIndex).toBeUndefined();
	});

	test('points n8n to the item where it is the only one that cannot be sent', async () => {
		const { error } = await harness.run(sendMessage, [...recipients(2), { to: '123' }]);
		expect(error?.message).toBe("Nothing was sent. Fix 1 of 3 items: 'To' (item 2)");
		expect(error?.context.itemIndex).toBe(2);
	});

	test('ends at the first message that LiveVox rejects and says how far it came', async () => {
		const items = MIXED.filter(({ to }) => to !== '555');
		const oneByOne = { ...sendMessage, options: { maxConcurrency: 1 } };
		const { error } = await harness.run(oneByOne, items);
		expect(harness.reached).toHaveLength(2);
		expect(error?.message).toMatch(/LiveVox, status 202/);
		expect(error?.description).toContain("Of 4 messages, 2 were accepted and 1 wasn't tried.");
		expect(error?.context.itemIndex).toBe(2);
	});
});

describe('On Error = Continue', () => {
	test('gives good and failed items in the order of the input', async () => {
		const { items, error } = await harness.run(sendMessage, MIXED, {
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(MIXED.map((_, item) => ({ item })));
		expect(items.map(({ json }) => json.status ?? 'failed')).toEqual([
			'accepted',
			'failed',
			'accepted',
			'failed',
			'accepted',
		]);
		for (const index of [1, 3]) {
			expect(Object.keys(items[index]?.json ?? {})).toEqual(['error']);
			expect(Object.keys(failureOf(items[index]))).toEqual(FAILURE_KEYS);
		}
		expect(harness.reached).toHaveLength(3);
	});
});

describe('On Error = Continue (using error output)', () => {
	test('leads failed items to the error branch, beside the fields of the input', async () => {
		const { items, errors, error } = await harness.run(sendMessage, MIXED, {
			onError: 'continueErrorOutput',
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted', 'accepted']);
		expect(errors.map(({ json }) => json.name)).toEqual(['No number', 'Suppressed']);
		expect(errors.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 3 }]);
		expect(failureOf(errors[0])).toMatchObject({
			message: "'To' has 3 digits instead of 10",
			outcome: 'rejected',
			httpStatus: null,
			code: null,
		});
		expect(failureOf(errors[1])).toMatchObject({ outcome: 'rejected', httpStatus: 202 });
		expect(harness.reached).toHaveLength(3);
	});

	test('leads all items there where the credential is gone', async () => {
		harness.engine.credentials.stored.delete('liveVoxApi');
		const { items, errors } = await harness.run(sendMessage, MIXED, {
			onError: 'continueErrorOutput',
		});
		expect(items).toEqual([]);
		expect(errors).toHaveLength(5);
		expect(harness.livevox.record.requests).toEqual([]);
	});
});
