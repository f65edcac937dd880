import { Killed, VirtualTime } from '../unit/virtual-time';
import { Kept } from './kept';
import { LiveVox } from './livevox';
import type { Place } from './place';
import { LAST_ATTEMPT, redraw, type AttemptPlan, type Schedule } from './plan';
import { checkClaims, checkResults, checkTwice, endOf, type Breaches } from './promises';
import type { Run } from './run';
import { Database, UnsteadyStore } from './unsteady-store';
import { Walk } from './walk';

/** Longer than all that the node ever waits for. */
const MAX_ATTEMPT = 3_000_000;
/** Above all that a schedule counts. */
const BESIDE = 1_000;

let harnesses = 0;

/** Plays a schedule, and looks after each attempt whether the promises were kept. */
export class Harness {
	readonly breaches: Breaches = { twice: [], lost: [], other: [] };
	/** The ways in which messages ended, and in which they went out again as they may. */
	readonly seen = new Set<string>();
	private readonly name = `harness ${harnesses++}`;
	private readonly time = new VirtualTime();
	private readonly database = new Database(this.time);
	private readonly claims = new UnsteadyStore(this.database);
	private readonly onceKeys = new UnsteadyStore(this.database);
	private readonly livevox: LiveVox;
	private readonly runs: Run[] = [];
	private kept: Kept;
	private execution = 0;
	private attempts = 0;
	private isRetry = false;
	private readonly retries = new Map<string, Set<Run>>();
	private isCalm: boolean;

	constructor(private readonly schedule: Schedule) {
		this.livevox = new LiveVox(this.time, schedule);
		this.database.isAtomic = schedule.isAtomic;
		this.kept = new Kept(schedule.rounds, 0);
		this.isCalm = isCalm(schedule);
	}

	get requests(): number {
		return this.livevox.requests;
	}

	/** All attempts, and a last one in which nothing goes wrong any more: it sends whatever is left. */
	async play(): Promise<this> {
		for (const plan of this.schedule.attempts) await this.attempt(plan);
		this.livevox.isKind = true;
		const before = this.runs.length;
		await this.attempt(LAST_ATTEMPT);
		const last = this.runs.slice(before);
		for (const run of last) this.checkLast(run);
		checkClaims(last, this.breaches);
		checkTwice(this.schedule, this.livevox.accepted, this.breaches, this.seen);
		return this;
	}

	private async attempt(plan: AttemptPlan): Promise<void> {
		const { time } = this;
		const startedAt = time.passed;
		time.isStopped = false;
		const walks = this.walks(plan);
		const beside = this.besides(plan);
		const all = [...walks, beside];
		this.disturb(plan, all);
		const [first, second] = walks;
		const played = [
			first.walk(),
			second && this.walkAfter(plan.second!.after, second),
			beside && this.walkAfter(plan.beside!, beside),
		];
		const isKilled = await time.until(Promise.all(played)).then(() => false, isKill);
		time.killAt = Infinity;
		if (time.passed - startedAt > MAX_ATTEMPT) this.breaches.other.push('it takes too long');
		for (const walk of all) for (const run of walk?.runs ?? []) this.check(run);
		this.attempts++;
		this.goOn(plan, walks, isKilled);
	}

	/** The execution, and where it runs a second time beside itself, that as well. */
	private walks(plan: AttemptPlan): [Walk, Walk?] {
		const first = this.place(plan, this.kept, 0, true);
		const { second } = plan;
		if (!second) return [new Walk(first)];
		// Without the store nothing can tell that there are two, once the first has ended.
		if (plan.outage || plan.failures.length > 0) return [new Walk(first)];
		const isSameProcess = this.isRetry && !second.isSameJob && second.isSameProcess;
		const isSameJob = !this.isRetry || second.isSameJob;
		const kept = this.isRetry ? this.kept.copy() : new Kept(this.schedule.rounds, 0);
		const place = this.place(plan, kept, isSameJob ? 0 : 1, isSameProcess);
		return [new Walk(first), new Walk(place)];
	}

