import { Claims } from './claims';
import type { Delivered, Delivery, Memory, Message } from './message';
import { PatientStore } from './patientStore';
import { Pool, type Limits, type Surroundings } from './pool';
import { Supply } from './supply';

/**
 * Delivers messages side by side, each at most once in an execution and its retries.
 *
 * What the ledger knows as accepted is not sent again; what it, or a claim, knows as begun without a known
 * end is reported as unknown; the rest is claimed in chunks, sent, and recorded as it ends.
 *
 * @param onEnd told of each message as it ends
 */
export async function deliver(
	messages: Message[],
	memory: Memory,
	limits: Limits,
	surroundings: Surroundings,
	onEnd: (result: Delivered) => void,
): Promise<Delivery> {
	const stores = {
		claims: new PatientStore(memory.claims, surroundings),
		onceKeys: new PatientStore(memory.onceKeys, surroundings),
	};
	const claims = new Claims(stores.claims, memory.isStartedOver);
	const { resendUnknown } = limits;
	const supply = new Supply(
		messages,
		{ ...memory, ...stores },
		claims,
		resendUnknown,
		onEnd,
		surroundings.now,
	);
	const pool = new Pool(limits, surroundings, async () => await supply.nextJobs());
	await pool.run();
	supply.endRest({ kind: 'notTried', because: surroundings.isStopped() ? 'stopped' : 'failure' });
	await supply.flush();
	return {
		results: supply.results,
		waited: pool.waited,
		claimsRefusal: claims.unprotected,
	};
}
