import { ENCODINGS } from '../secret-encodings';
import type { Fault } from '../simulator';

/** How a message or a list ends, as the node's output calls it. A list that came is accepted. */
export type Outcome = 'accepted' | 'rejected' | 'unknown';

/** The secrets that a server could repeat in its answer. */
export type Secrets = Record<'password' | 'accessToken', string>;

/** A fault, and what has to come of it: written by hand, from the promises in the README. */
export interface FaultRow {
	/** What happens, in a reader's words. What looks the same to the node has the same words. */
	words: string;
	fault: (secrets: Secrets) => Fault;
	/** Where it happens, if not to the request of the operation itself. */
	at?: 'login';
	/** The same for a list, where that would take long: nothing shortens how long a list waits. */
	listFault?: Fault;
	/** `once`: the first attempt of some messages. `always`: each attempt of all. */
	hits: 'once' | 'always';
	send: Outcome;
	/** Whether LiveVox sends a message that this hits, before it is tried again. */
	isSent: boolean;
	list: Outcome;
	/** What the failed item says, where it is not tried again. */
	httpStatus: number | null;
	/** The session is not taken, and a new one is: one login more for each hit. */
	rejectsSession?: true;
	/** Logins that it costs at most each time the node runs, where each session is rejected. */
	mostLogins?: number;
	/** Ends with a timeout, or with the wait that LiveVox asks for. */
	waits?: 'timeOut' | 'rateLimit';
}

/** A secret as servers, proxies and libraries may write it. */
const inAllWays = (secret: string) =>
	Object.values(ENCODINGS)
		.map((encode) => encode(secret))
		.join(' ');

const row = (words: string, fault: Fault, ends: Partial<FaultRow> = {}): FaultRow => ({
	words,
	fault: () => fault,
	hits: 'once',
	send: 'accepted',
	isSent: false,
	list: ends.send ?? 'accepted',
	httpStatus: null,
	...ends,
});

const rejected = (words: string, httpStatus: number, more: object = {}) =>
	row(words, { kind: 'status', status: httpStatus, ...more }, { send: 'rejected', httpStatus });

/** Worth another try. */
const throttled = (words: string, httpStatus: number, fault: Fault) =>
	row(words, fault, { httpStatus, waits: 'rateLimit' });

const broken = (words: string, fault: Fault, isSent: boolean) => row(words, fault, { send: 'unknown', isSent });

const slow = (words: string, fault: Fault, isSent: boolean) =>
	row(words, fault, { send: 'unknown', isSent, waits: 'timeOut' });

const inASecond = () => new Date(Date.now() + 1500).toUTCString();

const WELL = [
	row('Answers late, but within the timeout', { kind: 'latency', ms: 30 }),
	row('Answers byte by byte, but within the timeout', { kind: 'drip', ms: 1 }),
];

const AT_LOGIN: Partial<FaultRow> = { at: 'login', waits: 'rateLimit' };

const PATIENCE = [
	throttled('429 (too many requests) without Retry-After', 429, { kind: 'rateLimited' }),
	throttled('429 with Retry-After in seconds', 429, { kind: 'rateLimited', retryAfter: 1 }),
	{
		...throttled('429 with Retry-After as a date', 429, { kind: 'rateLimited' }),
		fault: (): Fault => ({ kind: 'rateLimited', retryAfter: inASecond() }),
	},
	throttled('503 (busy) with Retry-After', 503, { kind: 'status', status: 503, retryAfter: 1 }),
	row('429 with Retry-After, to the login', { kind: 'rateLimited', retryAfter: 1 }, AT_LOGIN),
	row('429 without Retry-After, to the login', { kind: 'rateLimited' }, AT_LOGIN),
	row('503 (busy) with Retry-After, to the login', { kind: 'status', status: 503, retryAfter: 1 }, AT_LOGIN),
	row(
		'429 again and again, for longer than Max Rate Limit Wait',
		{ kind: 'rateLimited' },
		{
			hits: 'always',
			send: 'rejected',
			httpStatus: 429,
			waits: 'rateLimit',
			listFault: { kind: 'rateLimited', retryAfter: 61 },
		},
	),
	row(
		'429 with a Retry-After beyond Max Rate Limit Wait',
		{ kind: 'rateLimited', retryAfter: 3600 },
		{ hits: 'always', send: 'rejected', httpStatus: 429 },
	),
];

