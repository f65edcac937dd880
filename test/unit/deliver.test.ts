import type { DeliveryReport, Limits } from '../../nodes/LiveVoxSms/delivery/types';
import { REJECTED, throttled, UNKNOWN, type Attempt } from './attempts';
import { all, Execution, ITEMS, itemsThat } from './execution';
import { Killed } from './virtual-time';

const idsOf = ({ results }: DeliveryReport) =>
	results.map((result) => (result.outcome === 'accepted' ? result.value : undefined));

const without = (...items: number[]) => all.filter((item) => !items.includes(item));

describe('one run', () => {
	test('sends each message once, and gives the results in their order', async () => {
		const execution = new Execution();
		const delivery = await execution.run();
		expect(execution.accepted).toEqual(all);
		expect(delivery.results).toEqual(all.map((item) => ({ outcome: 'accepted', value: item + 1 })));
		expect(execution.ends).toHaveLength(ITEMS);
		expect(delivery.unprotected).toBeUndefined();
		expect(execution.maxPending).toBe(4);
	});

	test('of nothing is nothing', async () => {
		const execution = new Execution();
		expect(await execution.run({}, 0)).toEqual({
			results: [],
			waited: 0,
			unprotected: undefined,
		});
		expect(execution.claims.calls).toEqual([]);
	});

	test.each([
		[1, 30],
		[4, 8],
		[5, 6],
		[100, 6],
	])('claims few messages at a time if that costs nothing: at most %i', async (batch, calls) => {
		const execution = new Execution();
		execution.batch = batch;
		await execution.run();
		expect(execution.claims.calls).toHaveLength(calls);
		for (const [call, keys] of execution.claims.calls) {
			expect(call).toBe('record');
			expect(keys).toBeLessThanOrEqual(batch);
		}
	});

	test('claims each message before it is sent', async () => {
		const execution = new Execution();
		execution.atRequest = (item) => expect(execution.claims.content).toContain(`text ${item}`);
		await execution.run();
		expect(execution.claims.content).toHaveLength(ITEMS);
	});

	test('without Send Once Keys does not touch their store', async () => {
		const execution = new Execution();
		execution.onceKeys.error = 'no store';
		await execution.run();
		expect(execution.onceKeys.calls).toEqual([]);
	});

	test('says how long LiveVox let it wait', async () => {
		const execution = new Execution();
		execution.attempts.set(0, throttled(3_000));
		execution.atRequest = () => {
			if (execution.asked.length > 4) execution.attempts.clear();
		};
		const { waited } = await execution.run();
		expect(waited).toBeGreaterThanOrEqual(2_900);
	});
});

describe('a second run of the same execution', () => {
	test('repeats nothing that was accepted, and gives the same ids', async () => {
		const execution = new Execution();
		const first = await execution.run();
		execution.forget();
		const second = await execution.run();
		expect(execution.asked).toEqual([]);
		expect(idsOf(second)).toEqual(idsOf(first));
		expect(itemsThat(second, (result) => 'alreadySent' in result && result.alreadySent === true)).toEqual(all);
	});

	test('sends what was rejected, and only that', async () => {
		const execution = new Execution();
		execution.attempts = new Map([
			[3, REJECTED],
			[9, REJECTED],
		]);
		await execution.run();
		execution.attempts.clear();
		execution.forget();
		const second = await execution.run();
		expect(execution.asked).toEqual([3, 9]);
		expect(itemsThat(second, ({ outcome }) => outcome === 'accepted')).toEqual(all);
	});

	test('reports what is unknown as unknown again', async () => {
		const execution = new Execution();
		execution.attempts = new Map([
			[3, UNKNOWN],
			[9, UNKNOWN],
		]);
		await execution.run();
		execution.attempts.clear();
		execution.forget();
		const { results } = await execution.run();
		expect(execution.asked).toEqual([]);
		for (const item of [3, 9]) {
			expect(results[item]).toEqual(expect.objectContaining({ outcome: 'unknown', cause: 'earlierAttempt' }));
		}
	});

	test('with Resend Unknown sends that again', async () => {
		const execution = new Execution();
		execution.attempts.set(3, UNKNOWN);
		await execution.run();
		execution.attempts.clear();
		execution.forget();
		const second = await execution.run({ resendUnknown: true });
		expect(execution.asked).toEqual([3]);
		expect(itemsThat(second, ({ outcome }) => outcome === 'accepted')).toEqual(all);
	});

	// Rejected for its number, say, the second time; the first may be out all the same.
	test('once unknown stays unknown until it is accepted', async () => {
		const execution = new Execution();
		execution.attempts.set(3, UNKNOWN);
		await execution.run();
		execution.attempts.set(3, throttled(3_600_000));
		const { results } = await execution.run({ resendUnknown: true });
		expect(results[3]).toMatchObject({ outcome: 'unknown', error: { httpStatus: 429 } });
		execution.attempts.clear();
		execution.forget();
		await execution.run();
		expect(execution.asked).toEqual([]);
		execution.startOver();
		await execution.run();
		expect(execution.asked).toEqual([]);
	});

	test('a rejection forgets nothing of another text for the same item', async () => {
		const execution = new Execution();
		execution.claims.error = 'no database';
		await execution.run();
		execution.text = 'another text';
		for (const item of all) execution.attempts.set(item, REJECTED);
		await execution.run();
		execution.text = 'text';
		execution.attempts.clear();
		execution.forget();
		await execution.run();
		expect(execution.asked).toEqual([]);
	});

	test('sends another text for the same item', async () => {
		const execution = new Execution();
		await execution.run();
		execution.text = 'another text';
		execution.forget();
		await execution.run();
		expect(execution.asked).toEqual(all);
	});
});

