import type { INode } from 'n8n-workflow';

import { listCodes, liveVox, SEND_ONCE, SENDING, series, smsSend } from '../queue/workflow';
import { recipients } from '../queue/harness';
import {
	allRowsOf,
	crash,
	executionsOf,
	lostOf,
	node,
	quiet,
	REFUSED,
	repeats,
	RETRIES,
	retryAs,
	versions,
	wordsOf,
	harnessIn,
} from './harness';
import { CALL, callOf, MODES, notWaitingFor, store } from './sub-workflow';

/** One message at a time, so that it is known which were sent before the rejected one; On Error = Stop. */
const sending = (options = {}): INode =>
	liveVox(SENDING, smsSend({ options: { maxConcurrency: 1, ...options } }), 'stopWorkflow');

/** The recipients of the call once more, after a node that gives out something else. */
const theSamePeople = (): INode[] => [
	node(
		'Call',
		'n8n-nodes-base.set',
		3.4,
		{ mode: 'raw', jsonOutput: "={{ { body: $('Webhook').first().json.body } }}", options: {} },
		{ executeOnce: true },
	),
	node('Each', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'body.recipients', options: {} }),
];

describe.each(versions)('n8n %s: a sub-workflow that sends fails midway', (version) => {
	const harness = harnessIn(version);

	describe.each(MODES)('called with Mode = %s', (mode) => {
		it.each(RETRIES)('its parent is retried (%s): nobody twice', async (_, saved) => {
			const people = recipients(20);
			people[10]!.to = REFUSED;
			const sub = await store(harness(), sending());
			const parent = await harness().publish((path) => series(path, [callOf(sub, mode)]));
			const first = await parent.run(people);
			expect(first.status).toBe('error');
			expect(harness().reached).toHaveLength(10);
			harness().livevox.state.suppressedNumbers = [];
			await retryAs(harness(), first.id, saved);
			expect(repeats(harness())).toBe(0);
		});

		it('a sub-workflow of a sub-workflow, its root is retried: nobody twice', async () => {
			const people = recipients(10);
			people[5]!.to = REFUSED;
			const inner = await store(harness(), sending());
			const middle = await store(harness(), callOf(inner, 'once'));
			const parent = await harness().publish((path) => series(path, [callOf(middle, mode)]));
			const first = await parent.run(people);
			expect(first.status).toBe('error');
			harness().livevox.state.suppressedNumbers = [];
			await retryAs(harness(), first.id, false);
			expect(repeats(harness())).toBe(0);
		});

		it('says what keeps a retry of the parent from sending again', async () => {
			const people = recipients(6);
			people[3]!.to = REFUSED;
			const sub = await store(harness(), sending());
			const parent = await harness().publish((path) => series(path, [callOf(sub, mode)]));
			await parent.run(people);
			const failed = (await executionsOf(harness(), sub)).find(({ status }) => status === 'error');
			expect(wordsOf(failed!)).toContain('do not contact list');
			// One message alone has nothing before it that a retry could send again.
			if (mode === 'once') expect(wordsOf(failed!)).toContain('Send Once Key');
		});

		it('with a Send Once Key: the retry sends to everyone else, once', async () => {
			const people = recipients(20);
			people[10]!.to = REFUSED;
			const sub = await store(harness(), sending(SEND_ONCE));
			const parent = await harness().publish((path) => series(path, [callOf(sub, mode)]));
			const first = await parent.run(people);
			harness().livevox.state.suppressedNumbers = [];
			await retryAs(harness(), first.id, false);
			expect(repeats(harness())).toBe(0);
			expect(harness().reached).toHaveLength(20);
		});

		it('n8n is killed while it sends, its parent is retried: nobody twice', async () => {
			const people = recipients(20);
			const sub = await store(harness(), liveVox(SENDING, smsSend()));
			const parent = await harness().publish((path) => series(path, [callOf(sub, mode)]));
			const id = await parent.call(people);
			await harness().askedFor(12, people);
			await crash(harness());
			const again = await retryAs(harness(), id, false);
			expect(repeats(harness())).toBe(0);
			expect(lostOf(harness(), people, allRowsOf(again, CALL))).toEqual([]);
		});
	});

	it('has not started when n8n is killed; in the Retry it is called for each and not waited for', async () => {
		harness().livevox.faults.add({ route: 'codes', kind: 'neverAnswers', carriedOut: false, on: 1 });
		const people = recipients(20);
		const sub = await store(harness(), liveVox(SENDING, smsSend()));
		const parent = await harness().publish((path) =>
			series(path, [listCodes(), ...theSamePeople(), notWaitingFor(sub)]),
		);
		const id = await parent.call(people);
		await harness().livevox.record.waitFor('codes', 1);
		await crash(harness());
		await retryAs(harness(), id, false);
		await quiet(harness());
		expect(harness().reached.sort()).toEqual(people.map(({ to: number }) => number).sort());
	});

	it('the same people get the same text from another execution of the parent', async () => {
		const people = recipients(5);
		const sub = await store(harness(), sending());
		const parent = await harness().publish((path) => series(path, [callOf(sub, 'once')]));
		for (const { status } of [await parent.run(people), await parent.run(people)]) {
			expect(status).toBe('success');
		}
		expect(harness().reached).toHaveLength(10);
	});
});
