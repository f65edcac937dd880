import type { Accepted, ErrorDetails, Failure, Result } from '../../nodes/LiveVoxSms/shared/result';
import type { TransactionId } from '../../nodes/LiveVoxSms/delivery/types';

/** How an attempt to send a message can end. */
export type Attempt = Result<TransactionId>;

const failed = (outcome: Failure['outcome'], details: Partial<ErrorDetails>): Failure => ({
	outcome,
	cause: 'request',
	error: { message: `It failed with ${Object.values(details)[0]}`, description: 'Try again.', ...details },
});

/** LiveVox accepts the message. */
export const accepted = <T extends TransactionId>(value: T): Accepted<T> => ({ outcome: 'accepted', value });

/** LiveVox rejects it. */
export const REJECTED = failed('rejected', { httpStatus: 400 });

/** LiveVox limits the rate, and may ask for a wait. */
export const throttled = (afterMs?: number): Failure => ({
	...failed('rejected', { httpStatus: 429 }),
	retry: { afterMs },
});

/** The connection breaks after the request was sent. */
export const UNKNOWN = failed('unknown', { code: 'ECONNRESET' });

/** Nothing listens at the address. */
export const UNREACHABLE: Failure = { ...failed('rejected', { code: 'ECONNREFUSED' }), retry: { afterMs: undefined } };

/** No session, so no request. */
export const NO_LOGIN: Failure = { ...failed('rejected', {}), cause: 'login' };
