import { outcomeOf, type Outcome, type Reply } from './outcome';

/**
 * Makes the attempts one at a time, in order.
 *
 * @param stopAtFailure whether nothing new starts once an attempt was not accepted
 * @returns the outcome of each attempt that was made, in the same order
 */
export async function deliver<T>(
	attempts: Array<() => Promise<Reply<T>>>,
	stopAtFailure: boolean,
): Promise<Array<Outcome<T>>> {
	const outcomes: Array<Outcome<T>> = [];
	for (const attempt of attempts) {
		const outcome = outcomeOf(await attempt());
		outcomes.push(outcome);
		if (stopAtFailure && outcome.outcome !== 'accepted') break;
	}
	return outcomes;
}
