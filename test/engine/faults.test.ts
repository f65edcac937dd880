import type { Fault } from '../simulator';
import { failureOf, listCodes, listTemplates, recipients, sendMessage, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const TIMEOUT_S = 1;
const impatient = { ...sendMessage, options: { maxRateLimitWait: 1 } };

/** A fault, what the node has to make of it, and whether LiveVox has sent the message all the same. */
interface FaultCase {
	name: string;
	fault: Fault;
	outcome: 'accepted' | 'rejected' | 'unknown';
	httpStatus?: number | null;
	sent: boolean;
}

const status = (status: number, outcome: FaultCase['outcome'], more: object = {}): FaultCase => ({
	name: `status ${status} ${JSON.stringify(more)}`,
	fault: { kind: 'status', status, ...more },
	outcome,
	httpStatus: status,
	sent: 'carriedOut' in more,
});

const CASES: FaultCase[] = [
	{ name: 'latency', fault: { kind: 'latency', ms: 30 }, outcome: 'accepted', sent: true },
	{
		name: 'a bare 429',
		fault: { kind: 'rateLimited' },
		outcome: 'accepted',
		sent: true,
	},
	{
		name: 'a 503 with Retry-After',
		fault: { kind: 'status', status: 503, retryAfter: 0.1 },
		outcome: 'accepted',
		sent: true,
	},
	status(400, 'rejected'),
	status(404, 'rejected'),
	status(405, 'rejected'),
	status(409, 'rejected'),
	status(408, 'unknown'),
	status(302, 'unknown'),
	status(500, 'unknown'),
	status(500, 'unknown', { carriedOut: true }),
	status(502, 'unknown', { body: '<html>Bad gateway</html>' }),
	status(503, 'unknown'),
	status(504, 'unknown', { carriedOut: true }),
	status(599, 'unknown'),
	status(202, 'rejected', { body: { code: 12, message: 'Not completely successful' } }),
	status(202, 'unknown', { body: '<html>Accepted</html>' }),
	{
		name: 'a page that is no JSON',
		fault: { kind: 'notJson', carriedOut: true },
		outcome: 'unknown',
		httpStatus: 200,
		sent: true,
	},
	{
		name: 'an answer without what it promises',
		fault: { kind: 'answer', status: 200, body: { ok: true }, carriedOut: true },
		outcome: 'unknown',
		httpStatus: 200,
		sent: true,
	},
	{
		name: 'an empty answer',
		fault: { kind: 'answer', status: 204, body: undefined, carriedOut: true },
		outcome: 'unknown',
		httpStatus: 204,
		sent: true,
	},
	{ name: 'a truncated answer', fault: { kind: 'truncated' }, outcome: 'unknown', sent: true },
	{ name: 'a reset before', fault: { kind: 'resetBefore' }, outcome: 'unknown', sent: false },
	{ name: 'a reset after', fault: { kind: 'resetAfter' }, outcome: 'unknown', sent: true },
	{ name: 'a reset mid-answer', fault: { kind: 'resetMidAnswer' }, outcome: 'unknown', sent: true },
];

/** Faults that only the time-out ends: SMS: Send has an option for it, a list waits for 30 seconds. */
const ENDLESS: FaultCase[] = [
	{
		name: 'no answer',
		fault: { kind: 'neverAnswers', carriedOut: true },
		outcome: 'unknown',
		sent: true,
	},
	{
		name: 'no answer to a message that was not taken',
		fault: { kind: 'neverAnswers', carriedOut: false },
		outcome: 'unknown',
		sent: false,
	},
	{ name: 'one byte a second', fault: { kind: 'drip', ms: 900 }, outcome: 'unknown', sent: true },
];

describe('SMS: Send', () => {
	test.each([...CASES, ...ENDLESS])(
		'$name is $outcome',
		async ({ fault, outcome, ...expected }) => {
			world.livevox.faults.add({ route: 'send', on: 2, ...fault });
			const started = Date.now();
			const { items } = await world.run(
				{ ...sendMessage, options: { timeout: TIMEOUT_S, maxConcurrency: 1 } },
				recipients(3),
				CONTINUE,
			);
			expect(Date.now() - started).toBeLessThan(TIMEOUT_S * 1000 + 2000);

			expect([items[0]?.json.status, items[2]?.json.status]).toEqual(['accepted', 'accepted']);
			if (outcome === 'accepted') {
				expect(items[1]?.json.status).toBe('accepted');
			} else {
				const failure = failureOf(items[1]);
				expect(failure).toMatchObject({ outcome, httpStatus: expected.httpStatus ?? null });
				expect(failure.message.includes('may have been sent')).toBe(outcome === 'unknown');
			}
			const to = recipients(2)[1]?.to;
			expect(world.reached.filter((reached) => reached === to)).toHaveLength(expected.sent ? 1 : 0);
			expect(world.livevox.record.sent).toHaveLength(expected.sent ? 3 : 2);
		},
	);

	test('a 403 that outlives a new login is rejected', async () => {
		world.livevox.faults.add({ route: 'send', on: [2, 3], kind: 'status', status: 403 });
		const oneByOne = { ...sendMessage, options: { maxConcurrency: 1 } };
		const { items } = await world.run(oneByOne, recipients(3), CONTINUE);
		expect(failureOf(items[1])).toMatchObject({ outcome: 'rejected', httpStatus: 403 });
		expect(world.livevox.record.sent).toHaveLength(2);
		expect(world.livevox.record.logins).toHaveLength(2);
	});

	test('a refused connection is rejected: nothing was sent', async () => {
		await world.run(listTemplates, [{}]);
		world.changeCredential({ baseUrl: 'http://127.0.0.1:1' });
		const { items } = await world.run(impatient, recipients(1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected', code: 'ECONNREFUSED' });
	});

	test('an unknown host name is rejected: nothing was sent', async () => {
		await world.run(listTemplates, [{}]);
		world.changeCredential({ baseUrl: 'https://livevox.invalid' });
		const { items } = await world.run(impatient, recipients(1), CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ outcome: 'rejected' });
		expect(failureOf(items[0]).code).toMatch(/ENOTFOUND|EAI_AGAIN/);
	});

	test('a redirect is not followed: the session goes to no other address', async () => {
		const elsewhere = '/sms/templates';
		world.livevox.faults.add({ route: 'send', kind: 'status', status: 302, body: elsewhere });
		await world.run(sendMessage, recipients(1), CONTINUE);
		expect(world.livevox.record.count('templates')).toBe(0);
	});
});

/** A list is not repeated: what only asks for patience is a refusal. */
const LIST_CASES = CASES.map((one): FaultCase => {
	if (one.fault.kind === 'rateLimited') return { ...one, outcome: 'rejected', httpStatus: 429 };
	const isPatience = one.fault.kind === 'status' && one.fault.retryAfter !== undefined;
	return isPatience ? { ...one, outcome: 'rejected', httpStatus: 503 } : one;
});

describe.each([
	{ name: 'Template: List', list: listTemplates, route: 'templates' as const },
	{ name: 'Code: List', list: listCodes, route: 'codes' as const },
])('$name', ({ list, route }) => {
	test.each(LIST_CASES)('$name is $outcome', async ({ fault, outcome, httpStatus }) => {
		world.livevox.faults.add({ route, ...fault });
		const { items } = await world.run(list, [{}], CONTINUE);
		if (outcome === 'accepted') {
			expect(items.map(({ json }) => json)).toEqual(world.livevox.state[route]);
		} else {
			expect(failureOf(items[0])).toMatchObject({ outcome, httpStatus: httpStatus ?? null });
			expect(failureOf(items[0]).message).not.toContain('sent');
		}
		expect(world.livevox.record.sent).toEqual([]);
	});
});

describe('a session that dies before the request', () => {
	test.each([
		{ name: 'SMS: Send', parameters: sendMessage, route: 'send' as const },
		{ name: 'Template: List', parameters: listTemplates, route: 'templates' as const },
		{ name: 'Code: List', parameters: listCodes, route: 'codes' as const },
	])('is renewed for $name', async ({ parameters, route }) => {
		world.livevox.faults.add({ route, kind: 'revokeSession', on: 1 });
		const { error, items } = await world.run(parameters, recipients(1));
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(0);
		expect(world.livevox.record.logins).toHaveLength(2);
	});
});
