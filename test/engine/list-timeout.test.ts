import { failureOf, listCodes, listTemplates, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterAll(async () => await world.close());

test('a list that never comes, or comes byte by byte, ends after 30 seconds', async () => {
	await world.engine.testCredential();
	world.livevox.faults.add({ route: 'templates', kind: 'neverAnswers', carriedOut: false });
	world.livevox.faults.add({ route: 'codes', kind: 'drip', ms: 1000 });
	const started = Date.now();
	const runs = [listTemplates, listCodes].map(
		async (list) => await world.run(list, [{}], { onError: 'continueRegularOutput' }),
	);
	for (const { items } of await Promise.all(runs)) {
		expect(failureOf(items[0])).toMatchObject({
			message: 'LiveVox did not answer in time',
			outcome: 'unknown',
		});
	}
	expect(Date.now() - started).toBeLessThan(33_000);
}, 40_000);
