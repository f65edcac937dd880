import type { Contest } from './contest';

/**
 * The seconds of each way as bars: Markdown that GitHub draws, because a picture would be published with the package.
 * Who never came to the end has no bar, and says so.
 */
export function plotOf(contests: Contest[], title: string): string {
	const seconds = contests.map((contest) => contest.seconds?.median ?? 0);
	const names = contests.map((contest) => {
		return `"${contest.way.name}${contest.isComplete ? '' : ': never'}"`;
	});
	const axis = Math.ceil(Math.max(...seconds, 1) / 5) * 5;
	return [
		'```mermaid',
		'xychart-beta horizontal',
		`    title "${title}"`,
		`    x-axis [${names.join(', ')}]`,
		`    y-axis "Seconds" 0 --> ${axis}`,
		`    bar [${seconds.map((value) => value.toFixed(1)).join(', ')}]`,
		'```',
	].join('\n');
}
