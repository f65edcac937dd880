/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { setTimeout as sleep } from 'node:timers/promises';

import { Cluster } from '../../n8n/queue/cluster';
import { RegularN8n } from '../../n8n/queue/regular';
import type { Installation } from './published';
import { SEND_ONCE } from './workflow';
import { recipients, Harness, type Published, type Recipient } from './harness';

const ROUNDS = 3;
const CALLS = 10;
const PAIRS = 10;
const APART_MS = 10;
const version = '2.8.4';

/** Where an n8n runs, and whether its keys are exact there. Between two workers they are best effort: the figures are printed. */
const places: Array<[string, boolean, () => Promise<Installation>]> = [
	['2.8.4 in regular mode', true, async () => await RegularN8n.start('2.8.4')],
	['2.41.1 in regular mode', true, async () => await RegularN8n.start('2.41.1')],
	['2.8.4 with two workers', false, async () => await Cluster.start({ version, workers: 2 })],
	[
		'2.8.4 with one worker for one execution at a time',
		true,
		async () =>
			await Cluster.start({
				version,
				workers: 1,
				env: { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' },
			}),
	],
];

describe.each(places)('Send Once Keys of overlapping executions, n8n %s', (name, isExact, start) => {
	let harness: Harness<Installation>;
	beforeAll(async () => (harness = await Harness.around(start())));
	afterAll(async () => await harness?.close());
	beforeEach(() => harness.forget());

	/** Calls the webhook for each, one shortly after the other, and waits until all executions have ended. */
	async function callAll(published: Published, calls: Recipient[][]): Promise<void> {
		const ended = calls.map(async (to, index) => {
			await sleep(index * APART_MS);
			await published.run(to);
		});
		await Promise.all(ended);
	}

	it('counts different keys that are lost', async () => {
		const calls = Array.from({ length: ROUNDS }, () => Array.from({ length: CALLS }, () => recipients(1)));
		for (const round of calls) {
			const published = await harness.publish({ options: SEND_ONCE });
			await callAll(published, round);
			for (const to of round) await published.run(to);
		}
		const lost = harness.reached.length - ROUNDS * CALLS;
		console.log(`${name}: ${lost} of ${ROUNDS * CALLS} keys lost`);
		if (isExact) expect(lost).toBe(0);
	});

	it('counts messages that are sent twice for one key', async () => {
		const published = await harness.publish({ options: SEND_ONCE });
		for (let pair = 0; pair < PAIRS; pair++) {
			const to = recipients(1);
			await callAll(published, [to, to]);
		}
		const twice = harness.reached.length - PAIRS;
		console.log(`${name}: ${twice} of ${PAIRS} messages sent twice`);
		if (isExact) expect(twice).toBe(0);
	});
});
