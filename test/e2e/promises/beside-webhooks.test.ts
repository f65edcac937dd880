import { SENDING } from '../queue/workflow';
import { recipients } from '../queue/world';
import { allRowsOf, crash, lostOf, repeats, retryAs, versions, worldIn } from './harness';

const CALLS = 20;

describe.each(versions)('n8n %s: a run beside 20 webhook calls of the same node', (version) => {
	const world = worldIn(version);

	it('is killed and retried, as are the calls that had not ended: nobody twice', async () => {
		const people = recipients(100);
		const others = Array.from({ length: CALLS }, () => recipients(1));
		const published = await world().publish();
		const id = await published.call(people);
		await world().askedFor(10, people);
		const calls = await Promise.all(others.map(async (each) => await published.call(each)));
		await world().askedFor(60, people);
		await crash(world());
		const again = await retryAs(world(), id, false);
		expect(repeats(world())).toBe(0);
		expect(lostOf(world(), people, allRowsOf(again, SENDING))).toEqual([]);
		for (const call of calls) {
			const { status } = await world().n8n.owner.executionEnded(call);
			if (status === 'crashed') await retryAs(world(), call, false);
		}
		expect(repeats(world())).toBe(0);
	});

	it('is killed while the calls begin: nobody twice', async () => {
		const people = recipients(100);
		const others = Array.from({ length: CALLS }, () => recipients(1));
		const published = await world().publish();
		const id = await published.call(people);
		await world().askedFor(30, people);
		const calls = await Promise.all(others.map(async (each) => await published.call(each)));
		await crash(world());
		for (const each of [id, ...calls]) {
			const { status } = await world().n8n.owner.executionEnded(each);
			if (status === 'crashed') await retryAs(world(), each, false);
		}
		expect(repeats(world())).toBe(0);
	});
});
