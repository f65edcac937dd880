import type { Accepted, Failure, Result } from '../../nodes/LiveVoxSms/shared/result';
import type { TransactionId } from '../../nodes/LiveVoxSms/delivery/types';

/** How an attempt to send a message can end. */
export type Attempt = Result<TransactionId>;

const failed = (outcome: Failure['outcome'], httpStatus: number | null, code: string | null): Failure => ({
	outcome,
	cause: 'request',
	error: { message: `It failed with ${httpStatus ?? code}`, description: 'Try again.', httpStatus, code },
});

/** LiveVox accepts the message. */
export const accepted = <T extends TransactionId>(value: T): Accepted<T> => ({ outcome: 'accepted', value });

/** LiveVox rejects it. */
export const REJECTED = failed('rejected', 400, null);

/** LiveVox limits the rate, and may ask for a wait. */
export const throttled = (afterMs?: number): Failure => ({ ...failed('rejected', 429, null), retry: { afterMs } });

/** The connection breaks after the request was sent. */
export const UNKNOWN = failed('unknown', null, 'ECONNRESET');

/** Nothing listens at the address. */
export const UNREACHABLE: Failure = { ...failed('rejected', null, 'ECONNREFUSED'), retry: { afterMs: undefined } };

/** No session, so no request. */
export const NO_LOGIN: Failure = { ...failed('rejected', null, null), cause: 'login' };
