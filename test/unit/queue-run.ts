import { SendQueue, type Job } from '../../nodes/LiveVoxSms/delivery/sendQueue';
import type { Limits } from '../../nodes/LiveVoxSms/delivery/types';
import type { Attempt } from './attempts';
import type { VirtualTime } from './virtual-time';

/** A request as a model of LiveVox sees it: which job, and whether it is its first, second and so on. */
export interface Request {
	job: number;
	attempt: number;
	at: number;
}

interface QueuedJob extends Job {
	number: number;
}

export type Server = (request: Request) => Attempt;

export interface Setting {
	time: VirtualTime;
	server: Server;
	jobs: number;
	limits?: Partial<Limits>;
	/** From the start of a request to its response; the server sees it half way. */
	latency?: number;
	/** How many jobs a batch has, and how long it takes to get one. */
	batch?: number;
	batchTakes?: number;
}

const LIMITS: Limits = {
	account: 'test',
	maxConcurrency: 10,
	messagesPerSecond: 0,
	maxRateLimitWait: 300_000,
	resendUnknown: false,
	stopAtFailure: false,
};

/** A run of the real queue against a model of LiveVox in virtual time, and what could be seen of it. */
export class QueueRun {
	/** In the order of the jobs; a job that never ended is missing. */
	readonly results: Attempt[] = [];
	/** The jobs that the queue gave back. */
	unsent: number[] = [];
	readonly requests: Request[] = [];
	/** When each throttled request began, counted from the start of the run. */
	readonly throttledAt: number[] = [];
	readonly batches: Array<{ jobs: number; started: number }> = [];
	maxPending = 0;
	/** How often a batch was asked for before the last one had come. */
	overlaps = 0;
	duration = 0;
	private pending = 0;
	private readonly startedAt: number;
	private readonly attempts: number[] = [];
	private given = 0;
	private isRefilling = false;

	readonly queue: SendQueue<QueuedJob>;

	constructor(private readonly setting: Setting) {
		const { time, limits } = setting;
		this.startedAt = time.now();
		this.queue = new SendQueue(
			{ ...LIMITS, ...limits },
			time.runtime,
			{ next: async () => await this.nextJobs() },
			({ number }, result) => this.end(number, result as Attempt),
		);
	}

	/** Runs to the end. */
	async toEnd(): Promise<this> {
		const { time } = this.setting;
		const unsent = await time.until(this.queue.run());
		this.unsent = unsent.map(({ number }) => number).sort((a, b) => a - b);
		this.duration = time.now() - this.startedAt;
		return this;
	}

	/** Which jobs ended so. */
	ended(outcome: Attempt['outcome']): number[] {
		return [...this.results.keys()].filter((job) => this.results[job]?.outcome === outcome);
	}

	/** When each request began, counted from the start of the run. */
	get starts(): number[] {
		return this.requests.map(({ at }) => at - this.startedAt);
	}

	private async nextJobs(): Promise<IteratorResult<QueuedJob[], void>> {
		const { time, jobs, batch = jobs, batchTakes = 0 } = this.setting;
		if (this.isRefilling) this.overlaps++;
		this.isRefilling = true;
		if (batchTakes > 0) await time.sleep(batchTakes);
		this.isRefilling = false;
		const first = this.given;
		this.given = Math.min(jobs, first + batch);
		this.batches.push({ jobs: this.given - first, started: this.attempts.length });
		if (this.given === first) return { done: true, value: undefined };
		const value = Array.from({ length: this.given - first }, (_, index) => ({
			number: first + index,
			attempt: async () => await this.request(first + index),
		}));
		return { value };
	}

	private end(job: number, result: Attempt): void {
		if (this.results[job]) throw new Error(`Job ${job} ended twice`);
		this.results[job] = result;
	}

	private async request(job: number): Promise<Attempt> {
		const { time, server, latency = 50 } = this.setting;
		const attempt = (this.attempts[job] = (this.attempts[job] ?? 0) + 1);
		const startedAt = time.now();
		this.requests.push({ job, attempt, at: startedAt });
		this.maxPending = Math.max(this.maxPending, ++this.pending);
		await time.sleep(latency / 2);
		const result = server({ job, attempt, at: time.now() });
		if ('retry' in result) this.throttledAt.push(startedAt - this.startedAt);
		await time.sleep(latency / 2);
		this.pending--;
		return result;
	}
}

export const runQueue = async (setting: Setting): Promise<QueueRun> => await new QueueRun(setting).toEnd();

/** The most that lie in any second, the end of it left out. */
export function mostInASecond(times: number[]): number {
	const sorted = [...times].sort((a, b) => a - b);
	let first = 0;
	return sorted.reduce((most, time, index) => {
		while (sorted[first]! <= time - 1000) first++;
		return Math.max(most, index - first + 1);
	}, 0);
}
