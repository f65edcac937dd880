import type { INode } from 'n8n-workflow';

import { notAttempted, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { failureOf, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const ITEMS = recipients(20);
const numbers = ITEMS.map(({ to }) => String(to));
const SUPPRESSED = '4155550199';

const twice = () => harness.reached.filter((to, index) => harness.reached.indexOf(to) !== index);

const retryOnFail = (onError: INode['onError'], maxTries: number): Partial<INode> => ({
	...(onError && { onError }),
	retryOnFail: true,
	maxTries,
	waitBetweenTries: 1,
});

/** 20 recipients, one of whom LiveVox rejects. */
const withRejected = (index: number) => ITEMS.map((item, i) => (i === index ? { to: SUPPRESSED } : item));

describe('Retry On Fail', () => {
	describe.each(ON_ERROR)('with On Error = %s', (onError) => {
		test.each([0, 10, 19])('repeats nobody when item %i is rejected each time', async (index) => {
			const { items } = await harness.run(sendMessage, withRejected(index), retryOnFail(onError, 3));
			expect(twice()).toEqual([]);
			const others = numbers.filter((_, i) => i !== index);
			if (onError === 'stopWorkflow') {
				// What is not reached is not lost: it is what a later retry sends.
				expect(others).toEqual(expect.arrayContaining(harness.reached));
			} else {
				expect([...harness.reached].sort()).toEqual([...others].sort());
				const sent = items.filter(({ json }) => json.status === 'accepted');
				expect(sent).toHaveLength(19);
			}
		});

		test.each([0, 10, 19])('reaches everyone when item %i fails once', async (index) => {
			const body = { code: 9, message: 'Not now' };
			harness.livevox.faults.add({ route: 'send', on: index + 1, kind: 'status', status: 409, body });
			const { items, errors } = await harness.run(
				{ ...sendMessage, options: { maxConcurrency: 1 } },
				ITEMS,
				retryOnFail(onError, 3),
			);
			expect(twice()).toEqual([]);
			// In a Continue mode n8n looks at the first item alone to decide whether to run the node again.
			if (onError === 'stopWorkflow' || (onError === 'continueRegularOutput' && index === 0)) {
				expect([...harness.reached].sort()).toEqual([...numbers].sort());
				expect(items.map(({ json }) => json.to)).toEqual(numbers);
				const ids = new Map(harness.livevox.record.sent.map(({ to, transactionId }) => [to, transactionId]));
				for (const { json } of items) expect(json.transactionId).toBe(ids.get(String(json.to)));
			} else {
				expect(items.length + errors.length).toBe(20);
			}
		});
	});

	test('sends an unknown message no second time', async () => {
		harness.livevox.faults.add({ route: 'send', on: 5, kind: 'resetAfter' });
		const { error } = await harness.run(sendMessage, ITEMS, retryOnFail('stopWorkflow', 5));
		expect(error?.message).toContain(toWords(notAttempted.earlierAttempt).message);
		expect(twice()).toEqual([]);
		expect([...harness.reached].sort()).toEqual([...numbers].sort());
	});
});

describe('Retry of a failed execution', () => {
	test('sends the rest and returns the ids of those before', async () => {
		harness.livevox.faults.add({ route: 'send', on: 8, kind: 'status', status: 409 });
		const failed = await harness.run(sendMessage, ITEMS);
		expect(failed.error).toBeDefined();
		const before = harness.livevox.record.sent.map(({ transactionId }) => transactionId);
		expect(before.length).toBeGreaterThan(0);
		expect(before.length).toBeLessThan(20);

		const { items, hints } = await harness.retry(failed, sendMessage, ITEMS);
		expect([...harness.reached].sort()).toEqual([...numbers].sort());
		expect(twice()).toEqual([]);
		const earlier = items.filter(({ json }) => json.alreadySent === true);
		expect(earlier.map(({ json }) => json.transactionId).sort()).toEqual([...before].sort());
		expect(items.map(({ json }) => json.to)).toEqual(numbers);
		expect(hints.join()).toContain(`${before.length} already sent earlier in this execution`);
	});

	test('sends a text that was changed since, and no other', async () => {
		harness.livevox.faults.add({ route: 'send', on: 20, kind: 'status', status: 409 });
		const byItem = {
			...sendMessage,
			message: '={{ $json.text ?? "Same" }}',
			options: { maxConcurrency: 1 },
		};
		const failed = await harness.run(byItem, ITEMS);
		const changed = { ...byItem, message: '={{ $itemIndex === 3 ? "Changed" : "Same" }}' };
		await harness.retry(failed, changed, ITEMS);
		expect(twice()).toEqual([numbers[3]]);
		expect(harness.reached).toHaveLength(21);
	});

	test('sends as many messages as there are items with the same content', async () => {
		const same = Array(5).fill(ITEMS[0]);
		harness.livevox.faults.add({ route: 'send', on: 4, kind: 'status', status: 409 });
		const oneByOne = { ...sendMessage, options: { maxConcurrency: 1 } };
		const failed = await harness.run(oneByOne, same);
		await harness.retry(failed, oneByOne, same);
		expect(harness.reached).toEqual(Array(5).fill(numbers[0]));
	});

	test('reports an unknown message as unknown again', async () => {
		harness.livevox.faults.add({ route: 'send', on: 1, kind: 'neverAnswers', carriedOut: true });
		const parameters = { ...sendMessage, options: { timeout: 1 } };
		const failed = await harness.run(parameters, ITEMS);
		const { error } = await harness.retry(failed, parameters, ITEMS);
		expect(error?.message).toContain(toWords(notAttempted.earlierAttempt).message);
		expect(twice()).toEqual([]);
		expect([...harness.reached].sort()).toEqual([...numbers].sort());
	});

	test('keeps nothing personal between the runs', async () => {
		harness.livevox.faults.add({ route: 'send', on: 8, kind: 'status', status: 409 });
		const { run } = await harness.run(sendMessage, ITEMS);
		const kept = JSON.stringify(run.data.executionData?.contextData) + [...harness.engine.deduplicator.rows];
		expect(kept).toContain('liveVoxLedger');
		for (const personal of [...numbers, String(sendMessage.message)]) {
			expect(kept).not.toContain(personal);
		}
	});
});

describe('Resend Unknown', () => {
	const options = { resendUnknown: true, maxConcurrency: 1 };

	test('sends an unknown message again', async () => {
		harness.livevox.faults.add({ route: 'send', on: 2, kind: 'resetAfter' });
		const { items } = await harness.run({ ...sendMessage, options }, ITEMS);
		expect(items.map(({ json }) => json.status)).toEqual(Array(20).fill('accepted'));
		expect(twice()).toEqual([numbers[1]]);
	});

	test('gives up after two more tries', async () => {
		harness.livevox.faults.add({ route: 'send', kind: 'status', status: 502 });
		const { items } = await harness.run({ ...sendMessage, options }, ITEMS.slice(0, 1), {
			onError: 'continueRegularOutput',
		});
		expect(failureOf(items[0]).outcome).toBe('unknown');
		expect(harness.livevox.record.count('send')).toBe(3);
	});
});