const NO = [
	rejected('400 (bad request)', 400),
	rejected('404 (not found)', 404),
	rejected('405 (method not allowed)', 405),
	rejected('409 (conflict)', 409),
	rejected('202 with a code and a reason: not carried out', 202, {
		body: { code: 12, message: 'Not completely successful' },
	}),
	{
		...rejected('400 whose reason repeats the password and the access token', 400),
		fault: ({ password, accessToken }: Secrets): Fault => ({
			kind: 'status',
			status: 400,
			body: {
				code: accessToken,
				message: `No such login: ${inAllWays(password)}, ${inAllWays(accessToken)}`,
				[inAllWays(password)]: [{ echo: inAllWays(accessToken) }],
			},
		}),
	},
];

const SESSION = [
	row('The session dies just before the request', { kind: 'revokeSession' }, { rejectsSession: true, httpStatus: 401 }),
	row('401 (session rejected), once', { kind: 'status', status: 401 }, { rejectsSession: true, httpStatus: 401 }),
	row(
		'The session dies with each request',
		{ kind: 'revokeSession' },
		{ hits: 'always', send: 'rejected', httpStatus: 401, mostLogins: 2 },
	),
	row(
		'401 for each session',
		{ kind: 'status', status: 401 },
		{ hits: 'always', send: 'rejected', httpStatus: 401, mostLogins: 2 },
	),
	row(
		'403 (the role may not use SMS)',
		{ kind: 'status', status: 403 },
		{ hits: 'always', send: 'rejected', httpStatus: 403, mostLogins: 1 },
	),
];

/** The same answer, whether LiveVox has carried it out or not. */
const noProof = (words: string, httpStatus: number, body?: unknown) =>
	[false, true].map((carriedOut) =>
		row(
			words,
			{ kind: 'status', status: httpStatus, carriedOut, ...(body !== undefined && { body }) },
			{ send: 'unknown', httpStatus, isSent: carriedOut },
		),
	);

/** The same for a success that does not bring what it promises. */
const emptyHanded = (words: string, httpStatus: number, fault: object) =>
	[false, true].map((carriedOut) =>
		row(words, { status: httpStatus, ...fault, carriedOut } as Fault, {
			send: 'unknown',
			httpStatus,
			isSent: carriedOut,
		}),
	);

const NO_PROOF = [
	...noProof('302 (points to another address)', 302),
	...noProof('408 (timeout at LiveVox)', 408),
	...noProof('500 (a fault at LiveVox)', 500),
	...noProof('502 with a gateway’s web page', 502, '<html>Bad gateway</html>'),
	...noProof('503 (busy) without Retry-After', 503),
	...noProof('504 (timeout of a gateway)', 504),
	...noProof('599 (an answer without words)', 599),
	...noProof('202 with a web page', 202, '<html>Accepted</html>'),
	...emptyHanded('200 with a web page instead of LiveVox’s answer', 200, { kind: 'notJson' }),
	...emptyHanded('200 without the transaction ID, or without the list', 200, {
		kind: 'answer',
		body: { ok: true },
	}),
	...emptyHanded('204 with nothing in it', 204, { kind: 'answer', body: undefined }),
];

const DROPPED = 'The connection breaks before an answer';
const CUT = 'The connection breaks in the middle of the answer';
const SILENT = 'No answer within the timeout';

const BROKEN = [
	broken(DROPPED, { kind: 'resetBefore' }, false),
	broken(DROPPED, { kind: 'resetAfter' }, true),
	broken(CUT, { kind: 'resetMidAnswer' }, true),
	broken(CUT, { kind: 'truncated' }, true),
	slow(SILENT, { kind: 'neverAnswers', carriedOut: false }, false),
	slow(SILENT, { kind: 'neverAnswers', carriedOut: true }, true),
	slow('An answer byte by byte, beyond the timeout', { kind: 'drip', ms: 900 }, true),
];

/** Every kind of fault that the simulator has. */
export const ROWS: FaultRow[] = [...WELL, ...PATIENCE, ...SESSION, ...NO, ...NO_PROOF, ...BROKEN];