	/** Another execution in the process of the first. Nobody retries it. */
	private besides(plan: AttemptPlan): Walk | undefined {
		if (plan.beside === null) return undefined;
		const place = this.place(plan, new Kept(this.schedule.rounds, 0), 2, true);
		return new Walk({ ...place, execution: BESIDE + this.attempts, isRetry: false });
	}

	private place(plan: AttemptPlan, kept: Kept, job: number, isFirstProcess: boolean): Place {
		const { time, livevox, claims, onceKeys, schedule, execution, isRetry, attempts } = this;
		return {
			...{ time, livevox, claims, onceKeys, schedule, plan, kept, execution, isRetry },
			attempt: attempts,
			executionId: `${attempts}.${job}`,
			process: `${this.name}, process ${attempts}.${isFirstProcess ? 0 : 1}`,
			retries: this.retries,
			onBreach: (what) => this.breaches.other.push(what),
		};
	}

	private disturb(plan: AttemptPlan, walks: Array<Walk | undefined>): void {
		const { time, database } = this;
		database.outage = plan.outage && { ...plan.outage, from: time.passed + plan.outage.from };
		database.fail(plan.failures);
		if (plan.end === 'crash') time.killAt = time.passed + plan.after;
		if (plan.end === 'stop') {
			this.later(plan.after, () => {
				time.isStopped = true;
				for (const walk of walks) walk?.stop();
			});
		}
	}

	/** Does something, unless the attempt has ended by then. */
	private later(ms: number, what: () => void): void {
		const { attempts } = this;
		void this.time.sleep(ms).then(() => {
			if (this.attempts === attempts) what();
		});
	}

	private async walkAfter(ms: number, walk: Walk): Promise<void> {
		await this.time.sleep(ms);
		await walk.walk();
	}

	/** What the next attempt finds. */
	private goOn(plan: AttemptPlan, [first, second]: [Walk, Walk?], isKilled: boolean): void {
		const { isStopped } = this.time;
		const { kept } = (second && plan.second!.isKept && !isStopped ? second : first).at;
		// An execution whose last round has ended is retried only where a later node crashes.
		const isOver = kept.round === kept.rounds.length;
		const isForgotten = isKilled || isOver || (isStopped && plan.isForgotten);
		this.isRetry = !plan.isOther;
		if (plan.isOther) {
			this.execution++;
			this.kept = new Kept(this.schedule.rounds, 0);
		} else if (isForgotten) {
			this.isCalm = false;
			this.kept = new Kept(redraw(this.schedule.rounds, plan.redrawn), plan.shift);
		} else {
			this.kept = kept;
		}
		for (const run of this.runs) run.isForgotten ||= !this.kept.runs.has(run);
	}

	private check(run: Run): void {
		this.runs.push(run);
		run.checkPace();
		checkResults(run, this.livevox.accepted, this.breaches);
		for (const result of run.results ?? []) this.seen.add(endOf(result));
	}

	private checkLast({ contents, results = [] }: Run): void {
		for (const [item, { outcome }] of results.entries()) {
			const what = `content ${contents[item]} at the end`;
			if (outcome === 'rejected') this.breaches.lost.push(what);
			if (outcome === 'unknown' && this.isCalm) this.breaches.other.push(`${what} is unknown`);
		}
	}
}

function isKill(error: unknown): true {
	if (error instanceof Killed) return true;
	throw error;
}

/** Nothing in it could leave a message unknown. */
const isCalm = ({ isTool, fates, attempts }: Schedule): boolean =>
	!isTool &&
	!fates.some((fate) => fate === 'broken' || fate === 'lost') &&
	attempts.every(
		({ end, second, outage, failures }) => end === 'itself' && !second && !outage && failures.length === 0,
	);