describe('On Error = Stop', () => {
	test('sends no more, and a second run sends exactly the rest', async () => {
		const execution = new Execution();
		execution.attempts.set(5, REJECTED);
		const first = await execution.run({ stopAtFailure: true });
		const sent = [...execution.accepted];
		expect(sent.length).toBeLessThan(10);
		expect(first.results).toHaveLength(ITEMS);
		expect(first.results.at(-1)).toMatchObject({ outcome: 'rejected', cause: 'earlierFailure' });

		execution.attempts.clear();
		execution.forget();
		await execution.run({ stopAtFailure: true });
		expect(execution.asked).toEqual(without(...sent));
		expect([...execution.accepted].sort((a, b) => a - b)).toEqual(all);
	});

	// With 500 of 1,000 accepted by the first try, a failure of the next one would say: accepted 0, not tried 999.
	test('a failure early in a second run hides none that the first has sent', async () => {
		const execution = new Execution();
		const rejected = all.filter((item) => item % 2 === 0);
		for (const item of rejected) execution.attempts.set(item, REJECTED);
		await execution.run();
		const second = await execution.run({ stopAtFailure: true });
		const accepted = itemsThat(second, ({ outcome }) => outcome === 'accepted');
		expect(accepted).toEqual(without(...rejected));
	});

	test('an unknown one of an earlier run holds up nobody', async () => {
		const execution = new Execution();
		execution.attempts.set(0, UNKNOWN);
		await execution.run({ stopAtFailure: true });
		execution.attempts.clear();
		await execution.run({ stopAtFailure: true });
		expect([...execution.accepted].sort((a, b) => a - b)).toEqual(without(0));
	});
});

describe('a stop in the middle', () => {
	async function stopped(): Promise<{ execution: Execution; first: DeliveryReport }> {
		const execution = new Execution();
		execution.atRequest = (item) => (execution.time.isStopped = item >= 10);
		const first = await execution.run();
		execution.time.isStopped = false;
		execution.atRequest = () => undefined;
		execution.forget();
		return { execution, first };
	}

	test('a second run sends exactly the rest', async () => {
		const { execution, first } = await stopped();
		const sent = [...execution.accepted];
		expect(first.results.at(-1)).toMatchObject({ outcome: 'rejected', cause: 'stopped' });
		await execution.run();
		expect(execution.asked).toEqual(without(...sent));
	});

	test('also where n8n has lost the ledger: what was started is unknown', async () => {
		const { execution } = await stopped();
		const sent = [...execution.accepted];
		execution.startOver();
		const second = await execution.run();
		expect(execution.asked).toEqual(without(...sent));
		expect(itemsThat(second, ({ outcome }) => outcome === 'unknown')).toEqual(sent);
	});
});

describe('a run that n8n starts a second time while the first goes on', () => {
	test('sends nothing, and no retry of it does', async () => {
		const execution = new Execution();
		execution.executionMarker = 'begun 7 0';
		const first = await execution.run();
		expect(idsOf(first)).toEqual(all.map((item) => item + 1));
		expect(execution.claims.content).toContain('begun 7 0');

		execution.ledgerData = {};
		execution.forget();
		const second = await execution.run();
		expect(execution.ends).toHaveLength(ITEMS);
		expect(second.results).toEqual(
			all.map(() => expect.objectContaining({ outcome: 'unknown', cause: 'duplicateExecution' })),
		);
		execution.executionMarker = undefined;
		const retried = await execution.run();
		expect(itemsThat(retried, ({ outcome }) => outcome === 'unknown')).toEqual(all);
		expect(execution.asked).toEqual([]);
	});

	test('leaves the claims of the other one, also if LiveVox rejects the same message of its own', async () => {
		const execution = new Execution();
		await execution.claims.record(['text 3']);
		execution.attempts.set(3, REJECTED).set(4, REJECTED);
		await execution.run();
		expect(execution.asked).toEqual(all);
		expect(execution.claims.content).toEqual(
			without(4)
				.map((item) => `text ${item}`)
				.sort(),
		);
	});

	test('looks at it with the keys of its first messages, and once', async () => {
		const execution = new Execution();
		execution.executionMarker = 'begun 7 0';
		await execution.run();
		expect(execution.claims.calls.map(([, keys]) => keys)).toEqual([8, 5, 5, 5, 5, 3]);
	});
});

