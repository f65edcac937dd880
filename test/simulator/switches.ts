import type { Account } from './state';

/** Answers that no public document settles: a switch each, so that a test can try every possibility. */

/** How a particular kind of login is rejected. */
export interface LoginRefusal {
	/** Absent: the same status as any rejected login. */
	status?: number;
	message: string;
}

/** A token bucket for sends. */
export interface RateLimit {
	/** Tokens that come back each second. */
	perSecond: number;
	/** Tokens of a full bucket; absent: one second's worth. */
	burst?: number;
	/** How the rejection says when to come back. */
	retryAfter: 'seconds' | 'date' | 'none';
	status: 429 | 503;
}

export interface Switches {
	/** Status of a rejected login; 599 comes with an empty body and covers malformed logins too. */
	loginRefusal: 401 | 403 | 404 | 599;
	/** Status when the session is missing, unknown or expired. */
	sessionRefusal: 401 | 403;
	/** Wrong passwords in a row that lock an account of each kind: 1 to 9. */
	lockAfter: Record<Account['kind'], number>;
	lockedRefusal: LoginRefusal;
	expiredRefusal: LoginRefusal;
	/** Whether the same user with the same access token gets the session that is still alive. */
	sameSessionForSameUser: boolean;
	/** Milliseconds without use after which a session dies. */
	sessionLifetime: number;
	/** JSON type of template, service, call center and transaction ids in answers. */
	ids: 'number' | 'string';
	/** Name of the id in the Configuration API: `serviceId` and `callCenterId`, or plain `id`. */
	idKeys: 'specific' | 'id';
	/** Body of every error answer (status 400 and up). */
	errorBody: 'json' | 'empty' | 'html';
	/** Absent: no limit. */
	rateLimit?: RateLimit | undefined;
	/** Any other limit for sends: rejects with 429 unless it returns undefined. The wait is in milliseconds. */
	limit?: { take: (now: number) => { afterMs: number | undefined } | undefined };
}

const TWO_HOURS = 2 * 60 * 60 * 1000;

/**
 * @returns the switches as they stand when a test asks for nothing else
 */
export function defaultSwitches(): Switches {
	return {
		loginRefusal: 401,
		sessionRefusal: 401,
		lockAfter: { user: 5, agent: 5 },
		lockedRefusal: { message: 'Account is locked' },
		expiredRefusal: { message: 'Password has expired' },
		sameSessionForSameUser: true,
		sessionLifetime: TWO_HOURS,
		ids: 'number',
		idKeys: 'specific',
		errorBody: 'json',
	};
}
