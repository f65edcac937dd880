import type { ValidItem } from '../../nodes/LiveVoxSms/actions/sms/validateItems';
import type { Schedule } from './plan';

/**
 * Every fourth content goes out without a Send Once Key also where the others have one. Messages of a tool share none:
 * a key that is given up again, for the store denied that it did so, may be another message's by then.
 */
export function onceKeyOf({ isTool, keys }: Schedule, content: number): string | undefined {
	if (keys === 0 || content % 4 === 3) return undefined;
	return `key ${isTool ? content : content % keys}`;
}

/** What a model writes when it repeats itself. */
const ENDS = ['', '.', ' ', '!', ' …', '\n'];

/** A message of the workflow. Those of an agent that repeats itself differ in blanks and in their end. */
export function itemOf(schedule: Schedule, content: number, position: number): ValidItem {
	const blanks = schedule.isTool && position % 2 === 1 ? '  ' : ' ';
	const end = schedule.isTool ? ENDS[position % ENDS.length]! : '';
	return {
		item: position,
		request: {
			from: '53063',
			to: '4155550123',
			body: { message: `Text${blanks}${content}${end}` },
		},
		onceKey: onceKeyOf(schedule, content),
		isDryRun: false,
		content: undefined,
	};
}

/** See `Sent`. */
export const nameOf = (schedule: Schedule, execution: number, content: number): string =>
	onceKeyOf(schedule, content) ?? `${execution} ${content}`;

/** How many messages of that name an execution may send. */
export function askedOf(schedule: Schedule, content: number): number {
	if (schedule.isTool || onceKeyOf(schedule, content) !== undefined) return 1;
	return schedule.rounds.flat().filter((one) => one === content).length;
}
