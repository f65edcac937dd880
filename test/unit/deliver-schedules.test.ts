import fc from 'fast-check';

import { deliver } from '../../nodes/LiveVoxSms/delivery/deliver';
import { Ledger, type LedgerData } from '../../nodes/LiveVoxSms/delivery/ledger';
import type { Delivered, Message } from '../../nodes/LiveVoxSms/delivery/message';
import type { Reply } from '../../nodes/LiveVoxSms/delivery/outcome';
import { MemoryStore } from './memory-store';
import { answer, BROKEN, UNREACHED } from './replies';
import { Killed, VirtualTime } from './virtual-time';

/** What becomes of a request. `lost`: LiveVox accepts it, and its answer never arrives. */
type Fate = 'accepted' | 'rejected' | 'broken' | 'lost' | 'busy' | 'away' | 'unreached';

interface RunPlan {
	/** How the run ends, if not by itself. */
	end: 'crash' | 'stop' | 'itself';
	/** After so many milliseconds. */
	after: number;
	/** The next run is one of another execution, not a retry of the same. */
	isOther: boolean;
	maxConcurrency: number;
	messagesPerSecond: number;
	maxRateLimitWait: number;
	stopAtFailure: boolean;
	chunk: number;
}

interface Schedule {
	items: number;
	/** How many different Send Once Keys there are; 0: none. */
	keys: number;
	fates: Fate[];
	latencies: number[];
	runs: RunPlan[];
}

const run: fc.Arbitrary<RunPlan> = fc.record({
	end: fc.constantFrom('crash', 'stop', 'itself', 'itself'),
	after: fc.integer({ min: 0, max: 400 }),
	isOther: fc.boolean(),
	maxConcurrency: fc.integer({ min: 1, max: 6 }),
	messagesPerSecond: fc.constantFrom(0, 0, 0, 20),
	maxRateLimitWait: fc.constantFrom(0, 300, 60_000),
	stopAtFailure: fc.boolean(),
	chunk: fc.integer({ min: 1, max: 8 }),
});

const schedule: fc.Arbitrary<Schedule> = fc.record({
	items: fc.integer({ min: 1, max: 14 }),
	keys: fc.constantFrom(0, 0, 3, 14),
	fates: fc.array(
		fc.constantFrom<Fate>(
			...(['accepted', 'accepted', 'accepted', 'accepted', 'busy', 'busy'] as const),
			...(['rejected', 'broken', 'lost', 'away', 'unreached'] as const),
		),
		{ minLength: 1, maxLength: 40 },
	),
	latencies: fc.array(fc.integer({ min: 2, max: 120 }), { minLength: 1, maxLength: 10 }),
	runs: fc.array(run, { minLength: 1, maxLength: 4 }),
});

const REPLIES: Record<Exclude<Fate, 'accepted' | 'lost'>, Reply<number>> = {
	rejected: answer(400),
	broken: BROKEN,
	busy: answer(429),
	away: answer(503, { retryAfter: '1' }),
	unreached: UNREACHED,
};

/** Runs a schedule, and looks after each run whether the promises were kept. */
class World {
	private readonly time = new VirtualTime();
	private readonly onceKeys = new MemoryStore();
	private readonly claims = new MemoryStore();
	private ledgerData: LedgerData = {};
	private execution = 0;
	private isRetry = false;
	private requests = 0;
	private firstOfRun = 0;
	private runs = 0;
	private underWay = 0;
	private mostUnderWay = 0;
	/** By execution and item: the transaction ids that LiveVox has given, one at most. */
	private readonly accepted = new Map<string, number[]>();

	/** In the present execution. */
	private readonly acceptedItems: Array<[item: number, id: number]> = [];

	constructor(private readonly plan: Schedule) {
		for (const store of [this.claims, this.onceKeys]) {
			store.pause = async () => await this.time.sleep(3);
		}
	}

	/** How each message ended; undefined where the process ended before. */
	async run(plan: RunPlan): Promise<Delivered[] | undefined> {
		const { time } = this;
		[this.underWay, this.mostUnderWay, time.isStopped] = [0, 0, false];
		if (plan.end === 'crash') time.killAt = time.now() + plan.after;
		this.firstOfRun = this.requests;
		this.runs++;
		const ends: Delivered[] = [];
		const work = this.deliver(plan, (result) => ends.push(result));
		if (plan.end === 'stop') {
			const { runs } = this;
			void time.sleep(plan.after).then(() => (time.isStopped = runs === this.runs));
		}
		const results = await time.until(work).catch((error: Error) => {
			expect(error).toBeInstanceOf(Killed);
			return undefined;
		});
		if (results) {
			expect(ends).toHaveLength(this.plan.items);
			expect(Object.keys(results)).toHaveLength(this.plan.items);
			results.forEach((result, item) => this.check(result, item));
		} else {
			this.ledgerData = {};
			this.isRetry = true;
		}
		time.killAt = Infinity;
		expect(this.mostUnderWay).toBeLessThanOrEqual(plan.maxConcurrency);
		this.checkNothingTwice();
		if (plan.isOther) this.beginOther();
		return results;
	}

