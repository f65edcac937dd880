import type { SimulatorRecord } from '../../simulator';

/** What LiveVox has seen of a run: the only truth about it. */
export interface Tally {
	/** Recipients that got their message exactly once. */
	once: number;
	/** Recipients that got it more than once. */
	several: number;
	/** Requests for a message that were rejected because of the limit. */
	rejected: number;
	logins: number;
	/** Messages on their way at the same moment. */
	mostUnderWay: number;
	/** When the last recipient got the first message, in milliseconds since 1970. */
	lastReachedAt: number;
}

export function tallyOf({ sent, requests, logins, maxInFlight }: SimulatorRecord): Tally {
	const copies = new Map<string, number>();
	let lastReachedAt = 0;
	for (const { to, at } of sent) {
		if (!copies.has(to)) lastReachedAt = at;
		copies.set(to, (copies.get(to) ?? 0) + 1);
	}
	const once = [...copies.values()].filter((count) => count === 1).length;
	return {
		once,
		several: copies.size - once,
		rejected: requests.filter(({ answer }) => answer === 429).length,
		logins: logins.length,
		mostUnderWay: maxInFlight,
		lastReachedAt,
	};
}