describe('a retry beside another one of the same execution in this process', () => {
	test('sends nothing, claims nothing, and keeps what is known', async () => {
		const execution = new Execution();
		execution.attempts.set(5, UNKNOWN);
		await execution.run({ stopAtFailure: true });
		const sent = execution.accepted.length;
		Object.assign(execution, { isRetry: true, isDuplicate: true });
		execution.claims.calls.length = 0;
		execution.forget();
		const { results } = await execution.run();
		expect(execution.asked).toEqual([]);
		expect(execution.claims.calls).toEqual([]);
		expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(sent);
		expect(results.filter(({ outcome }) => outcome === 'unknown')).toHaveLength(ITEMS - sent);

		execution.isDuplicate = false;
		await execution.run();
		expect(execution.asked).toEqual([]);
	});
});

describe('a sub-workflow, called again', () => {
	/** Another call, which finds the claims of the ones before. */
	const called = (before: Execution | undefined, caller: string) =>
		Object.assign(new Execution(), {
			caller,
			isRetry: true,
			...(before && { claims: before.claims }),
		});

	test('by the same execution sends its messages', async () => {
		const first = called(undefined, 'execution 1');
		await first.run();
		const second = called(first, 'execution 1');
		await second.run();
		expect(second.asked).toEqual(all);
	});

	test('by a retry of that execution sends nothing that was started, however often it is called', async () => {
		const first = called(undefined, 'execution 1');
		await first.run({}, 10);
		for (const time of [1, 2]) {
			const again = called(first, 'execution 2');
			const { results } = await again.run();
			const rest = time === 1 ? all.slice(10) : [];
			expect(again.asked.filter((item) => item < 10)).toEqual([]);
			expect(again.asked).toEqual(expect.arrayContaining(rest));
			expect(results.slice(0, 10).every(({ outcome }) => outcome === 'unknown')).toBe(true);
		}
	});

	test('by Retry On Fail of the node that called it, because it ended with an error', async () => {
		const first = called(undefined, 'execution 1');
		first.attempts.set(5, REJECTED);
		await first.run({ stopAtFailure: true });
		const sent = [...first.accepted];
		const again = called(first, 'execution 1');
		await again.run();
		expect(again.asked).toEqual(without(...sent));
	});

	test.each<[string, Attempt | undefined, boolean, boolean]>([
		['ended with a rejection', REJECTED, true, true],
		['ended with an unknown result', UNKNOWN, true, true],
		['went on after a rejection', REJECTED, false, false],
		['had all accepted', undefined, true, false],
	])(
		"its claims are still a sibling's unless it ended with an error: one that %s",
		async (_, attempt, stopAtFailure, isReleased) => {
			const execution = called(undefined, 'execution 1');
			if (attempt) execution.attempts.set(5, attempt);
			await execution.run({ stopAtFailure });
			const siblings = execution.claims.content.filter((key) => key.startsWith('execution 1 '));
			expect(siblings.length === 0).toBe(isReleased);
		},
	);
});