	private async deliver(plan: RunPlan, onEnd: (result: Delivered) => void): Promise<Delivered[]> {
		const memory = {
			ledger: new Ledger(this.ledgerData, '0'),
			claims: this.claims,
			isRetry: this.isRetry,
			beginning: undefined,
			onceKeys: this.onceKeys,
			mostClaimed: plan.chunk,
		};
		const messages = Array.from({ length: this.plan.items }, (_, item) => this.message(item));
		const limits = { ...plan, resendUnknown: false };
		return (await deliver(messages, memory, limits, this.time.surroundings, onEnd)).results;
	}

	private beginOther(): void {
		this.execution++;
		this.acceptedItems.length = 0;
		this.isRetry = false;
		this.ledgerData = {};
	}

	private keyOf = (item: number) =>
		this.plan.keys === 0 ? undefined : `key ${item % this.plan.keys}`;

	private message(item: number): Message {
		return {
			slot: `slot ${item}`,
			claimKey: `claim ${this.execution} ${item}`,
			onceKey: this.keyOf(item),
			attempt: async () => await this.request(item),
		};
	}

	private async request(item: number): Promise<Reply<number>> {
		const { fates, latencies } = this.plan;
		const request = this.requests++;
		const latency = latencies[request % latencies.length]!;
		const fate = fates[request % fates.length]!;
		this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
		await this.time.sleep(latency / 2);
		if (fate === 'accepted' || fate === 'lost') this.accept(item, request);
		await this.time.sleep(latency / 2);
		this.underWay--;
		if (fate === 'accepted') return answer(200, { id: request });
		return fate === 'lost' ? BROKEN : REPLIES[fate];
	}

	private accept(item: number, id: number): void {
		this.acceptedItems.push([item, id]);
		const key = this.keyOf(item) ?? `${this.execution} ${item}`;
		this.accepted.set(key, [...(this.accepted.get(key) ?? []), id]);
	}

	private acceptedFor = (item: number) =>
		this.accepted.get(this.keyOf(item) ?? `${this.execution} ${item}`) ?? [];

	private check(result: Delivered, item: number): void {
		if (result.outcome === 'accepted') expect(this.acceptedFor(item)).toEqual([result.value]);
		if (result.outcome === 'rejected') {
			const isTried = result.reply.kind !== 'notTried';
			const ofItem = this.acceptedItems.filter(([accepted]) => accepted === item);
			// Not tried means: not by this run.
			const ofRun = ofItem.filter(([, id]) => id >= this.firstOfRun);
			expect(isTried ? ofItem : ofRun).toEqual([]);
		}
		if (result.outcome === 'skipped' && result.state === 'sent') {
			expect(this.acceptedFor(item)).toHaveLength(1);
		}
	}

	private checkNothingTwice(): void {
		for (const ids of this.accepted.values()) expect(ids).toHaveLength(1);
	}
}

it('sends no message twice and tells how each ended, whatever happens', async () => {
	await fc.assert(
		fc.asyncProperty(schedule, async (plan) => {
			const world = new World(plan);
			for (const run of plan.runs) await world.run(run);
		}),
		{ seed: 14, numRuns: 2000 },
	);
}, 60_000);

it('sends the rest in the end: nothing is lost without a word', async () => {
	const last: RunPlan = {
		end: 'itself',
		after: 0,
		isOther: false,
		maxConcurrency: 4,
		messagesPerSecond: 0,
		maxRateLimitWait: 60_000,
		stopAtFailure: false,
		chunk: 5,
	};
	await fc.assert(
		fc.asyncProperty(schedule, async (plan) => {
			const fates = [...plan.fates];
			const world = new World({ ...plan, keys: 0, fates });
			for (const run of plan.runs) await world.run({ ...run, isOther: false });
			fates.fill('accepted');
			const results = (await world.run(last)) ?? [];
			expect(results).toHaveLength(plan.items);
			expect(results.filter(({ outcome }) => outcome === 'rejected')).toEqual([]);
		}),
		{ seed: 15, numRuns: 1000 },
	);
}, 60_000);
