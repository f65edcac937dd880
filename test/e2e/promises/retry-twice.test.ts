import { liveVox, SENDING, series, smsSend } from '../queue/workflow';
import { recipients } from '../queue/world';
import { allRowsOf, crash, lostOf, REFUSED, repeats, retryAs, verdictsOf, versions, worldIn } from './harness';

/** On Error = Stop: a refused message ends the execution. */
const stopping = (path: string) =>
	series(path, [liveVox(SENDING, smsSend({ options: { maxConcurrency: 4 } }), 'stopWorkflow')]);

describe.each(versions)('n8n %s: Retry of one execution, selected twice', (version) => {
	const world = worldIn(version);
	const twice = async (id: string) => await Promise.all([retryAs(world(), id, false), retryAs(world(), id, false)]);

	it('after LiveVox refused a message: nobody twice, nobody lost', async () => {
		const people = recipients(200);
		people[40]!.to = REFUSED;
		const published = await world().publish(stopping);
		const first = await published.run(people);
		expect(first.status).toBe('error');
		const before = world().reached.length;
		expect(before).toBeGreaterThan(20);
		world().livevox.state.suppressedNumbers = [];
		const retries = await twice(first.id);
		expect(repeats(world())).toBe(0);
		const accepted = retries.map((each) => verdictsOf(each, SENDING).accepted);
		expect(world().reached.length - before).toBeGreaterThanOrEqual(Math.max(...accepted));
		const third = await retryAs(world(), first.id, false).catch(() => undefined);
		expect(repeats(world())).toBe(0);
		expect(third?.status).not.toBe('crashed');
	});

	it('after a crash, with On Error = Continue: nobody twice, nobody lost', async () => {
		const people = recipients(200);
		const published = await world().publish();
		const id = await published.call(people);
		await world().askedFor(50, people);
		await crash(world());
		const retries = await twice(id);
		expect(repeats(world())).toBe(0);
		const rows = retries.map((each) => allRowsOf(each, SENDING));
		expect(rows.map((each) => each.length)).toEqual([200, 200]);
		// What one of them leaves to the other is unknown to it.
		for (const each of rows) expect(lostOf(world(), people, each)).toEqual([]);
	});

	it('while the first one runs: nobody twice', async () => {
		const people = recipients(200);
		people[40]!.to = REFUSED;
		const published = await world().publish(stopping);
		const first = await published.run(people);
		world().livevox.state.suppressedNumbers = [];
		const asked = world().livevox.record.count('send');
		const one = retryAs(world(), first.id, false);
		await world().livevox.record.waitFor('send', asked + 30);
		const other = await retryAs(world(), first.id, true);
		await one;
		expect(other.id).not.toBe(first.id);
		expect(repeats(world())).toBe(0);
	});
});
