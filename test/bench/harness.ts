import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { RateLimit } from '../simulator';
import { addNodeTypes } from '../engine/node-types';
import { locator, Harness, type NodeRun } from '../engine/harness';
import { competitorParameters, competitorTypes, FLOOR_CONCURRENCY, MESSAGE, Work } from './competitors';
import { tidyUp } from './machine';
import { recipients } from './recipients';
import { StoreMeter } from './store-meter';

/** Who sends: this node at its defaults, or ten at a time as the floor, or one of those that it is compared with. */
export const COMPETITORS = ['node', 'tenAtATime', 'floor', 'oneAtATime', 'allAtOnce'] as const;
export type Competitor = (typeof COMPETITORS)[number];

/** How LiveVox answers. */
export interface Conditions {
	latencyMs?: number;
	rateLimit?: RateLimit;
	/** Send-once keys that earlier runs have left. */
	keptKeys?: number;
}

/** What a run came to, by the clock and by the simulator's record. */
export interface Race {
	ms: number;
	/** Messages that LiveVox accepted, and how many different recipients they had. */
	accepted: number;
	reached: number;
	/** Requests that LiveVox rejected because of its limit. */
	rejected: number;
	logins: number;
	mostInFlight: number;
	/** From the first request for a message to the last accepted one. */
	sendingMs: number;
	/** Time in n8n's de-duplication store. */
	storeMs: number;
	storeCalls: number;
}

/** More claims than the node keeps of other runs: its first call cuts the row down to what it allows. */
const FULL_ROW = 10_000;

const WARM_UP = [200, 1_000];

/** Whose rows of n8n's store the node's claims and send-once keys are in. */
export const ROW_OWNER = { workflow: { id: 'test' }, node: { id: 'livevox' } } as never;

/** n8n's engine, a LiveVox, and all who send. */
export class Bench {
	/** The last run, in memory as n8n holds it until the execution is saved. */
	private held: NodeRun | undefined;

	private constructor(
		readonly harness: Harness,
		readonly store: StoreMeter,
	) {}

	static async start(): Promise<Bench> {
		addNodeTypes(competitorTypes);
		const harness = await Harness.start();
		// It would count against this node alone.
		harness.engine.checksOutputs = false;
		const bench = new Bench(harness, new StoreMeter(harness.engine.deduplicator));
		await bench.warmUp();
		return bench;
	}

	async close(): Promise<void> {
		await this.harness.close();
	}

	/** A LiveVox that has seen nobody, a credential without a session, and the claims of earlier runs. */
	prepare({ latencyMs = 0, rateLimit, keptKeys = 0 }: Conditions): void {
		const { livevox } = this.harness;
		this.held = undefined;
		this.harness.reset();
		livevox.switches.rateLimit = rateLimit;
		if (latencyMs > 0) livevox.faults.add({ route: 'send', kind: 'latency', ms: latencyMs });
		this.store.fill('node', ROW_OWNER, FULL_ROW);
		this.store.fill('workflow', ROW_OWNER, keptKeys);
		this.store.reset();
		tidyUp();
	}

	/** Runs one competitor over so many messages, on what `prepare` has left. */
	async run(who: Competitor, count: number, options: IDataObject = {}): Promise<Race> {
		const items = recipients(count);
		const begin = performance.now();
		if (who === 'node' || who === 'tenAtATime') {
			const all = who === 'node' ? options : { maxConcurrency: FLOOR_CONCURRENCY, ...options };
			this.held = await this.harness.run({ ...NODE_PARAMETERS, options: all }, items);
		} else {
			this.held = await this.harness.run(competitorParameters, items, { type: `bench.${who}` });
		}
		return this.raceOf(performance.now() - begin);
	}

	/** The same from a fresh start; every message has to be accepted once, and reported so. */
	async race(who: Competitor, count: number, conditions: Conditions, options: IDataObject = {}): Promise<Race> {
		this.prepare(conditions);
		const race = await this.run(who, count, options);
		const reported = this.held?.items.filter(({ json }) => json.status === 'accepted').length;
		if (race.accepted !== count || race.reached !== count || reported !== count) {
			throw new Error(`${who}: ${race.accepted} of ${count} sent, ${reported} reported as sent`);
		}
		return race;
	}

	/** Does something in a node of a workflow, with the context that n8n gives it. */
	async inNode(work: (context: IExecuteFunctions) => Promise<void>): Promise<void> {
		addNodeTypes({ 'bench.work': new Work(work) });
		const { error } = await this.harness.run(competitorParameters, recipients(1), {
			type: 'bench.work',
		});
		if (error) throw new Error(error.message);
	}

	private raceOf(ms: number): Race {
		const { requests, sent, logins, maxInFlight } = this.harness.livevox.record;
		const sends = requests.filter(({ route }) => route === 'send');
		return {
			ms,
			accepted: sent.length,
			reached: new Set(sent.map(({ to }) => to)).size,
			rejected: sends.filter(({ answer }) => answer === 429).length,
			logins: logins.length,
			mostInFlight: maxInFlight,
			sendingMs: (sent.at(-1)?.at ?? 0) - (sends[0]?.at ?? 0),
			storeMs: this.store.ms,
			storeCalls: this.store.calls,
		};
	}

	/** What is compiled while the first requests run would count against whoever comes first. */
	private async warmUp(): Promise<void> {
		for (const count of WARM_UP) {
			for (const who of COMPETITORS) await this.race(who, count, {});
		}
	}
}

const NODE_PARAMETERS: IDataObject = {
	resource: 'sms',
	operation: 'send',
	from: locator(MESSAGE.from, 'list'),
	to: '={{ $json.to }}',
	content: 'message',
	message: MESSAGE.message,
	service: locator(MESSAGE.service, 'list'),
};
