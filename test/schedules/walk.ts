import type { MessageResult } from '../../nodes/LiveVoxSms/delivery/types';
import type { Place } from './place';
import { Run } from './run';

/** An execution on its way through the rounds of the node, in one process. */
export class Walk {
	readonly runs: Run[] = [];

	constructor(readonly at: Place) {}

	/** n8n cuts off the requests on their way. */
	stop(): void {
		for (const run of this.runs) run.stop();
	}

	/** Until the last round has ended, one has failed, or the execution was stopped. */
	async walk(): Promise<void> {
		const { kept, schedule } = this.at;
		if (schedule.isTool) return await this.callTool();
		while (kept.round < kept.rounds.length) {
			if (!(await this.passesRound())) return;
			kept.round++;
		}
	}

	/** Retry On Fail repeats the round. */
	private async passesRound(): Promise<boolean> {
		const { plan, kept, time } = this.at;
		const position = kept.rounds.slice(0, kept.round).flat().length;
		for (let tries = 0; tries < plan.tries; tries++) {
			const results = await this.run(kept.round + kept.shift, kept.rounds[kept.round]!, position);
			if (time.isStopped) return false;
			if (!plan.stopAtFailure || results.every(isGood)) return true;
		}
		return false;
	}

	/** An agent calls its tool for each message, again and again, in parallel as it comes. */
	private async callTool(): Promise<void> {
		const { plan, kept, schedule, time } = this.at;
		for (let tries = 0; tries < plan.tries && !time.isStopped; tries++) {
			const calls: Array<Promise<unknown>> = [];
			for (const [call, content] of kept.rounds.flat().entries()) {
				const after = schedule.callsAfter[call % schedule.callsAfter.length]!;
				if (after > 0) await time.sleep(after);
				calls.push(this.run(calls.length, [content], call + tries));
			}
			await Promise.all(calls);
		}
	}

	private async run(index: number, contents: number[], position: number): Promise<MessageResult[]> {
		const run = new Run(this.at, index, contents, position);
		this.runs.push(run);
		return await run.deliver();
	}
}

const isGood = ({ outcome }: MessageResult) => outcome === 'accepted' || outcome === 'skipped';