describe('calls of a tool that share a ledger', () => {
	test('at the same time send a message once', async () => {
		const execution = new Execution();
		execution.isShared = true;
		const [first, second] = await Promise.all([execution.run({}, 1), execution.run({}, 1)]);
		expect(execution.asked).toEqual([0]);
		expect([first.results[0]?.outcome, second.results[0]?.outcome]).toEqual(['accepted', 'unknown']);
	});

	test('of one message at the same time send it once with Resend Unknown as well', async () => {
		const execution = new Execution();
		execution.isShared = true;
		const run = async () => await execution.run({ resendUnknown: true }, 1);
		const [, second] = await Promise.all([run(), run()]);
		expect(execution.asked).toEqual([0]);
		expect(second.results[0]).toEqual(expect.objectContaining({ outcome: 'unknown', cause: 'earlierAttempt' }));
	});

	// The claim that the second makes would be given up by the first, and a crash would leave none.
	test('leave one alone that was rejected until its claim is given up', async () => {
		const execution = new Execution();
		execution.isShared = true;
		execution.attempts.set(0, REJECTED);
		const { remove } = execution.claims;
		let meanwhile: Promise<DeliveryReport> | undefined;
		Object.assign(execution.claims, {
			remove: async (keys: string[]) => {
				meanwhile ??= execution.run({}, 1);
				await execution.time.sleep(500);
				await remove(keys);
			},
		});
		await execution.run({}, 1);
		expect(execution.asked).toEqual([0]);
		expect((await meanwhile)?.results[0]).toMatchObject({ outcome: 'unknown' });
		execution.attempts.clear();
		await execution.run({}, 1);
		expect(execution.accepted).toEqual([0]);
	});

	// The first calls of the two need not be the same.
	test('that n8n runs a second time send nothing that the first run has started', async () => {
		const first = Object.assign(new Execution(), { isShared: true, executionMarker: 'begun 7 tool' });
		first.attempts.set(2, REJECTED);
		await first.run({}, 3);
		first.attempts.clear();
		const second = Object.assign(new Execution(), {
			claims: first.claims,
			isShared: true,
			executionMarker: 'begun 7 tool',
		});
		const { results } = await second.run({}, 4);
		expect(second.asked).toEqual([2, 3]);
		expect(results.slice(0, 2)).toEqual(
			[0, 1].map(() => expect.objectContaining({ outcome: 'unknown', cause: 'duplicateExecution' })),
		);
		await second.run({}, 4);
		expect(second.asked).toEqual([2, 3]);
	});

	test('send again what was rejected, and what was not started', async () => {
		const execution = new Execution();
		execution.isShared = true;
		execution.attempts.set(0, REJECTED);
		await execution.run({}, 1);
		execution.attempts.clear();
		execution.time.isStopped = true;
		await execution.run({}, 1);
		execution.time.isStopped = false;
		await execution.run({}, 1);
		expect(execution.asked).toEqual([0, 0]);
		expect(execution.accepted).toEqual([0]);
	});
});

describe('with Resend Unknown, what may have been sent is never again told as not sent', () => {
	const resend = { resendUnknown: true };

	async function unknown(onceKeyOf?: (item: number) => string): Promise<Execution> {
		const execution = new Execution();
		if (onceKeyOf) execution.onceKeyOf = onceKeyOf;
		for (const item of all) execution.attempts.set(item, UNKNOWN);
		await execution.run();
		execution.forget();
		execution.isRetry = true;
		return execution;
	}

	const outcomesOf = ({ results }: DeliveryReport) => [...new Set(results.map(({ outcome }) => outcome))];

	test('where the execution is stopped before the message', async () => {
		const execution = await unknown();
		execution.time.isStopped = true;
		expect(outcomesOf(await execution.run(resend))).toEqual(['unknown']);
		expect(execution.asked).toEqual([]);
	});

	test('where an earlier message was not accepted', async () => {
		const execution = await unknown();
		execution.attempts.set(0, REJECTED);
		expect(outcomesOf(await execution.run({ ...resend, stopAtFailure: true }))).toEqual(['unknown']);
	});

	test('where LiveVox rejects it now', async () => {
		const execution = await unknown();
		for (const item of all) execution.attempts.set(item, REJECTED);
		expect(outcomesOf(await execution.run(resend))).toEqual(['unknown']);
	});

	describe('by a request of this run', () => {
		/** The first request of each item ends as unknown. */
		function fixture(then: Attempt): Execution {
			const execution = new Execution();
			const asked = new Set<number>();
			execution.atRequest = (item) => {
				execution.attempts.set(item, asked.has(item) ? then : UNKNOWN);
				asked.add(item);
			};
			return execution;
		}

		test.each<[string, Attempt]>([
			['LiveVox rejects it then', REJECTED],
			['it would have to wait for too long', throttled(3_600_000)],
		])('if %s', async (_, then) => {
			const { results } = await fixture(then).run(resend, 1);
			expect(results).toEqual([{ ...then, outcome: 'unknown' }]);
		});

		// n8n cuts off the requests in progress: each of them may have been sent.
		test('if the execution is stopped then', async () => {
			const execution = fixture(UNKNOWN);
			const { atRequest } = execution;
			execution.atRequest = (item) => {
				atRequest(item);
				execution.time.isStopped = true;
			};
			const { results } = await execution.run(resend, 1);
			expect(execution.asked).toEqual([0]);
			expect(results).toEqual([UNKNOWN]);
		});

		// Its claim would be released, and a retry of the execution would send it again.
		test('if another message fails then', async () => {
			const execution = fixture(UNKNOWN);
			const { atRequest } = execution;
			execution.atRequest = (item) => (item === 0 ? atRequest(item) : execution.attempts.set(item, REJECTED));
			const { results } = await execution.run({ ...resend, stopAtFailure: true }, 2);
			expect(results).toEqual([UNKNOWN, REJECTED]);
			execution.startOver();
			await execution.run({}, 1);
			expect(execution.asked).toEqual([]);
		});
	});

	test('where the store of claims is gone', async () => {
		const execution = await unknown();
		execution.ledgerData = {};
		execution.atRequest = () => (execution.claims.error = 'no database');
		expect(outcomesOf(await execution.run(resend))).toEqual(['unknown']);
	});

	test('where its Send Once Key cannot be read', async () => {
		const execution = await unknown((item) => `key ${item}`);
		execution.onceKeys.error = 'no database';
		expect(outcomesOf(await execution.run(resend))).toEqual(['unknown']);
		expect(execution.asked).toEqual([]);
	});
});

