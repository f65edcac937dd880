import fc from 'fast-check';

import type { Held } from '../../nodes/LiveVoxSms/delivery/types';
import { accepted, throttled, UNKNOWN } from './attempts';
import { all, Execution, ITEMS, itemsThat } from './execution';
import { Killed } from './virtual-time';

const held = (heldAt: number): Held => ({ outcome: 'held', heldAt, sendAfter: heldAt + 1 });
const isHeld = ({ outcome }: { outcome: string }): boolean => outcome === 'held';

/** An execution that may send until so many milliseconds after its start. */
function closingAfter(ms: number): Execution {
	const execution = new Execution();
	const closesAt = execution.time.passed + ms;
	execution.hoursOf = () => (execution.time.passed >= closesAt ? held(execution.time.passed) : undefined);
	return execution;
}

test('outside its hours a message is held: not sent, claimed nowhere, without its key', async () => {
	const execution = closingAfter(0);
	execution.onceKeyOf = (item) => (item % 2 ? `key ${item}` : undefined);
	const report = await execution.run();
	expect(itemsThat(report, isHeld)).toEqual(all);
	expect(execution.asked).toEqual([]);
	expect(execution.claims.calls).toEqual([]);
	expect(execution.onceKeys.calls).toEqual([]);
	expect(execution.ledgerData).toEqual({ 0: {} });
	expect(execution.ends).toHaveLength(ITEMS);
});

test('what is held is no failure: with On Error = Stop the others go out', async () => {
	const execution = new Execution();
	execution.hoursOf = (item) => (item === 3 ? held(0) : undefined);
	const report = await execution.run({ stopAtFailure: true });
	expect(itemsThat(report, isHeld)).toEqual([3]);
	expect(itemsThat(report, ({ outcome }) => outcome === 'accepted')).toEqual(all.filter((item) => item !== 3));
});

test.each([undefined, (item: number) => `key ${item}`])(
	'a message that waits past its hours is held, and its claim is given up: it goes out in its hours',
	async (onceKeyOf) => {
		const execution = closingAfter(60);
		if (onceKeyOf) execution.onceKeyOf = onceKeyOf;
		const first = await execution.run({ maxConcurrency: 2 });
		const late = itemsThat(first, isHeld);
		expect(late.length).toBeGreaterThan(ITEMS / 2);
		expect(execution.asked.filter((item) => late.includes(item))).toEqual([]);
		const store = onceKeyOf ? execution.onceKeys : execution.claims;
		for (const item of late) expect(store.content.join()).not.toMatch(new RegExp(`(?:text|key) ${item}(?!\\d)`));
		expect(execution.ends).toHaveLength(ITEMS);

		execution.hoursOf = () => undefined;
		if (!onceKeyOf) execution.isRetry = true;
		await execution.run();
		expect([...execution.accepted].sort((one, other) => one - other)).toEqual(all);
	},
);

test('nothing starts outside the hours, however long a rate limit lasts', async () => {
	const delays = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 10 });
	const options = fc.record({
		maxConcurrency: fc.integer({ min: 1, max: 8 }),
		messagesPerSecond: fc.constantFrom(0, 20),
	});
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 1_500 }), delays, options, async (ms, afterMs, limits) => {
			const execution = closingAfter(ms);
			const closesAt = execution.time.passed + ms;
			let requests = 0;
			let late = 0;
			execution.atRequest = (item) => {
				if (execution.time.passed >= closesAt) late++;
				const wait = afterMs[requests++ % afterMs.length]!;
				if (requests % 3 === 0) execution.attempts.set(item, throttled(wait));
				else execution.attempts.delete(item);
			};
			const report = await execution.run(limits);
			const sent = itemsThat(report, ({ outcome }) => outcome === 'accepted');
			const kept = itemsThat(report, isHeld);
			if (late > 0) throw new Error(`${late} started late`);
			if (sent.length + kept.length !== ITEMS || execution.accepted.length !== sent.length) throw new Error('lost');
		}),
		{ numRuns: 100 },
	);
});

test('after a crash, what may have been sent is unknown and not held', async () => {
	const execution = new Execution();
	execution.time.killAt = execution.time.now() + 130;
	await expect(execution.run()).rejects.toThrow(Killed);
	const claimed = all.filter((item) => execution.claims.content.includes(`text ${item}`));
	execution.startOver();
	execution.hoursOf = () => held(0);
	const report = await execution.run();
	expect(itemsThat(report, ({ outcome }) => outcome === 'unknown')).toEqual(claimed);
	expect(itemsThat(report, isHeld)).toEqual(all.filter((item) => !claimed.includes(item)));
	expect(execution.asked).toEqual([]);
});

test('what Resend Unknown would send again stays unknown outside its hours', async () => {
	const execution = new Execution();
	for (const item of all) execution.attempts.set(item, UNKNOWN);
	await execution.run();
	execution.forget();
	execution.isRetry = true;
	for (const item of all) execution.attempts.set(item, accepted(item));
	execution.hoursOf = () => held(0);
	const report = await execution.run({ resendUnknown: true });
	expect(itemsThat(report, ({ outcome }) => outcome === 'unknown')).toEqual(all);
	expect(execution.asked).toEqual([]);
});

test('an excluded recipient is skipped, whatever the hour, and keeps no other from its key', async () => {
	const execution = closingAfter(0);
	execution.excluded = new Set([2]);
	expect(itemsThat(await execution.run(), ({ outcome }) => outcome === 'skipped')).toEqual([2]);
});
