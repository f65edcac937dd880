import { accepted, REJECTED, throttled, UNKNOWN, UNREACHABLE, type Attempt } from '../unit/attempts';
import type { VirtualTime } from '../unit/virtual-time';
import type { Fate, Schedule } from './plan';
import type { Run } from './run';

/** A message as it is sent. */
export interface Sent {
	by: Run;
	/** Which execution, counted with all its retries as one. */
	execution: number;
	content: number;
	/** Messages with the same here are copies of one another: in an execution, or with the same Send Once Key. */
	message: string;
	messageKey: string;
	claimKey: string;
	/** n8n's store has confirmed that it keeps the message's key, so that another process can know of it. */
	isClaimed: boolean;
}

/** A message that LiveVox has taken on. */
export interface Acceptance extends Sent {
	/** Ids count the requests in the order in which they were made. */
	id: number;
}

const ATTEMPTS: Record<Exclude<Fate, 'accepted'>, Attempt> = {
	rejected: REJECTED,
	broken: UNKNOWN,
	lost: UNKNOWN,
	busy: throttled(),
	away: throttled(1_000),
	unreachable: UNREACHABLE,
};

/** A LiveVox that treats one request after another as the schedule says. */
export class LiveVox {
	/** Accepts everything from now on. */
	isKind = false;
	readonly accepted: Acceptance[] = [];
	requests = 0;

	constructor(
		private readonly time: VirtualTime,
		private readonly plan: Pick<Schedule, 'fates' | 'latencies'>,
	) {}

	/** It accepts half way between request and response, whether or not anybody still waits for that. */
	async send(sent: Sent): Promise<Attempt> {
		const { fates, latencies } = this.plan;
		const id = this.requests++;
		const latency = latencies[id % latencies.length]!;
		const fate = this.isKind ? 'accepted' : fates[id % fates.length]!;
		await this.time.sleep(latency / 2);
		if (fate === 'accepted' || fate === 'lost') this.accepted.push({ ...sent, id });
		await this.time.sleep(latency / 2);
		return fate === 'accepted' ? accepted(id) : ATTEMPTS[fate];
	}
}
