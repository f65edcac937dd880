import type { Delivered } from '../../nodes/LiveVoxSms/delivery/message';
import { Killed, VirtualTime } from '../unit/virtual-time';
import { LiveVox } from './livevox';
import { LAST_RUN, type RunPlan, type Schedule } from './plan';
import { Kept, Run, type Item } from './run';
import { UnsteadyStore } from './unsteady-store';

/** What must not happen: each time in the words of what did. */
export interface Breaches {
	twice: string[];
	lost: string[];
	other: string[];
}

/** Runs a schedule, and looks after each run whether the promises were kept. */
export class World {
	readonly breaches: Breaches = { twice: [], lost: [], other: [] };
	/** The ways in which messages ended, and in which they went out again as they may. */
	readonly seen = new Set<string>();
	private readonly time = new VirtualTime();
	private readonly claims = new UnsteadyStore(this.time);
	private readonly onceKeys = new UnsteadyStore(this.time);
	private readonly livevox: LiveVox;
	private kept = new Kept();
	private execution = 0;
	private isRetry = false;
	private readonly runs: Run[] = [];

	constructor(private readonly schedule: Schedule) {
		this.livevox = new LiveVox(this.time, schedule, (first, { item, by }) => {
			if (by.resends) this.seen.add('resent');
			else this.breaches.twice.push(`item ${item}, and item ${first.item} before`);
		});
	}

	get requests(): number {
		return this.livevox.requests;
	}

	/** All runs, and a last one in which nothing goes wrong any more: it sends whatever is left. */
	async run(): Promise<this> {
		for (const plan of this.schedule.runs) await this.runOnce(plan);
		this.livevox.isKind = true;
		const results = await this.runOnce(LAST_RUN);
		for (const [item, result] of (results ?? []).entries()) {
			if (result.outcome === 'rejected') this.breaches.lost.push(`item ${item} at the end`);
			if (result.outcome === 'unknown' && isCalm(this.schedule)) {
				this.breaches.other.push(`item ${item} is unknown without a reason`);
			}
		}
		return this;
	}

	private async runOnce(plan: RunPlan): Promise<Delivered[] | undefined> {
		const { time } = this;
		const startedAt = time.now();
		time.isStopped = false;
		this.claims.outage = plan.outage && { ...plan.outage, from: startedAt + plan.outage.from };
		this.onceKeys.outage = this.claims.outage;
		const runs = this.plannedRuns(plan);
		this.runs.push(...runs);
		if (plan.end === 'crash') time.killAt = startedAt + plan.after;
		if (plan.end === 'stop') void this.stopAfter(plan.after, runs);
		const [first, twin] = runs;
		const isKilled = await time
			.until(Promise.all([first.deliver(), twin && this.deliverAfter(plan.twinAfter ?? 0, twin)]))
			.then(() => false, isKill);
		time.killAt = Infinity;
		for (const run of runs) this.check(run);
		const isForgotten = isKilled || (time.isStopped && plan.isForgotten);
		this.goOn(plan, (plan.isTwinKept && !time.isStopped && twin) || first, isForgotten);
		return isKilled ? undefined : first.results;
	}

	/** The run, and the second one that n8n makes of an execution that has only begun. */
	private plannedRuns(plan: RunPlan): [Run, ...Run[]] {
		const isFirstTry = !this.isRetry && this.kept.isEmpty;
		this.kept.isStartedOver ||= this.isRetry && this.kept.isEmpty;
		const surroundings = {
			time: this.time,
			livevox: this.livevox,
			claims: this.claims,
			onceKeys: this.onceKeys,
			items: Array.from({ length: this.schedule.items }, (_, item) => this.item(item)),
			isRetry: this.isRetry,
			beginning: isFirstTry ? `begun ${this.execution}` : undefined,
			onBreach: (what: string) => this.breaches.other.push(what),
		};
		const first = new Run(plan, this.kept, surroundings);
		// Without the store nothing can tell that there are two.
		const hasTwin = isFirstTry && plan.twinAfter !== null && !plan.outage;
		return hasTwin ? [first, new Run(plan, new Kept(), surroundings)] : [first];
	}

	private item(item: number): Item {
		const { keys } = this.schedule;
		const onceKey = keys === 0 ? undefined : `key ${item % keys}`;
		const claimKey = `claim ${this.execution} ${item}`;
		return { slot: `slot ${item}`, claimKey, onceKey, message: onceKey ?? claimKey };
	}

	private async deliverAfter(ms: number, run: Run): Promise<void> {
		await this.time.sleep(ms);
		await run.deliver();
	}

	private async stopAfter(ms: number, stopped: Run[]): Promise<void> {
		await this.time.sleep(ms);
		if (this.runs.at(-1) !== stopped.at(-1)) return;
		this.time.isStopped = true;
		for (const run of stopped) run.stop();
	}

	/** What the next run finds. */
	private goOn(plan: RunPlan, { kept }: Run, isForgotten: boolean): void {
		this.kept = kept;
		this.isRetry ||= isForgotten || plan.isByHand;
		if (isForgotten) {
			this.kept = new Kept();
			// A message's own key is remembered all the same.
			const hasKeys = this.schedule.keys > 0;
			for (const run of this.runs) run.isForgotten ||= run.isUnprotected && !hasKeys;
			if (this.runs.some((run) => run.isForgotten)) this.seen.add('forgotten');
		}
		if (!plan.isOther) return;
		this.execution++;
		this.isRetry = false;
		this.kept = new Kept();
	}

	private check(run: Run): void {
		run.checkPace();
		for (let item = 0; run.results && item < this.schedule.items; item++) {
			const result = run.results[item];
			if (result) this.checkResult(run, result, item);
			else this.breaches.lost.push(`item ${item} has no result`);
		}
	}

	private checkResult(run: Run, result: Delivered, item: number): void {
		this.seen.add(endOf(result));
		const { accepted } = this.livevox;
		const { message, claimKey } = this.item(item);
		const ofMessage = accepted.filter((one) => one.message === message && !one.by.isForgotten);
		const own = ofMessage.filter((one) => one.item === item && one.claimKey === claimKey);
		if (result.outcome === 'accepted' && !own.some(({ id }) => id === result.value)) {
			this.breaches.lost.push(`item ${item} is said to be accepted`);
		}
		if (result.outcome === 'skipped' && result.state === 'sent' && ofMessage.length === 0) {
			this.breaches.lost.push(`item ${item} is said to be sent before`);
		}
		if (result.outcome !== 'rejected') return;
		// Not tried means: not by this run.
		const isTried = result.reply.kind !== 'notTried';
		if (own.some(({ by }) => isTried || by === run)) {
			this.breaches.other.push(`item ${item} is said to be rejected`);
		}
	}
}

/** What sets one end apart from the others. */
function endOf(result: Delivered): string {
	if (result.outcome === 'skipped') return `skipped, ${result.state}`;
	if (result.outcome === 'accepted') return result.alreadyDone ? 'already sent' : 'accepted';
	const { reply } = result;
	return `${result.outcome}, ${reply.kind === 'notTried' ? reply.because : reply.kind}`;
}

function isKill(error: unknown): true {
	if (error instanceof Killed) return true;
	throw error;
}

/** Nothing in it could leave a message unknown. */
const isCalm = ({ fates, runs }: Schedule): boolean =>
	!fates.some((fate) => fate === 'broken' || fate === 'lost') &&
	runs.every(({ end, twinAfter, outage }) => end === 'itself' && twinAfter === null && !outage);