describe('a crash', () => {
	/** The process ends while some messages are in progress, and some of them accepted. */
	async function crashed(onceKeyOf?: Execution['onceKeyOf']): Promise<Execution> {
		const execution = new Execution();
		if (onceKeyOf) execution.onceKeyOf = onceKeyOf;
		execution.time.killAt = execution.time.now() + 130;
		await expect(execution.run()).rejects.toThrow(Killed);
		execution.startOver();
		return execution;
	}

	test('nothing goes out twice: what was claimed is unknown, the rest is sent', async () => {
		const execution = await crashed();
		const sent = execution.accepted.length;
		expect(sent).toBeGreaterThan(4);
		const claimed = all.filter((item) => execution.claims.content.includes(`text ${item}`));
		// Those that were accepted or in progress, and at most what was claimed ahead of them.
		expect(claimed.length).toBeLessThanOrEqual(sent + 4 + 2 * execution.batch);

		const second = await execution.run();
		expect(itemsThat(second, ({ outcome }) => outcome === 'unknown')).toEqual(claimed);
		expect(execution.asked).toEqual(without(...claimed));
		expect(new Set(execution.accepted).size).toBe(execution.accepted.length);
	});

	test('what was claimed stays unknown in a third run', async () => {
		const execution = await crashed();
		const second = await execution.run();
		execution.forget();
		const third = await execution.run();
		expect(execution.asked).toEqual([]);
		expect(third.results.map(({ outcome }) => outcome)).toEqual(second.results.map(({ outcome }) => outcome));
	});

	test('nothing is sent as long as the store does not tell what was claimed', async () => {
		const execution = await crashed();
		execution.claims.error = 'no database';
		const second = await execution.run();
		expect(second.results).toEqual(
			all.map(() => expect.objectContaining({ outcome: 'unknown', cause: 'earlierUnverified' })),
		);
		expect(execution.asked).toEqual([]);
	});

	test('what was claimed is in the ledger then: the next round of a loop counts on from it', async () => {
		const execution = await crashed();
		await execution.run();
		expect(Object.keys(execution.ledgerData['0']!).sort()).toEqual(all.map((item) => `text ${item}`).sort());
	});

	// Their claims were not asked for, and an earlier try may have sent them.
	test('what a retry does not come to is not said to be not sent', async () => {
		const execution = await crashed();
		execution.time.isStopped = true;
		const { results } = await execution.run();
		expect(results).toEqual(all.map(() => expect.objectContaining({ outcome: 'unknown', cause: 'earlierUnverified' })));
		execution.time.isStopped = false;
		await execution.run();
		expect(execution.asked.length).toBeGreaterThan(0);
		expect(new Set(execution.accepted).size).toBe(execution.accepted.length);
	});

	test('nor is what has a Send Once Key that cannot be looked up', async () => {
		const execution = await crashed((item) => `key ${item}`);
		execution.onceKeys.error = 'no database';
		const { results } = await execution.run();
		expect(results).toEqual(all.map(() => expect.objectContaining({ outcome: 'unknown', cause: 'earlierUnverified' })));
	});

	test('with Resend Unknown all is sent again that is not known', async () => {
		const execution = await crashed();
		await execution.run({ resendUnknown: true });
		expect(execution.asked).toEqual(all);
	});

	test('with Send Once Keys another execution sends exactly the rest', async () => {
		const killed = await crashed((item) => `key ${item}`);
		const open = all.filter((item) => killed.onceKeys.content.includes(`taken key ${item}`));
		const later = Object.assign(new Execution(), {
			onceKeys: killed.onceKeys,
			onceKeyOf: killed.onceKeyOf,
		});
		const second = await later.run();
		expect(later.asked).toEqual(without(...open));
		expect(itemsThat(second, ({ outcome }) => outcome === 'skipped')).toEqual(open);
	});
});

