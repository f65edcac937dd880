import type { IDataObject } from 'n8n-workflow';

import { fieldIssues, hints as hintWords, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { failureOf, sendMessage, Harness, type NodeRun } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => {
	jest.restoreAllMocks();
	harness.reset();
});
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
/** New York, Chicago, Los Angeles, and Honolulu. */
const ITEMS = ['212', '312', '415', '808'].map((areaCode) => ({
	to: `${areaCode}5550123`,
	timeZone: 'America/Denver',
}));
const EIGHT_IN_CHICAGO = '2026-11-25T14:00:00Z';

const within = (hours: IDataObject, options: IDataObject = {}): IDataObject => ({
	...sendMessage,
	options: { sendingHours: { hours }, ...options },
});
const statuses = ({ items }: NodeRun) => items.map(({ json }) => json.status ?? failureOf({ json }).outcome);

/** The computer's clock, from now on. */
function setClock(time: string, plusMs: () => number = () => 0): void {
	jest.spyOn(Date, 'now').mockImplementation(() => Date.parse(time) + plusMs());
}

test('each recipient gets the text in the own hours; the others are held, with when to send and why', async () => {
	setClock(EIGHT_IN_CHICAGO);
	const result = await harness.run(within({ from: '8:00', to: '21:00' }), ITEMS);
	expect(statuses(result)).toEqual(['accepted', 'accepted', 'held', 'held']);
	expect(harness.reached.sort()).toEqual(['2125550123', '3125550123']);
	expect(result.items[2]!.json).toEqual({
		status: 'held',
		sendAfter: '2026-11-25T08:00:00-08:00',
		reason:
			"Outside 'Sending Hours' (8:00 AM to 9:00 PM): it's 6:00 AM in the time zone America/Los_Angeles, where this area code may be",
		from: '53063',
		to: '4155550123',
		message: 'Your appointment is tomorrow',
		serviceId: 100915,
	});
	expect(result.items[3]!.json.sendAfter).toBe('2026-11-25T08:00:00-10:00');
	expect(result.hints.join('\n')).toContain("4 messages: 2 accepted, 2 held ('Sending Hours').");
	expect(result.hints).toContain(hintWords.held(2));
});

test('executed again and again with Send Once Keys, each gets it once', async () => {
	const parameters = within({}, { sendOnceKey: '={{ $json.to }}' });
	const seen: unknown[] = [];
	for (const hour of ['12', '13', '14', '15', '16', '17', '18', '19']) {
		setClock(`2026-11-25T${hour}:10:00Z`);
		const result = await harness.run(parameters, ITEMS);
		seen.push(statuses(result).join());
	}
	expect(harness.reached.sort()).toEqual(ITEMS.map(({ to }) => to).sort());
	expect(seen[0]).toBe('held,held,held,held');
	expect(seen.at(-1)).toBe('skipped,skipped,skipped,skipped');
});

test("the user's time zone goes before the area code", async () => {
	setClock(EIGHT_IN_CHICAGO);
	const result = await harness.run(within({ timeZone: '={{ $json.timeZone }}' }), ITEMS);
	expect(statuses(result)).toEqual(['held', 'held', 'held', 'held']);
	expect(result.items[0]!.json.reason).toMatch(/it's 7:00 AM in the time zone America\/Denver$/);
});

test('a Dry Run shows what would be held', async () => {
	setClock(EIGHT_IN_CHICAGO);
	const result = await harness.run(within({}, { dryRun: true }), ITEMS);
	expect(statuses(result)).toEqual(['dryRun', 'dryRun', 'held', 'held']);
	expect(harness.reached).toEqual([]);
});

test('a message that waits for a rate limit past nine is held, not sent', async () => {
	harness.livevox.switches.rateLimit = { perSecond: 1, burst: 1, retryAfter: 'seconds', status: 429 };
	const startedAt = performance.now();
	setClock('2026-11-26T02:59:59Z', () => performance.now() - startedAt);
	const items = Array.from({ length: 6 }, (_, item) => ({ to: `312555010${item}` }));
	const result = await harness.run(within({}), items);
	const { sent } = harness.livevox.record;
	expect(statuses(result).filter((status) => status === 'accepted')).toHaveLength(sent.length);
	expect(statuses(result).filter((status) => status === 'held')).toHaveLength(6 - sent.length);
	expect(sent.length).toBeGreaterThan(0);
	expect(sent.length).toBeLessThan(4);
});

test.each([
	[{ from: '8' }, fieldIssues.timeInvalid('Start Time')],
	[{ to: 'nine' }, fieldIssues.timeInvalid('End Time')],
	[{ from: '={{ $json.nothing }}', to: '9 PM' }, fieldIssues.timeEmpty('Start Time')],
	[{ from: '8 AM', to: '08:00' }, fieldIssues.hoursSame],
	[{ timeZone: 'EST' }, fieldIssues.timeZoneInvalid],
])('%j is rejected in words', async (hours, issue) => {
	const { items } = await harness.run(within(hours), ITEMS.slice(0, 1), CONTINUE);
	const { message, description } = toWords(`'Sending Hours' ${issue}`);
	expect(failureOf(items[0]).message).toBe(message);
	expect(failureOf(items[0]).description).toContain(description);
	expect(harness.livevox.record.count('send')).toBe(0);
});

test('hours that never meet in all zones of a number are rejected', async () => {
	const { items } = await harness.run(within({ from: '8:00', to: '9:00' }), [{ to: '8005550123' }], CONTINUE);
	expect(failureOf(items[0]).message).toContain("'Sending Hours' is never open in all time zones");
});
