import { deliver } from '../../nodes/LiveVoxSms/delivery/deliver';
import { Ledger, type LedgerData } from '../../nodes/LiveVoxSms/delivery/ledger';
import type { Delivered, Delivery, Message } from '../../nodes/LiveVoxSms/delivery/message';
import type { Reply } from '../../nodes/LiveVoxSms/delivery/outcome';
import type { Limits } from '../../nodes/LiveVoxSms/delivery/pool';
import { MemoryStore } from './memory-store';
import { answer, BROKEN } from './replies';
import { VirtualTime } from './virtual-time';

const ITEMS = 30;
const all = Array.from({ length: ITEMS }, (_, item) => item);

/** A LiveVox, what n8n keeps of an execution, and a node that can be run again and again. */
class Execution {
	readonly time = new VirtualTime();
	readonly claims = new MemoryStore();
	readonly onceKeys = new MemoryStore();
	/** What LiveVox has accepted, in its order; the place is the transaction id. */
	readonly accepted: number[] = [];
	readonly asked: number[] = [];
	ledgerData: LedgerData = {};
	mostUnderWay = 0;
	/** What it answers instead of accepting. */
	answers = new Map<number, Reply<number>>();
	atRequest: (item: number) => void = () => undefined;
	onceKeyOf: (item: number) => string | undefined = () => undefined;
	chunk = 7;
	readonly ends: Delivered[] = [];
	private underWay = 0;

	async run(limits: Partial<Limits> = {}, items = ITEMS): Promise<Delivery> {
		const messages = all.slice(0, items).map((item) => this.message(item));
		const memory = {
			ledger: new Ledger(this.ledgerData, 0),
			claims: this.claims,
			onceKeys: this.onceKeys,
			chunk: this.chunk,
		};
		const allLimits = {
			maxConcurrency: 4,
			messagesPerSecond: 0,
			maxRateLimitWait: 10_000,
			resendUnknown: false,
			stopAtFailure: false,
			...limits,
		};
		this.ends.length = 0;
		const onEnd = (result: Delivered) => this.ends.push(result);
		return await this.time.until(
			deliver(messages, memory, allLimits, this.time.surroundings, onEnd),
		);
	}

	/** The process ends: what n8n keeps of the execution is gone, its database is not. */
	crash(): void {
		this.ledgerData = {};
	}

	/** Which items LiveVox was asked for from now on. */
	forget(): void {
		this.asked.length = 0;
	}

	private message(item: number): Message {
		return {
			item,
			hash: `hash ${item}`,
			claimKey: `claim ${item}`,
			onceKey: this.onceKeyOf(item),
			attempt: async () => await this.request(item),
		};
	}

	private async request(item: number): Promise<Reply<number>> {
		this.asked.push(item);
		this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
		this.atRequest(item);
		await this.time.sleep(50);
		this.underWay--;
		const reply = this.answers.get(item);
		if (reply) return reply;
		this.accepted.push(item);
		return answer(200, { id: this.accepted.length });
	}
}

const itemsThat = ({ results }: Delivery, is: (result: Delivered) => boolean) =>
	all.filter((item) => results[item] && is(results[item]));

const idsOf = ({ results }: Delivery) =>
	results.map((result) => (result.outcome === 'accepted' ? result.value : undefined));

const without = (...items: number[]) => all.filter((item) => !items.includes(item));

