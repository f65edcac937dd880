import { SendQueue, type Job } from '../../nodes/LiveVoxSms/delivery/sendQueue';
import type { Result } from '../../nodes/LiveVoxSms/shared/result';
import { accepted, throttled } from '../unit/attempts';
import { VirtualTime } from '../unit/virtual-time';
import type { Limit, Shape } from './shapes';

/** How much of what a limit had room for was used, and what it throttled after the first second, per accepted message. */
export interface Figures {
	used: number;
	throttled: number;
}

export interface Case {
	shape: Shape;
	latencyMs: number;
	executions: number;
	/** In all; as many as take the time that the shape is given, if there are none. */
	messages?: number;
	maxConcurrency?: number;
	seed?: number;
}

let simulations = 0;

/** This node's default. */
export const MAX_CONCURRENCY = 50;
const MIN_MESSAGES = 300;
const MAX_MESSAGES = 48_000;

/** What a limit sees of those who send. */
export class Observed {
	private readonly accepted: number[] = [];
	private throttledLater = 0;
	private firstAt: number | undefined;

	constructor(
		private readonly limit: Limit,
		private readonly latencyMs: number,
	) {}

	take(now: number): ReturnType<Limit['take']> {
		this.firstAt ??= now;
		const refusal = this.limit.take(now);
		if (!refusal) this.accepted.push(now);
		else if (now - this.firstAt > 1000) this.throttledLater++;
		return refusal;
	}

	figures(): Figures {
		const ms = this.accepted.at(-1)! - this.firstAt!;
		const room = Math.min(this.limit.room(ms, this.latencyMs), MAX_CONCURRENCY * (1 + ms / this.latencyMs));
		return { used: this.accepted.length / room, throttled: this.throttledLater / this.accepted.length };
	}
}

export function messagesFor({ shape, latencyMs }: Case): number {
	const perSecond = Math.min(shape.perSecond(latencyMs), (MAX_CONCURRENCY * 1000) / latencyMs);
	return Math.round(Math.min(MAX_MESSAGES, Math.max(MIN_MESSAGES, perSecond * shape.seconds)));
}

/** Sends with the node's own queue, in virtual time. */
export async function simulate(setting: Case): Promise<Figures> {
	const { shape, latencyMs, executions, messages = messagesFor(setting), seed = 1 } = setting;
	const time = new VirtualTime();
	let state = seed;
	Object.assign(time.runtime, { random: () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647 });
	const limit = shape.create();
	const observed = new Observed(limit, latencyMs);
	const attempt = async (): Promise<Result<number>> => {
		const refusal = observed.take(time.now());
		await time.sleep(latencyMs);
		if (refusal) return throttled(refusal.afterMs);
		limit.release();
		return accepted(1);
	};
	const each = Math.ceil(messages / executions);
	const limits = {
		account: `simulation ${simulations++}`,
		maxConcurrency: setting.maxConcurrency ?? MAX_CONCURRENCY,
		messagesPerSecond: 0,
		maxRateLimitWait: 3_600_000,
		resendUnknown: false,
		stopAtFailure: false,
	};
	const runs = Array.from({ length: executions }, async () => {
		const queue = new SendQueue(limits, time.runtime, batchesOf(each, attempt), () => undefined);
		await queue.run();
	});
	await time.until(Promise.all(runs));
	return observed.figures();
}

async function* batchesOf(jobs: number, attempt: Job['attempt']): AsyncGenerator<Job[], void> {
	for (let given = 0; given < jobs; given += 50) {
		yield Array.from({ length: Math.min(50, jobs - given) }, () => ({ attempt }));
	}
}
