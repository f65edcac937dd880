/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { startSimulator } from '../../simulator';
import { demoCredential } from '../../simulator/demo-credential';
import { tallyOf } from './tally';
import type { Conditions, Order } from './livevox';

/** LiveVox in a process of its own: livevox.ts starts it, tells it how to answer and asks it what it saw. */
async function main(): Promise<void> {
	const simulator = await startSimulator();
	let runs = 0;
	const begin = ({ latencyMs, perSecond }: Conditions) => {
		simulator.reset();
		// The credential remembers a login for two seconds: not beyond a run, if each has a token of its own.
		simulator.state.clients[0]!.accessTokens = [`access-token-${++runs}`];
		simulator.faults.add({ route: 'send', kind: 'latency', ms: latencyMs });
		simulator.switches.rateLimit = perSecond
			? { perSecond, burst: perSecond, retryAfter: 'none', status: 429 }
			: undefined;
		return demoCredential(simulator);
	};
	process.on('message', ({ begin: conditions }: Order) => {
		process.send!(conditions ? begin(conditions) : tallyOf(simulator.record));
	});
	// Ctrl-C in the terminal reaches this process too. It goes when the one that started it lets go, or is gone.
	process.on('SIGINT', () => undefined);
	process.once('disconnect', () => process.exit());
	process.send!(simulator.url);
}

void main();
