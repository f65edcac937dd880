import fc from 'fast-check';

import { schedule } from './arbitrary';
import { Harness } from './harness';

/** What a number of random schedules came to. */
export interface Tally {
	schedules: number;
	messages: number;
	requests: number;
	twice: number;
	/** Twice with a store that two processes read and write back at the same time: nothing can prevent that. */
	unlocked: number;
	lost: number;
	other: number;
	/** All the ways in which messages ended. */
	seen: Set<string>;
	/** The smallest schedule that breaks a promise, in words. */
	counterexample: string | undefined;
}

/** Plays random schedules until one breaks a promise. */
export async function checkSchedules(seed: number, numRuns: number): Promise<Tally> {
	const tally = {
		schedules: 0,
		messages: 0,
		requests: 0,
		twice: 0,
		unlocked: 0,
		lost: 0,
		other: 0,
	};
	const ends = new Set<string>();
	const details = await fc.check(
		fc.asyncProperty(schedule, async (plan) => {
			const { breaches, requests, seen } = await new Harness(plan).play();
			tally.schedules++;
			tally.messages += plan.rounds.flat().length;
			tally.requests += requests;
			if (!plan.isAtomic) tally.unlocked += breaches.twice.splice(0).length;
			tally.twice += breaches.twice.length;
			tally.lost += breaches.lost.length;
			tally.other += breaches.other.length;
			for (const end of seen) ends.add(end);
			const broken = Object.entries(breaches).filter(([, found]) => found.length > 0);
			if (broken.length > 0) throw new Error(JSON.stringify(Object.fromEntries(broken)));
		}),
		{ seed, numRuns },
	);
	const counterexample = details.failed
		? `${String(details.errorInstance)}\n${fc.defaultReportMessage(details)}`
		: undefined;
	return { ...tally, seen: ends, counterexample };
}
