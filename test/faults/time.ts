/* eslint-disable @n8n/community-nodes/no-restricted-globals */

/**
 * @throws Error where `work` takes longer
 */
export async function withinTime<T>(ms: number, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`Not over after ${ms / 1000} s`)), ms);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Does some work for each of many things, so many of them at a time. */
export async function sideBySide<T>(things: T[], width: number, work: (thing: T) => Promise<void>): Promise<void> {
	const rest = things.values();
	await Promise.all(
		Array.from({ length: width }, async () => {
			for (const thing of rest) await work(thing);
		}),
	);
}
