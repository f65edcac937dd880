import { liveVox, SENDING, series, smsSend } from '../queue/workflow';
import { recipients } from '../queue/harness';
import { allRowsOf, crash, lostOf, REFUSED, repeats, retryAs, verdictsOf, versions, harnessIn } from './harness';

/** On Error = Stop: a rejected message ends the execution. */
const stopping = (path: string) =>
	series(path, [liveVox(SENDING, smsSend({ options: { maxConcurrency: 4 } }), 'stopWorkflow')]);

describe.each(versions)('n8n %s: Retry of one execution, selected twice', (version) => {
	const harness = harnessIn(version);
	const twice = async (id: string) => await Promise.all([retryAs(harness(), id, false), retryAs(harness(), id, false)]);

	it('after LiveVox rejected a message: nobody twice, nobody lost', async () => {
		const people = recipients(200);
		people[40]!.to = REFUSED;
		const published = await harness().publish(stopping);
		const first = await published.run(people);
		expect(first.status).toBe('error');
		const before = harness().reached.length;
		expect(before).toBeGreaterThan(20);
		harness().livevox.state.suppressedNumbers = [];
		const retries = await twice(first.id);
		expect(repeats(harness())).toBe(0);
		const accepted = retries.map((each) => verdictsOf(each, SENDING).accepted);
		expect(harness().reached.length - before).toBeGreaterThanOrEqual(Math.max(...accepted));
		const third = await retryAs(harness(), first.id, false).catch(() => undefined);
		expect(repeats(harness())).toBe(0);
		expect(third?.status).not.toBe('crashed');
	});

	it('after a crash, with On Error = Continue: nobody twice, nobody lost', async () => {
		const people = recipients(200);
		const published = await harness().publish();
		const id = await published.call(people);
		await harness().askedFor(50, people);
		await crash(harness());
		const retries = await twice(id);
		expect(repeats(harness())).toBe(0);
		const rows = retries.map((each) => allRowsOf(each, SENDING));
		expect(rows.map((each) => each.length)).toEqual([200, 200]);
		// What one of them leaves to the other is unknown to it.
		for (const each of rows) expect(lostOf(harness(), people, each)).toEqual([]);
	});

	it('while the first one runs: nobody twice', async () => {
		const people = recipients(200);
		people[40]!.to = REFUSED;
		const published = await harness().publish(stopping);
		const first = await published.run(people);
		harness().livevox.state.suppressedNumbers = [];
		const asked = harness().livevox.record.count('send');
		const one = retryAs(harness(), first.id, false);
		await harness().livevox.record.waitFor('send', asked + 30);
		const other = await retryAs(harness(), first.id, true);
		await one;
		expect(other.id).not.toBe(first.id);
		expect(repeats(harness())).toBe(0);
	});
});
