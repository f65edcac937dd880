import type { Answer } from './answers';
import type { Faults } from './faults';
import type { Locks } from './locks';
import type { TokenBucket } from './rate-limit';
import type { ArrivedRequest, RouteName, SimulatorRecord } from './record';
import type { Sessions } from './sessions';
import type { LiveVoxState } from './state';
import type { Switches } from './switches';

/** All that a request can see and change. */
export interface Context {
	/** Milliseconds. */
	clock: () => number;
	state: LiveVoxState;
	switches: Switches;
	record: SimulatorRecord;
	faults: Faults;
	sessions: Sessions;
	locks: Locks;
	sendBucket: TokenBucket;
}

/** A request as the routes see it. */
export interface Call extends ArrivedRequest {
	/** What the path's placeholders stood for. */
	params: Record<string, string>;
}

/** One thing that LiveVox can be asked. */
export interface Route {
	name: RouteName | 'unknown';
	method: string;
	/** Without version and trailing slash. */
	path: string;
	/** Acts at once and answers, or throws a Rejection. */
	handle: (context: Context, call: Call) => Answer;
}
