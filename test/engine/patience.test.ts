/* Each of these waits a while: they run side by side, each with a LiveVox of its own. */

import type { Fault, FaultRule } from '../simulator';
import { failureOf, listCodes, listTemplates, recipients, sendMessage, World } from './world';

const ITEMS = recipients(40);
const numbers = ITEMS.map(({ to }) => String(to));

async function inOwnWorld(test: (world: World) => Promise<void>): Promise<void> {
	const world = await World.start();
	try {
		await test(world);
	} finally {
		await world.close();
	}
}

type Storm = [name: string, on: NonNullable<FaultRule['on']>, fault: Fault];

const limited = (retryAfter?: string | number): Fault => ({
	kind: 'rateLimited',
	...(retryAfter !== undefined && { retryAfter }),
});

const STORMS: Storm[] = [
	['every second request', (n) => n % 2 === 0, limited()],
	['20 in a row', (n) => n > 5 && n <= 25, limited()],
	['with Retry-After in seconds', [3, 4, 17], limited(1)],
	['with Retry-After in a fraction', [3, 4, 17], limited(0.2)],
	['with Retry-After 0', [3, 4, 17], limited(0)],
	['with a negative Retry-After', [3, 4, 17], limited(-5)],
	['with a Retry-After that is nonsense', [3, 4, 17], limited('soon')],
	['with Retry-After as a date', 3, limited(new Date(Date.now() + 4000).toUTCString())],
	['of 503 with Retry-After', [2, 9], { kind: 'status', status: 503, retryAfter: 1 }],
];

describe('side by side', () => {
	test.concurrent.each(STORMS)(
		'a storm of refusals loses nobody and repeats nobody: %s',
		async (_, on, fault) =>
			await inOwnWorld(async (world) => {
				world.livevox.faults.add({ route: 'send', on, ...fault });
				const { items } = await world.run(sendMessage, ITEMS);
				expect(items.map(({ json }) => json.to)).toEqual(numbers);
				expect([...world.reached].sort()).toEqual([...numbers].sort());
			}),
		60_000,
	);

	test.concurrent(
		'a list that never comes, or comes byte by byte, ends after 30 seconds',
		async () =>
			await inOwnWorld(async (world) => {
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
			}),
		60_000,
	);
});
