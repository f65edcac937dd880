import type { Outcome, Reply } from '../../nodes/LiveVoxSms/delivery/outcome';
import { Pool, type Job, type Limits } from '../../nodes/LiveVoxSms/delivery/pool';
import type { VirtualTime } from './virtual-time';

/** A request as a model of LiveVox sees it: which job, and whether it is its first, second and so on. */
export interface Request {
	job: number;
	attempt: number;
	at: number;
}

export type Server = (request: Request) => Reply<number>;

export interface Setting {
	time: VirtualTime;
	server: Server;
	jobs: number;
	limits?: Partial<Limits>;
	/** From the start of a request to its answer; the server sees it half way. */
	latency?: number;
	/** How many jobs the supply gives at a time, and how long it takes. */
	chunk?: number;
	supplyTakes?: number;
}

const LIMITS: Limits = {
	maxConcurrency: 10,
	messagesPerSecond: 0,
	maxRateLimitWait: 300_000,
	resendUnknown: false,
	stopAtFailure: false,
};

/** A run of the real pool against a model of LiveVox in virtual time, and what could be seen of it. */
export class PoolRun {
	/** In the order of the jobs; a job that never ended is missing. */
	readonly outcomes: Array<Outcome<number>> = [];
	readonly requests: Request[] = [];
	readonly supplied: Array<{ at: number; jobs: number; begun: number }> = [];
	mostUnderWay = 0;
	/** How often the supply was asked while it was still at it. */
	overlaps = 0;
	duration = 0;
	private underWay = 0;
	private readonly startedAt: number;
	private readonly attempts: number[] = [];
	private given = 0;
	private isSupplying = false;

	readonly pool: Pool<number>;

	constructor(private readonly setting: Setting) {
		const { time, limits } = setting;
		this.startedAt = time.now();
		this.pool = new Pool(
			{ ...LIMITS, ...limits },
			time.surroundings,
			async () => await this.supply(),
		);
	}

	/** Runs to the end. */
	async toEnd(): Promise<this> {
		const { time } = this.setting;
		await time.until(this.pool.run());
		this.duration = time.now() - this.startedAt;
		return this;
	}

	/** Which jobs ended so. */
	ended(outcome: Outcome<number>['outcome']): number[] {
		return [...this.outcomes.keys()].filter((job) => this.outcomes[job]?.outcome === outcome);
	}

	/** When each request began, counted from the start of the run. */
	get starts(): number[] {
		return this.requests.map(({ at }) => at - this.startedAt);
	}

	private async supply(): Promise<Array<Job<number>>> {
		const { time, jobs, chunk = jobs, supplyTakes = 0 } = this.setting;
		if (this.isSupplying) this.overlaps++;
		this.isSupplying = true;
		if (supplyTakes > 0) await time.sleep(supplyTakes);
		this.isSupplying = false;
		const first = this.given;
		this.given = Math.min(jobs, first + chunk);
		this.supplied.push({ at: time.now(), jobs: this.given - first, begun: this.attempts.length });
		return Array.from({ length: this.given - first }, (_, index) => this.job(first + index));
	}

	private job(job: number): Job<number> {
		return {
			attempt: async () => await this.request(job),
			end: (outcome) => {
				if (this.outcomes[job]) throw new Error(`Job ${job} ended twice`);
				this.outcomes[job] = outcome;
			},
		};
	}

	private async request(job: number): Promise<Reply<number>> {
		const { time, server, latency = 50 } = this.setting;
		const attempt = (this.attempts[job] = (this.attempts[job] ?? 0) + 1);
		this.requests.push({ job, attempt, at: time.now() });
		this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
		await time.sleep(latency / 2);
		const reply = server({ job, attempt, at: time.now() });
		await time.sleep(latency / 2);
		this.underWay--;
		return reply;
	}
}

export const runPool = async (setting: Setting): Promise<PoolRun> =>
	await new PoolRun(setting).toEnd();

/** The most that lie in any second, the end of it left out. */
export function mostInASecond(times: number[]): number {
	const sorted = [...times].sort((a, b) => a - b);
	let first = 0;
	return sorted.reduce((most, time, index) => {
		while (sorted[first]! <= time - 1000) first++;
		return Math.max(most, index - first + 1);
	}, 0);
}