describe('claims that cannot be made', () => {
	test('the run goes on, and says so', async () => {
		const execution = new Execution();
		execution.claims.error = 'no database';
		const { unprotected, results } = await execution.run();
		expect(execution.accepted).toEqual(all);
		expect(results).toHaveLength(ITEMS);
		expect(unprotected).toBe('no database');
		// Twice for each batch: n8n may have been busy for a moment.
		expect(execution.claims.calls).toHaveLength(2 * Math.ceil(ITEMS / 5));
	});

	test('are made again for the next messages, which are protected then', async () => {
		const execution = new Execution();
		execution.claims.error = 'no database';
		execution.atRequest = () => (execution.claims.error = undefined);
		const { unprotected } = await execution.run();
		expect(execution.accepted).toEqual(all);
		expect(unprotected).toBe('no database');
		expect(execution.claims.content).toHaveLength(ITEMS - execution.batch);
	});

	/** n8n's database goes away at that item, and comes back after so many milliseconds. */
	function withOutage(at: number, ms: number): Execution {
		const execution = new Execution();
		let since: number | undefined;
		const isAway = () => since !== undefined && execution.time.now() < since + ms;
		execution.atRequest = (item) => {
			if (item === at) since ??= execution.time.now();
		};
		for (const store of [execution.claims, execution.onceKeys]) {
			store.pause = async () => {
				if (isAway()) throw new Error('no database');
			};
		}
		return execution;
	}

	test.each([
		['claims', () => undefined],
		['keys', (item: number) => `key ${item}`],
	])('for ten seconds in the middle are waited for: %s', async (_, onceKeyOf) => {
		const execution = withOutage(10, 10_000);
		execution.onceKeyOf = onceKeyOf;
		const started = execution.time.now();
		const { unprotected } = await execution.run();
		expect(execution.accepted).toHaveLength(ITEMS);
		expect(new Set(execution.accepted).size).toBe(ITEMS);
		expect(execution.time.now() - started).toBeGreaterThan(10_000);
		expect(unprotected).toBeUndefined();
	});

	test('for longer than a minute end the run: a retry sends what was not started, and nobody twice', async () => {
		const execution = withOutage(10, Infinity);
		const first = await execution.run();
		const sent = execution.accepted.length;
		expect(sent).toBeGreaterThan(10);
		expect(sent).toBeLessThan(ITEMS);
		const left = itemsThat(first, ({ outcome }) => outcome === 'rejected');
		expect(left).toHaveLength(ITEMS - sent);
		expect(first.results[left[0]!]).toMatchObject({ outcome: 'rejected', cause: 'storeLost' });

		for (const store of [execution.claims, execution.onceKeys]) store.pause = async () => undefined;
		execution.atRequest = () => undefined;
		execution.startOver();
		await execution.run();
		expect(execution.asked).toEqual(left);
	});

	test('a stop ends the waiting', async () => {
		const execution = withOutage(10, Infinity);
		const { atRequest } = execution;
		execution.atRequest = (item) => {
			atRequest(item);
			if (item === 12) execution.time.isStopped = true;
		};
		const started = execution.time.now();
		const { results } = await execution.run();
		expect(results).toHaveLength(ITEMS);
		expect(execution.time.now() - started).toBeLessThan(5_000);
	});

	test('at the end change nothing for what was sent', async () => {
		const execution = withOutage(29, Infinity);
		execution.attempts.set(29, REJECTED);
		const { unprotected, results } = await execution.run();
		expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(ITEMS - 1);
		expect(unprotected).toBeUndefined();
	});

	test('the ledger still repeats nothing', async () => {
		const execution = new Execution();
		execution.claims.error = 'no database';
		await execution.run();
		execution.forget();
		await execution.run();
		expect(execution.asked).toEqual([]);
	});
});

test('what LiveVox has rejected is free for a second run, also after a crash', async () => {
	const execution = new Execution();
	for (const item of [0, 12, 29]) execution.attempts.set(item, REJECTED);
	await execution.run();
	execution.attempts.clear();
	execution.startOver();
	await execution.run();
	expect(execution.asked).toEqual([0, 12, 29]);
});

test('a first try heeds no claim: it is one of another execution that began at the same moment', async () => {
	const first = new Execution();
	await first.run();
	const other = Object.assign(new Execution(), { claims: first.claims });
	await other.run();
	expect(other.accepted).toEqual(all);
});

