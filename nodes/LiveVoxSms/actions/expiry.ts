import type { IExecuteFunctions } from 'n8n-workflow';

import type { LiveVoxSession } from '../transport/session';
import { hint } from './hint';

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/**
 * Says so where the password of the credential expires within 14 days: a workflow that nobody watches would
 * come to a stop.
 *
 * @param now milliseconds since 1970
 */
export function hintAtExpiry(
	context: IExecuteFunctions,
	{ passwordExpiresAt }: LiveVoxSession,
	now: number,
): void {
	const days = Math.ceil((Date.parse(passwordExpiresAt) - now) / DAY_MS);
	if (!(days >= 0 && days <= SOON_DAYS)) return;
	const when = days === 0 ? 'today' : days === 1 ? 'in 1 day' : `in ${days} days`;
	hint(
		context,
		`The password of the LiveVox API credential expires ${when} (${passwordExpiresAt.slice(0, 10)}). Change it in LiveVox, then fill in the new one in the credential.`,
	);
}