describe('one run', () => {
	test('sends each message once, and gives the results in their order', async () => {
		const execution = new Execution();
		const delivery = await execution.run();
		expect(execution.accepted).toEqual(all);
		expect(delivery.results).toEqual(all.map((item) => ({ outcome: 'accepted', value: item + 1 })));
		expect(execution.ends).toHaveLength(ITEMS);
		expect(delivery.claimsRefusal).toBeUndefined();
		expect(execution.mostUnderWay).toBe(4);
	});

	test('of nothing is nothing', async () => {
		const execution = new Execution();
		expect(await execution.run({}, 0)).toEqual({
			results: [],
			waited: 0,
			claimsRefusal: undefined,
		});
		expect(execution.claims.calls).toEqual([]);
	});

	test.each([
		[1, 30],
		[7, 5],
		[30, 1],
		[100, 1],
	])('claims in chunks of %i', async (chunk, calls) => {
		const execution = new Execution();
		execution.chunk = chunk;
		await execution.run();
		expect(execution.claims.calls).toHaveLength(calls);
		for (const [call, keys] of execution.claims.calls) {
			expect(call).toBe('record');
			expect(keys).toBeLessThanOrEqual(chunk);
		}
	});

	test('claims each message before it is sent', async () => {
		const execution = new Execution();
		execution.atRequest = (item) => expect(execution.claims.content).toContain(`claim ${item}`);
		await execution.run();
		expect(execution.claims.content).toHaveLength(ITEMS);
	});

	test('without Send Once Keys does not touch their store', async () => {
		const execution = new Execution();
		execution.onceKeys.refusal = 'no store';
		await execution.run();
		expect(execution.onceKeys.calls).toEqual([]);
	});

	test('says how long LiveVox let it wait', async () => {
		const execution = new Execution();
		execution.answers.set(0, answer(429, { retryAfter: '3' }));
		execution.atRequest = () => {
			if (execution.asked.length > 4) execution.answers.clear();
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
		expect(itemsThat(second, (result) => 'alreadyDone' in result)).toEqual(all);
	});

	test('sends what was refused, and only that', async () => {
		const execution = new Execution();
		execution.answers = new Map([
			[3, answer(400)],
			[9, answer(401)],
		]);
		await execution.run();
		execution.answers.clear();
		execution.forget();
		const second = await execution.run();
		expect(execution.asked).toEqual([3, 9]);
		expect(itemsThat(second, ({ outcome }) => outcome === 'accepted')).toEqual(all);
	});

	test('reports what is unknown as unknown again', async () => {
		const execution = new Execution();
		execution.answers = new Map([
			[3, BROKEN],
			[9, answer(500)],
		]);
		await execution.run();
		execution.answers.clear();
		execution.forget();
		const { results } = await execution.run();
		expect(execution.asked).toEqual([]);
		for (const item of [3, 9]) {
			expect(results[item]).toEqual({ outcome: 'unknown', reply: { kind: 'earlier' } });
		}
	});

	test('with Resend Unknown sends that again', async () => {
		const execution = new Execution();
		execution.answers.set(3, BROKEN);
		await execution.run();
		execution.answers.clear();
		execution.forget();
		const second = await execution.run({ resendUnknown: true });
		expect(execution.asked).toEqual([3]);
		expect(itemsThat(second, ({ outcome }) => outcome === 'accepted')).toEqual(all);
	});

	// Refused for its number, say, the second time; the first may be out all the same.
	test.failing('once unknown stays unknown until it is accepted', async () => {
		const execution = new Execution();
		execution.answers.set(3, BROKEN);
		await execution.run();
		execution.answers.set(3, answer(429, { retryAfter: '3600' }));
		await execution.run({ resendUnknown: true });
		execution.answers.clear();
		execution.forget();
		await execution.run();
		expect(execution.asked).toEqual([]);
	});

	// The entry of another body of the same item is dropped with it.
	test.failing('a refusal forgets nothing of another text for the same item', () => {
		const data: LedgerData = {};
		const ledger = new Ledger(data, 0);
		ledger.recordAccepted(0, 'one text', 1);
		// As the delivery does where LiveVox has refused another text.
		ledger.recordRefused(0);
		expect(ledger.find(0, 'one text')).toEqual({ id: 1 });
	});
});

describe('On Error = Stop', () => {
	test('sends no more, and a second run sends exactly the rest', async () => {
		const execution = new Execution();
		execution.answers.set(5, answer(400));
		const first = await execution.run({ stopAtFailure: true });
		const sent = [...execution.accepted];
		expect(sent.length).toBeLessThan(10);
		expect(first.results).toHaveLength(ITEMS);
		expect(first.results.at(-1)).toEqual({
			outcome: 'rejected',
			reply: { kind: 'notTried', because: 'failure' },
		});

		execution.answers.clear();
		execution.forget();
		await execution.run({ stopAtFailure: true });
		expect(execution.asked).toEqual(without(...sent));
		expect([...execution.accepted].sort((a, b) => a - b)).toEqual(all);
	});

	test('an unknown one of an earlier run holds up nobody', async () => {
		const execution = new Execution();
		execution.answers.set(0, BROKEN);
		await execution.run({ stopAtFailure: true });
		execution.answers.clear();
		await execution.run({ stopAtFailure: true });
		expect([...execution.accepted].sort((a, b) => a - b)).toEqual(without(0));
	});
});

describe('a stop in the middle', () => {
	async function stopped(): Promise<{ execution: Execution; first: Delivery }> {
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
		expect(first.results.at(-1)).toMatchObject({ reply: { because: 'stopped' } });
		await execution.run();
		expect(execution.asked).toEqual(without(...sent));
	});

	test('also where n8n has lost the ledger: what was begun is unknown', async () => {
		const { execution } = await stopped();
		const sent = [...execution.accepted];
		execution.crash();
		const second = await execution.run();
		expect(execution.asked).toEqual(without(...sent));
		expect(itemsThat(second, ({ outcome }) => outcome === 'unknown')).toEqual(sent);
	});
});

describe('a crash', () => {
	/** The process ends as LiveVox gets item 10: its answers and all that was to happen are lost. */
	async function crashed(): Promise<Execution> {
		const execution = new Execution();
		execution.atRequest = (item) => {
			if (item === 10) throw new Error('killed');
		};
		const run = execution.run();
		await expect(run).rejects.toThrow('All wait for something that never comes');
		execution.crash();
		return execution;
	}

	// A request that throws stands for a process that ends: the pool never hears of it.
	beforeAll(() => process.on('unhandledRejection', () => undefined));

	test('nothing goes out twice, and what was claimed is unknown', async () => {
		const execution = await crashed();
		const survivor = Object.assign(new Execution(), {
			claims: execution.claims,
			accepted: execution.accepted,
		});
		const claimed = all.filter((item) => execution.claims.content.includes(`claim ${item}`));
		const second = await survivor.run();
		expect(itemsThat(second, ({ outcome }) => outcome === 'unknown')).toEqual(claimed);
		expect(survivor.asked).toEqual(without(...claimed));
		expect(claimed.length).toBeLessThanOrEqual(10 + 1 + 2 * execution.chunk);
	});
});
