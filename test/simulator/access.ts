import { Rejection } from './errors';
import type { Session } from './sessions';
import type { Role } from './state';
import type { Call, Context } from './context';

/** Roles that may use the SMS API (vendor page). */
export const SMS_ROLES: Role[] = ['Agent', 'Sysadmin', 'Superuser', 'Manager'];

/** Roles that may list call centers and services (vendor documentation). */
export const CONFIGURATION_ROLES: Role[] = ['Sysadmin', 'IT User', 'Superuser', 'Manager'];

/**
 * @returns a header's only value, or an empty string
 */
export function header({ headers }: Pick<Call, 'headers'>, name: string): string {
	const value = headers[name];
	return typeof value === 'string' ? value : '';
}

/**
 * Renews and returns the session of a call whose role is one of those given; rejects any other call.
 */
export function requireSession(context: Context, call: Call, roles: Role[]): Session {
	const session = context.sessions.use(header(call, 'lv-session'));
	if (!session) throw new Rejection(context.switches.sessionRefusal, 'Session is invalid or expired');
	const { role } = session.account;
	if (!roles.includes(role)) throw new Rejection(403, `Role ${role} may not use this method`);
	return session;
}
