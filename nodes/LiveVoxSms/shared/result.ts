import type { Words } from './errorMessages';

/** What a user is told about a failure: what happened, LiveVox's own words first, and what to do about it. */
export interface ErrorDetails extends Words {
	/** The HTTP status of LiveVox's response, if there was one. */
	httpStatus?: number;
	/** LiveVox's own code, or the network's (`ECONNRESET`). */
	code?: string | number | undefined;
}

/** `accepted`: LiveVox did what was asked. `rejected`: it certainly didn't. `unknown`: it may have. */
export type Result<T> = Accepted<T> | Failure;

export interface Accepted<T> {
	outcome: 'accepted';
	value: T;
	/** An earlier attempt of the same execution did it: this one made no request. */
	alreadySent?: true;
}

export interface Failure {
	outcome: 'rejected' | 'unknown';
	cause: Cause;
	error: ErrorDetails;
	/** Nothing can have been accepted, so the attempt is worth repeating, after the wait that LiveVox asked for. */
	retry?: { afterMs: number | undefined };
}

/** What ended an attempt: LiveVox's response or a broken connection; a failed login; or no request was made. */
type Cause = 'request' | 'login' | NotAttempted | MaybeAttempted;

/** Why no request was made: the execution stopped, an earlier message failed, or n8n's database is unavailable. */
export type NotAttempted = 'stopped' | 'earlierFailure' | 'keyUnverified' | 'storeLost';

/** Another attempt may have made the request: an earlier one, one of the same execution, or n8n's database can't tell. */
export type MaybeAttempted = 'earlierAttempt' | 'duplicateExecution' | 'earlierUnverified';

/** Whether the failure says that this attempt made no request. */
export const isNotAttempted = ({ cause }: Failure): boolean =>
	!['request', 'earlierAttempt', 'duplicateExecution'].includes(cause);
