import { SENDING } from '../queue/workflow';
import { recipients } from '../queue/harness';
import { allRowsOf, crash, lostOf, repeats, retryAs, retryCrashed, versions, harnessIn } from './harness';

const CALLS = 20;
/** Slow enough to be met in the middle. */
const SENDING_TEN = { options: { maxConcurrency: 10 } };

describe.each(versions)('n8n %s: a run beside 20 webhook calls of the same node', (version) => {
	const harness = harnessIn(version);

	it('is killed and retried, as are the calls that had not ended: nobody twice', async () => {
		const people = recipients(100);
		const others = Array.from({ length: CALLS }, () => recipients(1));
		const published = await harness().publish(SENDING_TEN);
		const id = await published.call(people);
		await harness().askedFor(10, people);
		const calls = await Promise.all(others.map(async (each) => await published.call(each)));
		await harness().askedFor(60, people);
		await crash(harness());
		const again = await retryAs(harness(), id, false);
		expect(repeats(harness())).toBe(0);
		expect(lostOf(harness(), people, allRowsOf(again, SENDING))).toEqual([]);
		await retryCrashed(harness(), calls);
		expect(repeats(harness())).toBe(0);
	});

	it('is killed while the calls begin: nobody twice', async () => {
		const people = recipients(100);
		const others = Array.from({ length: CALLS }, () => recipients(1));
		const published = await harness().publish(SENDING_TEN);
		const id = await published.call(people);
		await harness().askedFor(30, people);
		const calls = await Promise.all(others.map(async (each) => await published.call(each)));
		await crash(harness());
		await retryCrashed(harness(), [id, ...calls]);
		expect(repeats(harness())).toBe(0);
	});
});
