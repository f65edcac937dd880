/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { parse } from 'flatted';
import type { INode, IRunExecutionData } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';

import type { WorkflowFile } from '../../n8n/owner';
import type { RegularN8n } from '../../n8n/queue/regular';
import { liveVox, SENDING, series, smsSend } from '../queue/workflow';
import { recipients, type Harness } from '../queue/harness';
import { node, post, quiet, to, versions, wordsOf, harnessIn } from './harness';
import { callOf, notWaitingFor, store } from './sub-workflow';

/** The same items again in three rounds, as a workflow does that reminds until somebody answers. */
function rounds(path: string, inEach: INode[], settings = {}): WorkflowFile {
	const first = inEach[0]!.name;
	const again = node('Again?', 'n8n-nodes-base.if', 2.2, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
			conditions: [
				{
					id: 'rounds',
					leftValue: '={{ $runIndex }}',
					rightValue: 2,
					operator: { type: 'number', operation: 'lt' },
				},
			],
			combinator: 'and',
		},
		options: {},
	});
	const whom = node('Whom', 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: "={{ $('Recipients').item.json }}",
		options: {},
	});
	const file = series(path, [...inEach, again], settings);
	return {
		...file,
		nodes: [...file.nodes, whom],
		connections: {
			...file.connections,
			[again.name]: { main: [[to(whom.name)], []] },
			[whom.name]: { main: [[to(first)]] },
		},
	};
}

const ADDRESS = 'Address';

/** Waits in n8n's database until its address is called. */
const waiting = (): INode[] => [
	node(ADDRESS, 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: '={{ { resumeUrl: $execution.resumeUrl } }}',
		options: {},
	}),
	node('Wait', 'n8n-nodes-base.wait', 1.1, {
		resume: 'webhook',
		httpMethod: 'POST',
		options: {},
	}),
	node('Goes on', 'n8n-nodes-base.set', 3.4, {
		mode: 'raw',
		jsonOutput: `={{ $('${ADDRESS}').first().json }}`,
		options: {},
	}),
];

/** Calls the address that an execution waits at, when it does. */
async function resume(harness: Harness<RegularN8n>, id: string): Promise<void> {
	for (;;) {
		const { status, data } = await harness.n8n.owner.get<{ status: string; data: string }>(`/executions/${id}`);
		if (status === 'waiting') {
			const { resultData } = parse(data) as IRunExecutionData;
			const item = resultData.runData[ADDRESS]?.at(-1)?.data?.main?.[0]?.[0];
			const { pathname, search } = new URL(String(item?.json.resumeUrl));
			await post(harness, `${pathname}${search}`, {});
			return;
		}
		if (status === 'error' || status === 'success') return;
		await sleep(100);
	}
}

describe.each(versions)('n8n %s: what is no retry sends', (version) => {
	const harness = harnessIn(version);
	const sent = (number: string) => harness().reached.filter((each) => each === number).length;

	describe.each([
		['', {}],
		[', with progress saved', { saveExecutionProgress: true }],
	])('the same text to the same person%s', (_, settings) => {
		it('in each round of a loop', async () => {
			const [person] = recipients(1);
			const published = await harness().publish((path) => rounds(path, [liveVox(SENDING, smsSend())], settings));
			expect((await published.run([person!])).status).toBe('success');
			expect(sent(person!.to)).toBe(3);
		});

		it('in each round of a loop that calls a sub-workflow', async () => {
			const [person] = recipients(1);
			const sub = await store(harness(), liveVox(SENDING, smsSend()));
			const published = await harness().publish((path) => rounds(path, [callOf(sub, 'once')], settings));
			expect((await published.run([person!])).status).toBe('success');
			expect(sent(person!.to)).toBe(3);
		});

		it('by two nodes that call the same sub-workflow', async () => {
			const [person] = recipients(1);
			const sub = await store(harness(), liveVox(SENDING, smsSend()));
			const second = node('Again', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: "={{ $('Recipients').first().json }}",
				options: {},
			});
			const twice = [callOf(sub, 'once'), second, { ...callOf(sub, 'once'), name: 'Call again', id: 'again' }];
			const published = await harness().publish((path) => series(path, twice, settings));
			expect((await published.run([person!])).status).toBe('success');
			expect(sent(person!.to)).toBe(2);
		});

		it('before and after a wait', async () => {
			const [person] = recipients(1);
			const before = liveVox('Send before', smsSend());
			const again = node('Whom', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: "={{ $('Recipients').first().json }}",
				options: {},
			});
			const published = await harness().publish((path) =>
				series(path, [before, ...waiting(), again, liveVox(SENDING, smsSend())], settings),
			);
			const id = await published.call([person!]);
			await resume(harness(), id);
			expect(wordsOf(await harness().n8n.owner.executionEnded(id))).toBe('');
			expect(sent(person!.to)).toBe(2);
		});

		it('by a sub-workflow called before a wait and after it', async () => {
			const [person] = recipients(1);
			const sub = await store(harness(), liveVox(SENDING, smsSend()));
			const again = node('Whom', 'n8n-nodes-base.set', 3.4, {
				mode: 'raw',
				jsonOutput: "={{ $('Recipients').first().json }}",
				options: {},
			});
			const after = { ...callOf(sub, 'once'), name: 'Call again', id: 'again' };
			const published = await harness().publish((path) =>
				series(path, [callOf(sub, 'once'), ...waiting(), again, after], settings),
			);
			const id = await published.call([person!]);
			await resume(harness(), id);
			expect(wordsOf(await harness().n8n.owner.executionEnded(id))).toBe('');
			expect(sent(person!.to)).toBe(2);
		});

		it('from two executions that begin at the same moment', async () => {
			const people = recipients(10);
			const published = await harness().publish({ settings });
			await Promise.all([published.run(people), published.run(people)]);
			expect(people.map(({ to: number }) => sent(number))).toEqual(people.map(() => 2));
		});
	});

	it('from sub-workflows that are not waited for, each with a person of its own', async () => {
		const people = recipients(10);
		const sub = await store(harness(), liveVox(SENDING, smsSend()));
		const published = await harness().publish((path) => series(path, [notWaitingFor(sub)]));
		expect((await published.run(people)).status).toBe('success');
		await quiet(harness());
		expect(harness().reached.sort()).toEqual(people.map(({ to: number }) => number).sort());
	});
});
