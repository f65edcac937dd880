import type { Switches } from './switches';

/**
 * @returns an id as the switch `ids` says that LiveVox writes it
 */
export function shownId(id: number, { ids }: Switches): number | string {
	return ids === 'string' ? String(id) : id;
}
