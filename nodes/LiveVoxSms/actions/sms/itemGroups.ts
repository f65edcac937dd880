/**
 * Draws items together by what they share.
 *
 * @param groupsOf the names of the groups that an item is in
 * @returns the indexes of the items of each group, in the order of the items
 */
export function groupItems<T extends { item: number }>(
	checks: T[],
	groupsOf: (check: T) => string[],
): Map<string, number[]> {
	const groups = new Map<string, number[]>();
	for (const check of checks) {
		for (const group of new Set(groupsOf(check))) {
			const items = groups.get(group);
			if (items) items.push(check.item);
			else groups.set(group, [check.item]);
		}
	}
	return groups;
}

const MOST_RANGES = 10;

/**
 * `[0, 2, 3, 4]` becomes `items 0, 2 to 4`: a run may hold thousands. Items count from 0, as in n8n. Of many
 * ranges it names the first few, and how many items more there are.
 */
export function itemList(items: number[]): string {
	const ranges: Array<{ first: number; last: number }> = [];
	for (const item of items) {
		const range = ranges.at(-1);
		if (range && range.last === item - 1) range.last = item;
		else ranges.push({ first: item, last: item });
	}
	const listed = ranges.slice(0, MOST_RANGES);
	const words = listed.map(({ first, last }) =>
		first === last ? `${first}` : `${first} to ${last}`,
	);
	const more = listed.reduce((rest, { first, last }) => rest - (last - first + 1), items.length);
	const tail = more > 0 ? ` and ${more} more` : '';
	return `${items.length === 1 ? 'item' : 'items'} ${words.join(', ')}${tail}`;
}
