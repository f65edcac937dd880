import type { Reply } from '../../nodes/LiveVoxSms/delivery/outcome';

type Answer = Extract<Reply<number>, { kind: 'answer' }>;

/** LiveVox's answer with that status; where it accepts, with that transaction id. */
export function answer(
	status: number,
	{ id = 1, retryAfter }: { id?: number; retryAfter?: string } = {},
): Answer {
	return {
		kind: 'answer',
		status,
		value: status === 200 ? id : undefined,
		words: undefined,
		code: null,
		retryAfter,
	};
}

/** A connection that broke after the request was sent. */
export const BROKEN: Reply<number> = { kind: 'broken', code: 'ECONNRESET', beforeSending: false };

/** A server that was not there. */
export const UNREACHED: Reply<number> = {
	kind: 'broken',
	code: 'ECONNREFUSED',
	beforeSending: true,
};