describe('Send Once Keys', () => {
	const withKeys = (stores: Partial<Execution> = {}) =>
		Object.assign(new Execution(), { onceKeyOf: (item: number) => `key ${item}`, ...stores });

	/** Another execution of the same workflow. */
	const another = ({ onceKeys, onceKeyOf }: Execution) => withKeys({ onceKeys, onceKeyOf });

	test('another execution skips what was sent', async () => {
		const first = withKeys();
		await first.run();
		const second = another(first);
		const { results } = await second.run();
		expect(second.asked).toEqual([]);
		expect(results).toEqual(all.map(() => ({ outcome: 'skipped', state: 'sent' })));
	});

	test('and what is unknown, and sends what was rejected', async () => {
		const first = withKeys();
		first.attempts = new Map([
			[3, UNKNOWN],
			[9, REJECTED],
			[29, REJECTED],
		]);
		await first.run();
		const second = another(first);
		const { results } = await second.run();
		expect(second.asked).toEqual([9, 29]);
		expect(results[3]).toEqual({ outcome: 'skipped', state: 'unknown' });
		expect(results[9]).toMatchObject({ outcome: 'accepted' });
	});

	test('and with Resend Unknown sends that as well', async () => {
		const first = withKeys();
		first.attempts.set(3, UNKNOWN);
		await first.run();
		const second = another(first);
		await second.run({ resendUnknown: true });
		expect(second.asked).toEqual([3]);
		const third = another(first);
		await third.run({ resendUnknown: true });
		expect(third.asked).toEqual([]);
	});

	test('what an execution did not come to is free', async () => {
		const first = withKeys();
		first.attempts.set(0, REJECTED);
		await first.run({ stopAtFailure: true });
		const second = another(first);
		await second.run();
		expect(second.asked).toEqual(without(...first.accepted));
	});

	test('a second item with the same key is not sent', async () => {
		const execution = withKeys({ onceKeyOf: (item) => `key ${item % 10}` });
		const { results } = await execution.run();
		expect(execution.asked).toEqual(all.slice(0, 10));
		for (const result of results.slice(10)) {
			expect(result).toEqual({ outcome: 'skipped', state: 'repeated' });
		}
	});

	test('a retry of the same execution gives the ids again', async () => {
		const execution = withKeys();
		const first = await execution.run();
		execution.forget();
		const second = await execution.run();
		expect(execution.asked).toEqual([]);
		expect(idsOf(second)).toEqual(idsOf(first));
	});

	test('beside items without: each is protected in its own way', async () => {
		const onceKeyOf = (item: number) => (item % 2 === 0 ? `key ${item}` : undefined);
		const first = withKeys({ onceKeyOf });
		await first.run();
		expect(first.claims.content).toHaveLength(15);
		const second = another(first);
		await second.run();
		expect(second.asked).toEqual(all.filter((item) => item % 2 === 1));
	});

	test('where the store fails nothing is sent, and items without a key are', async () => {
		const onceKeyOf = (item: number) => (item % 2 === 0 ? `key ${item}` : undefined);
		const execution = withKeys({ onceKeyOf });
		execution.onceKeys.error = 'no database';
		const { results } = await execution.run();
		expect(execution.asked).toEqual(all.filter((item) => item % 2 === 1));
		expect(results[0]).toMatchObject({ outcome: 'rejected', cause: 'keyUnverified' });

		execution.onceKeys.error = undefined;
		execution.forget();
		await execution.run();
		expect(execution.asked).toEqual(all.filter((item) => item % 2 === 0));
	});

	test('a store that fails at the end ends no run', async () => {
		const execution = withKeys();
		execution.atRequest = (item) => {
			if (item === 29) execution.onceKeys.error = 'no database';
		};
		const { results } = await execution.run();
		expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true);
	});

	test('are stored as taken and open until LiveVox accepts or rejects the message', async () => {
		const execution = withKeys();
		execution.attempts = new Map([
			[1, REJECTED],
			[2, UNKNOWN],
		]);
		execution.atRequest = (item) => expect(execution.onceKeys.content).toContain(`open key ${item}`);
		await execution.run({}, 3);
		expect(execution.onceKeys.content).toEqual(['open key 2', 'taken key 0', 'taken key 2']);
	});

	test('asking again changes nothing', async () => {
		const first = withKeys();
		first.attempts.set(3, UNKNOWN);
		await first.run();
		for (const later of [another(first), another(first)]) {
			const { results } = await later.run();
			expect(
				itemsThat({ results } as DeliveryReport, (result) => 'state' in result && result.state === 'sent'),
			).toEqual(without(3));
			expect(later.asked).toEqual([]);
		}
	});

	test('one that looks like the mark of another is not mixed up with it', async () => {
		const onceKeyOf = (item: number) => ['a', 'open a', 'taken a'][item];
		const execution = withKeys({ onceKeyOf });
		await execution.run({}, 1);
		execution.ledgerData = {};
		await execution.run({}, 3);
		expect(execution.asked).toEqual([0, 1, 2]);
	});

	// The keys of the batch are taken already when closing those that were sent fails: they look unknown for ever.
	test('a store that fails between two calls keeps no key from being sent later', async () => {
		const first = withKeys();
		await first.run({}, 1);
		const second = another(first);
		const { remove } = second.onceKeys;
		Object.assign(second.onceKeys, { remove: () => Promise.reject(new Error('no database')) });
		await second.run();
		Object.assign(second.onceKeys, { remove });
		const third = another(first);
		await third.run();
		expect([...second.accepted, ...third.accepted]).toEqual(without(0));
	});
});

