import type { Bench } from './harness';
import type { Chapter } from './chapter';
import type { Section } from './rounds';
import { figureOf, show, whole } from './statistics';

const MESSAGES = 1_000;

/** How often this node logs in for a run. */
export class Logins implements Section {
	readonly name = 'Logins';
	readonly mostRounds = 1;
	readonly fresh: number[] = [];
	readonly expired: number[] = [];

	constructor(private readonly bench: Bench) {}

	async round(): Promise<void> {
		const { logins } = await this.bench.race('node', MESSAGES, {});
		this.fresh.push(logins);

		const { livevox } = this.bench.harness;
		livevox.revokeSessions();
		livevox.record.clear();
		this.expired.push((await this.bench.run('node', MESSAGES)).logins);
	}
}

export function loginsChapter({ fresh, expired }: Logins): Chapter {
	const [withoutSession, withExpired] = [figureOf(fresh), figureOf(expired)];
	const barOf = (what: string, figure: typeof withExpired) => ({
		what,
		bar: '1',
		measured: show(figure, 0),
		isHeld: figure.least === 1 && figure.most === 1,
	});
	return {
		title: 'Logins',
		head: [`Logins for ${whole(MESSAGES)} messages`, 'Number'],
		rows: [
			['No session yet', show(withoutSession, 0)],
			['LiveVox has ended the session', show(withExpired, 0)],
		],
		meaning:
			'One login serves all messages of a run, even when ten of them find at the same time that the session has ended.',
		method: 'Counted in the simulator; LiveVox answers at once.',
		bars: [
			barOf(`Logins for ${whole(MESSAGES)} messages`, withoutSession),
			barOf('The same with an expired session', withExpired),
		],
	};
}
