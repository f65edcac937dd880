import fc from 'fast-check';
import type { IN8nHttpFullResponse } from 'n8n-workflow';

import type { Result } from '../../nodes/LiveVoxSms/shared/result';
import {
	fetchServices,
	listCodes,
	listPage,
	listTemplates,
	sendSms,
	type Call,
} from '../../nodes/LiveVoxSms/transport/endpoints';
import { Logins } from '../../nodes/LiveVoxSms/transport/login';
import { redactResponse } from '../../nodes/LiveVoxSms/transport/redact';
import { toResult } from '../../nodes/LiveVoxSms/transport/response';
import type { LiveVoxSession } from '../../nodes/LiveVoxSms/transport/session';
import { CREDENTIAL, usable } from './credential-values';

const KEYS = [
	...['transactionId', 'templates', 'listSmsCodes', 'callCenter', 'service', 'next', 'sessionId'],
	...['clientId', 'daysUntilPasswordExpires', 'code', 'message', 'toString', 'constructor'],
];
/** Rows as LiveVox gives them and as it does not; any JSON, as JSON is read. */
const rows = fc.array(
	fc.dictionary(
		fc.constantFrom('id', 'name', 'serviceId', 'callCenterId', '__proto__', 'toString'),
		fc.oneof(fc.integer(), fc.string(), fc.jsonValue({ maxDepth: 2 })),
		{ maxKeys: 4 },
	),
	{ maxLength: 4 },
);
const value = fc.oneof(fc.integer(), fc.string(), rows, fc.jsonValue({ maxDepth: 3 }));
const body = fc
	.oneof(
		{
			weight: 5,
			arbitrary: fc.record(Object.fromEntries(KEYS.map((key) => [key, value])), {
				requiredKeys: [],
			}),
		},
		fc.jsonValue({ maxDepth: 3 }),
	)
	.map((json) => JSON.parse(JSON.stringify(json)) as unknown);
const status = fc.oneof(
	fc.constantFrom(200, 201, 202, 204, 302, 400, 401, 403, 404, 408, 429, 500, 502, 503, 599),
	fc.integer({ min: 100, max: 999 }),
);
const answers = fc.record({
	statusCode: status,
	headers: fc.option(fc.record({ 'retry-after': fc.oneof(fc.string(), fc.constant('7')) }), {
		nil: {},
	}),
	body: fc.oneof({ weight: 9, arbitrary: body }, fc.string(), fc.constant(undefined)),
}) as fc.Arbitrary<IN8nHttpFullResponse>;

const isObject = (json: unknown): json is Record<string, unknown> =>
	typeof json === 'object' && json !== null && !Array.isArray(json);
const isText = (json: unknown) => typeof json === 'number' || (typeof json === 'string' && json.trim() !== '');
const isList = (json: unknown) => Array.isArray(json) && json.every(isObject);

/** Each call with what LiveVox promises for it. */
const CALLS: Array<[string, Call<unknown>, promised: (body: Record<string, unknown>) => boolean]> = [
	['POST /sms/', sendSms({} as never), ({ transactionId }) => isText(transactionId)],
	['GET /sms/templates', listTemplates, ({ templates }) => isList(templates)],
	['GET /sms/codes', listCodes, ({ listSmsCodes }) => isList(listSmsCodes)],
	['GET call centers', listPage('', 'callCenter', {}), ({ callCenter }) => isList(callCenter)],
	['GET services', listPage('', 'service', {}), ({ service }) => isList(service)],
];

const resultFor = async <T>(response: IN8nHttpFullResponse, { read }: Call<T>): Promise<Result<T>> =>
	await toResult(Promise.resolve(redactResponse(response, CREDENTIAL)), read);

describe.each(CALLS)('any answer to %s', (_, call, isPromised) => {
	it('is accepted only with a 2xx and what LiveVox promises, and has words otherwise', async () => {
		let accepted = 0;
		await fc.assert(
			fc.asyncProperty(answers, async (answer) => {
				const result = await resultFor(answer, call);
				const is2xx = answer.statusCode >= 200 && answer.statusCode < 300;
				const isGood = is2xx && isObject(answer.body) && isPromised(answer.body);
				expect(result.outcome === 'accepted').toBe(isGood);
				if (result.outcome === 'accepted') {
					accepted++;
					return;
				}
				const { message, description, httpStatus } = result.error;
				expect(message).toContain(`status ${answer.statusCode}`);
				expect(description).toMatch(/\.$/);
				expect(httpStatus).toBe(answer.statusCode);
			}),
			{ seed: 21, numRuns: 1000 },
		);
		expect(accepted).toBeGreaterThan(20);
	});
});

describe('any answer to a login', () => {
	it('brings a session that a header takes, or says why not', async () => {
		let sessions = 0;
		await fc.assert(
			fc.asyncProperty(answers, async (answer) => {
				const logins = new Logins(() => 1_000_000);
				const result = await logins.logIn(async () => answer, usable(), 'workflow');
				if (result.outcome !== 'accepted') {
					expect(result.error.message).toMatch(/^LiveVox rejected the login: \S|\S \(while logging in\)$/);
					expect(result.error.description).toMatch(/\S/);
					return;
				}
				sessions++;
				const { sessionId } = result.value;
				expect(answer.statusCode >= 200 && answer.statusCode < 300).toBe(true);
				expect(sessionId).toBe((answer.body as { sessionId: string }).sessionId);
				expect(() => new Headers({ 'LV-Session': sessionId })).not.toThrow();
			}),
			{ seed: 22, numRuns: 1000 },
		);
		expect(sessions).toBeGreaterThan(20);
	});
});

const LAST_PAGE = {
	headers: {},
	body: { callCenter: [], service: [] },
} as never as IN8nHttpFullResponse;

describe('any answers to the pages of the services', () => {
	it('come to an end, with services that have texts for names', async () => {
		let listed = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 6 }), async (given) => {
				let asked = 0;
				const session = {
					clientId: async () => '',
					lookUp: async <T>(call: Call<T>) => {
						const answer = given[asked++] ?? LAST_PAGE;
						return await resultFor({ ...answer, statusCode: 200 }, call);
					},
				} as unknown as LiveVoxSession;
				const result = await fetchServices(session);
				if (result.outcome !== 'accepted') return;
				listed += result.value.length;
				for (const { serviceId, name, callCenter } of result.value) {
					expect([typeof serviceId, typeof name, typeof callCenter]).toEqual(Array(3).fill('string'));
					expect(`${serviceId}${name}${callCenter}`).not.toContain('[object');
				}
			}),
			{ seed: 23, numRuns: 2000 },
		);
		expect(listed).toBeGreaterThan(5);
	});
});
