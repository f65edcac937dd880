import { demoState } from './demo-state';
import { Faults } from './faults';
import { Locks } from './locks';
import { TokenBucket } from './rate-limit';
import { SimulatorRecord } from './record';
import { buildServer } from './server';
import { Sessions } from './sessions';
import type { LiveVoxState } from './state';
import { defaultSwitches, type Switches } from './switches';
import type { Context } from './context';

export { demoState } from './demo-state';
export type { Fault, FaultRule, Faults } from './faults';
export type { RecordedLogin, RecordedRequest, RouteName, SentMessage, SimulatorRecord } from './record';
export type { Account, CallCenter, Client, LiveVoxState, Role, Service, SmsCode, SmsTemplate } from './state';
export type { LoginRefusal, RateLimit, Switches } from './switches';

export interface SimulatorOptions {
	/** Milliseconds; absent: the real time. */
	clock?: () => number;
	/** Absent or 0: any free port. */
	port?: number;
	/** Absent: `demoState()`. */
	state?: LiveVoxState;
	switches?: Partial<Switches>;
}

export interface Simulator {
	/** On the loopback interface, without a trailing slash. */
	readonly url: string;
	readonly state: LiveVoxState;
	readonly switches: Switches;
	readonly record: SimulatorRecord;
	readonly faults: Faults;
	/** Every session dies now. */
	revokeSessions(): void;
	/** What a Sysadmin does for one user name, or for all accounts. */
	unlock(userName?: string): void;
	/** Everything back to how it was at the start, except that open connections stay. */
	reset(): void;
	/** Closes the server and every connection. */
	close(): Promise<void>;
}

/**
 * Starts LiveVox as its public documentation describes it, over HTTP on the loopback interface.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const context = contextOf(options);
	const { faults, locks, record, sendBucket, sessions, state, switches } = context;
	const restore = restorer(state, switches);
	const server = buildServer(context);
	const url = await server.listen({ host: '127.0.0.1', port: options.port ?? 0 });
	return {
		url,
		state,
		switches,
		record,
		faults,
		revokeSessions: () => sessions.endAll(),
		unlock: (userName) => locks.unlock(state.accounts, userName),
		reset() {
			restore();
			for (const emptied of [record, faults, locks]) emptied.clear();
			sessions.endAll();
			sendBucket.fill();
		},
		close: async () => await server.close(),
	};
}

function contextOf({ clock = Date.now, state = demoState(), ...rest }: SimulatorOptions): Context {
	const switches = { ...defaultSwitches(), ...rest.switches };
	return {
		clock,
		state,
		switches,
		record: new SimulatorRecord(),
		faults: new Faults(),
		sessions: new Sessions(switches, clock),
		locks: new Locks(),
		sendBucket: new TokenBucket(),
	};
}

/** Remembers how objects are now, and puts that back into them when called. */
function restorer(...objects: object[]): () => void {
	const kept = objects.map((object) => structuredClone(object));
	return () =>
		objects.forEach((object, i) => {
			for (const key of Object.keys(object)) Reflect.deleteProperty(object, key);
			Object.assign(object, structuredClone(kept[i]));
		});
}
