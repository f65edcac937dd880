import type { IDataObject } from 'n8n-workflow';

import { hints as hintWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { failureOf, locator, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** n8n takes most errors in an expression for nothing; not this one. */
const THROWS = '$("No such node").item.json.any';

const statuses = async (parameters: IDataObject, count = 3) => {
	const { items, hints } = await harness.run(parameters, recipients(count), CONTINUE);
	return { items, hints, statuses: items.map(({ json }) => json.status ?? 'failed') };
};

describe('an agent’s run with a Service', () => {
	const agent = { ...sendMessage, account: '13213' };
	beforeEach(() => harness.logInAsAgent());

	test('that is broken in the first item: that one fails alone', async () => {
		const { items, statuses: all } = await statuses({
			...agent,
			service: locator(`={{ $itemIndex === 0 ? ${THROWS} : 100915 }}`),
		});
		expect(all).toEqual(['failed', 'accepted', 'accepted']);
		expect(failureOf(items[0]).message).toMatch(/^'Service' has an expression/);
		expect(harness.reached).toHaveLength(2);
	});

	test('that is broken in all items fails each by its name', async () => {
		const service = locator(`={{ ${THROWS} }}`);
		const { items } = await statuses({ ...agent, service });
		for (const item of items) expect(failureOf(item).message).toMatch(/^'Service' has an expression/);
		expect(harness.reached).toEqual([]);
	});

	test.each([
		[100915, true],
		['', false],
	])('%p: is it said not to be used? %p', async (service, isSaid) => {
		const { hints } = await statuses({ ...agent, service: locator(service) });
		expect(hints.some((hint) => hint === hintWords.serviceIgnored)).toBe(isSaid);
	});
});

describe.each([
	['maxConcurrency', 'Max Concurrency', '2'],
	['messagesPerSecond', 'Messages per Second', '100'],
	['timeout', 'Timeout (Seconds)', '20'],
	['maxRateLimitWait', 'Max Rate Limit Wait (Seconds)', '5'],
	['resendUnknown', 'Resend Unknown', 'false'],
])('the option %s', (option, label, value) => {
	const withOption = (expression: string) => ({
		...sendMessage,
		options: { [option]: `={{ ${expression} }}` },
	});

	test('that is broken in the first item fails that one alone', async () => {
		const all = await statuses(withOption(`$itemIndex === 0 ? ${THROWS} : ${value}`));
		expect(all.statuses).toEqual(['failed', 'accepted', 'accepted']);
		expect(failureOf(all.items[0]).message).toMatch(/^'Options' has an expression/);
	});

	test('that is broken in all of them is named', async () => {
		const { items } = await statuses(withOption(THROWS));
		for (const item of items) {
			expect(failureOf(item).message).toContain(`'${label}' has an expression`);
			expect(failureOf(item).outcome).toBe('rejected');
			expect(failureOf(item).description).toContain('Nothing was sent');
		}
		expect(harness.reached).toEqual([]);
	});
});

test('a large run of which each second item is rejected ends in a short error', async () => {
	const items = recipients(1_000).map(({ to }, i) => ({
		to: i % 2 ? to : `${'1'.repeat(8)} x${i}`,
	}));
	const { error } = await harness.run(sendMessage, items);
	expect(error?.message).toContain('500 of 1,000');
	expect(error?.message).toContain('and 490 more');
	expect(`${error?.message}${error?.description}`.length).toBeLessThan(1_000);
	expect(harness.reached).toEqual([]);
});