describe('executions of one process with the same Send Once Keys', () => {
	/** So many at a time, the second one with its messages in the opposite order. */
	async function together(count: number, limits: Partial<Limits> = {}, later = 0) {
		const execution = new Execution();
		execution.onceKeyOf = (item) => `key ${item}`;
		execution.onceKeys.pause = async () => await execution.time.sleep(3);
		const runs = Array.from({ length: count }, async (_, index) => {
			if (index > 0 && later > 0) await execution.time.sleep(later);
			return await execution.beside(`execution ${index}`, limits, index === 1 ? [...all].reverse() : all);
		});
		return { execution, reports: await execution.time.until(Promise.all(runs)) };
	}

	test.each([
		[2, 0],
		[2, 70],
		[3, 0],
		[5, 10],
	])('send each message once, and skip the others as sent: %i, one %i ms after the other', async (count, later) => {
		const { execution, reports } = await together(count, {}, later);
		expect([...execution.accepted].sort((a, b) => a - b)).toEqual(all);
		const results = reports.flatMap((report) => report.results);
		expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(ITEMS);
		const skipped = results.filter((result) => result.outcome === 'skipped' && result.state === 'sent');
		expect(skipped).toHaveLength((count - 1) * ITEMS);
	});

	test('send what another one had rejected', async () => {
		const execution = new Execution();
		execution.onceKeyOf = (item) => `key ${item}`;
		execution.attempts.set(3, REJECTED);
		execution.atRequest = (item) =>
			item === 3 && execution.asked.filter((each) => each === 3).length > 1 && execution.attempts.clear();
		const both = [execution.beside('one'), execution.beside('two')];
		const [first, second] = await execution.time.until(Promise.all(both));
		expect(first!.results[3]).toEqual(REJECTED);
		expect(second!.results[3]).toMatchObject({ outcome: 'accepted' });
	});

	test('skip what is unknown to another one', async () => {
		const execution = new Execution();
		execution.onceKeyOf = (item) => `key ${item}`;
		execution.attempts.set(3, UNKNOWN);
		const both = [execution.beside('one'), execution.beside('two')];
		const [, second] = await execution.time.until(Promise.all(both));
		expect(second!.results[3]).toEqual({ outcome: 'skipped', state: 'unknown' });
		expect(execution.asked.filter((item) => item === 3)).toHaveLength(1);
	});

	test('one that is stopped while it waits sends nothing, and holds up nobody', async () => {
		const execution = new Execution();
		execution.onceKeyOf = (item) => `key ${item}`;
		let isStopped = false;
		execution.atRequest = () => (isStopped = true);
		const first = execution.beside('one');
		const second = execution.beside('two', {}, all, () => isStopped);
		const reports = await execution.time.until(Promise.all([first, second]));
		expect(execution.accepted).toEqual(all);
		expect(itemsThat(reports[1]!, ({ outcome }) => outcome === 'rejected')).toEqual(all);
	});

	test('one whose message failed while it waits ends, with On Error = Stop', async () => {
		const execution = new Execution();
		execution.onceKeyOf = (item) => (item < execution.batch ? undefined : `key ${item}`);
		execution.attempts.set(0, REJECTED);
		const first = execution.beside('one', { messagesPerSecond: 1 }, all.slice(execution.batch));
		const second = execution.beside('two', { stopAtFailure: true });
		const startedAt = execution.time.now();
		await execution.time.until(second);
		expect(execution.time.now() - startedAt).toBeLessThan(10_000);
		await execution.time.until(first);
		expect([...execution.accepted].sort((a, b) => a - b).slice(-23)).toEqual(all.slice(execution.batch));
	});

	test('leave no key locked, however they end', async () => {
		const { execution } = await together(2, { stopAtFailure: true });
		execution.forget();
		execution.time.isStopped = true;
		await execution.time.until(execution.beside('stopped'));
		execution.time.isStopped = false;
		execution.onceKeys.error = 'no store';
		await execution.time.until(execution.beside('without its store'));
		execution.onceKeys.error = undefined;
		const last = await execution.time.until(execution.beside('last'));
		expect(itemsThat(last, ({ outcome }) => outcome === 'skipped')).toEqual(all);
	});
});
