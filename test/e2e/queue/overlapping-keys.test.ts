/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Execution } from '../../n8n/owner';
import { Cluster } from '../../n8n/queue/cluster';
import { RegularN8n } from '../../n8n/queue/regular';
import type { Installation } from './published';
import { SEND_ONCE } from './workflow';
import { recipients, told, Harness, type Published, type Recipient } from './harness';

const ROUNDS = 10;
const APART_MS = 10;
const version = '2.8.4';
const ONE_AT_A_TIME = { N8N_CONCURRENCY_PRODUCTION_LIMIT: '1' };

/** Where an n8n runs, and whether its keys are exact there. Between workers they are best effort: the figures are printed. */
const places: Array<[string, boolean, () => Promise<Installation>]> = [
	['2.8.4 in regular mode', true, async () => await RegularN8n.start('2.8.4')],
	['2.41.1 in regular mode', true, async () => await RegularN8n.start('2.41.1')],
	['2.8.4 with two workers', false, async () => await Cluster.start({ version, workers: 2 })],
	['2.8.4 with four workers', false, async () => await Cluster.start({ version, workers: 4 })],
	[
		'2.8.4 with one worker for one execution at a time',
		true,
		async () => await Cluster.start({ version, workers: 1, env: ONE_AT_A_TIME }),
	],
];

describe.each(places)('Send Once Keys of overlapping executions, n8n %s', (name, isExact, start) => {
	let harness: Harness<Installation>;
	beforeAll(async () => (harness = await Harness.around(start())));
	afterAll(async () => await harness?.close());
	beforeEach(() => harness.forget());

	/** Calls the webhook for each, one so long after the other, and waits until all executions have ended. */
	async function callAll(published: Published, calls: Recipient[][], apartMs: number): Promise<Execution[]> {
		const ended = calls.map(async (to, index) => {
			await sleep(index * apartMs);
			return await published.run(to);
		});
		return await Promise.all(ended);
	}

	/** Plays rounds of calls, and counts the messages that were sent more than once, or never. */
	async function play(what: string, round: (published: Published) => Promise<Array<[Execution, Recipient[]]>>) {
		let keys = 0;
		let rejected = 0;
		let unclear = 0;
		for (let played = 0; played < ROUNDS; played++) {
			const published = await harness.publish({ options: SEND_ONCE });
			const executions = await round(published);
			keys += new Set(executions.flatMap(([, to]) => to.map(({ key }) => key))).size;
			for (const [execution, to] of executions) {
				const outcomes = told(execution, to);
				rejected += outcomes.rejected.length;
				unclear += outcomes.unknown.length;
			}
		}
		const reached = new Set(harness.reached).size;
		const figures = { twice: harness.twice, never: keys - reached, rejected, unclear };
		console.log(`${name}, ${what}: of ${keys} keys ${JSON.stringify(figures)}`);
		expect(rejected).toBe(0);
		if (isExact) expect(figures).toEqual({ twice: 0, never: 0, rejected: 0, unclear: 0 });
	}

	it.each([
		[3, 80],
		[5, 100],
	])('%i calls at once with the same %i keys', async (calls, count) => {
		await play(`${calls} with the same ${count}`, async (published) => {
			const to = recipients(count);
			const executions = await callAll(published, Array<Recipient[]>(calls).fill(to), 0);
			return executions.map((execution) => [execution, to]);
		});
	});

	it('10 calls shortly after each other with a key each, and then all of them again', async () => {
		await play('10 different ones', async (published) => {
			const each = recipients(10);
			const calls = each.map((recipient) => [recipient]);
			const executions = await callAll(published, calls, APART_MS);
			const again = await published.run(each);
			return [
				...executions.map((execution, index) => [execution, calls[index]!] as [Execution, Recipient[]]),
				[again, each],
			];
		});
	});
});
