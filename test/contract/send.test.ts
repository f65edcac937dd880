import { AGENT_MESSAGE, madeUpNumber, rejection, USER_MESSAGE, useBench } from './support';

const bench = useBench();

type Change = (message: Record<string, unknown>) => void;

const set =
	(field: string, value: unknown): Change =>
	(message) => {
		message[field] = value;
	};

async function send(message: object, as: 'user' | 'agent' = 'user', change: Change = () => {}) {
	const api = as === 'user' ? await bench.loggedIn() : await bench.asAgent();
	const changed = structuredClone(message) as Record<string, unknown>;
	change(changed);
	return await api.post('/sms/', changed);
}

const BOTH_KINDS: Array<[string, Change]> = [
	['from', set('from', undefined)],
	['from', set('from', '')],
	['from', set('from', 53063)],
	['from', set('from', '99999')],
	['to', set('to', undefined)],
	['to', set('to', '')],
	['to', set('to', 4155550123)],
	['to', set('to', '415555012')],
	['to', set('to', '+14155550123')],
	['to', set('to', '415-555-0123')],
	['body', set('body', undefined)],
	['body', set('body', null)],
	['body', set('body', 'Hello')],
	['body', set('body', ['Hello'])],
	['body.message', set('body', {})],
	['body.templateId', set('body', {})],
	['body.message', set('body', { message: 'Hello', templateId: 74257 })],
	['body.templateId', set('body', { message: 'Hello', templateId: 74257 })],
	['body.message', set('body', { message: '', templateId: 74257 })],
	['body.message', set('body', { message: '' })],
	['body.message', set('body', { message: 7 })],
	['body.templateId', set('body', { templateId: 'seven' })],
	['body.templateId', set('body', { templateId: '' })],
	['body.templateId', set('body', { templateId: 7.5 })],
	['body.templateId', set('body', { templateId: -1 })],
	['body.templateId', set('body', { templateId: 1 })],
	['account', set('account', 13213)],
];

const USERS: Array<[string, Change]> = [
	['serviceId', set('serviceId', undefined)],
	['serviceId', set('serviceId', null)],
	['serviceId', set('serviceId', 'one')],
	['serviceId', set('serviceId', '')],
	['serviceId', set('serviceId', 1)],
];

const AGENTS: Array<[string, Change]> = [
	['serviceId', set('serviceId', 100915)],
	['serviceId', set('serviceId', null)],
	['account', set('account', undefined)],
	['account', set('account', '')],
];

describe.each(['user', 'agent'] as const)('a %s', (kind) => {
	const message = kind === 'user' ? USER_MESSAGE : AGENT_MESSAGE;
	const rules = [...BOTH_KINDS, ...(kind === 'user' ? USERS : AGENTS)];

	it.each(rules)('is rejected for a bad %s (%#)', async (field, change) => {
		const answer = rejection(await send(message, kind, change));
		expect(answer.status).toBe(400);
		expect(answer.message).toContain(field);
		expect(bench.simulator.record.sent).toEqual([]);
		expect(bench.simulator.record.requests.at(-1)).toMatchObject({
			route: 'send',
			answer: 400,
			carriedOut: false,
		});
	});

	it('is rejected for a number on a do not contact list: 202', async () => {
		const answer = rejection(await send(message, kind, set('to', '4155550199')));
		expect(answer.status).toBe(202);
		expect(bench.simulator.record.sent).toEqual([]);
		expect(bench.simulator.record.requests.at(-1)?.carriedOut).toBe(false);
	});

	it('sends a text', async () => {
		const { status, data } = await send(message, kind);
		expect({ status, data }).toEqual({ status: 200, data: { transactionId: 999999999990 } });
		expect(bench.simulator.record.requests.at(-1)).toMatchObject({
			answer: 200,
			carriedOut: true,
			account: `demo.${kind}`,
		});
	});

	it('sends a template, its id as a number or as text', async () => {
		for (const templateId of [74257, '74257']) {
			expect((await send(message, kind, set('body', { templateId }))).status).toBe(200);
		}
		const { sent } = bench.simulator.record;
		expect(sent.map((row) => row.templateId)).toEqual([74257, 74257]);
		expect(sent.every((row) => !('message' in row))).toBe(true);
	});
});

it('a user may leave out the account, or give it, and gives the service as number or text', async () => {
	await send(USER_MESSAGE);
	await send(USER_MESSAGE, 'user', set('account', '13213'));
	await send(USER_MESSAGE, 'user', set('serviceId', '100920'));
	expect(bench.simulator.record.sent).toEqual([
		{
			transactionId: 999999999990,
			from: '53063',
			to: '4155550123',
			message: 'Hello',
			serviceId: 100915,
			userName: 'demo.user',
			at: bench.now,
		},
		expect.objectContaining({ account: '13213', serviceId: 100915 }),
		expect.objectContaining({ serviceId: 100920 }),
	]);
});

it('a user may not send from the service of another client', async () => {
	bench.simulator.state.callCenters.push({ callCenterId: 9, name: 'Other', clientId: 2 });
	bench.simulator.state.services.push({ serviceId: 900, name: 'Other', callCenterId: 9 });
	expect((await send(USER_MESSAGE, 'user', set('serviceId', 900))).status).toBe(400);
});

it('an agent’s message goes out from the service logged into', async () => {
	bench.account('demo.agent').service = 100917;
	await send(AGENT_MESSAGE, 'agent');
	expect(bench.simulator.record.sent).toMatchObject([{ serviceId: 100917, account: '13213', userName: 'demo.agent' }]);
});

it('transaction ids increase, from 12 digits to 13', async () => {
	const ids: number[] = [];
	for (let i = 0; i < 15; i += 1) ids.push((await send(USER_MESSAGE)).data.transactionId);
	expect(new Set(ids).size).toBe(15);
	expect(ids).toEqual([...ids].sort((a, b) => a - b));
	expect(new Set(ids.map((id) => String(id).length))).toEqual(new Set([12, 13]));
	expect(bench.simulator.record.sent.map(({ transactionId }) => transactionId)).toEqual(ids);
});

it('keeps every message apart under 50 concurrent senders', async () => {
	bench.simulator.faults.add({ route: 'send', kind: 'latency', ms: 5 });
	const api = await bench.loggedIn();
	const numbers = Array.from({ length: 500 }, (_, i) => madeUpNumber(i));
	const ids: number[] = [];
	const sender = async () => {
		for (let to = numbers.pop(); to; to = numbers.pop()) {
			ids.push((await api.post('/sms/', { ...USER_MESSAGE, to })).data.transactionId);
		}
	};
	await Promise.all(Array.from({ length: 50 }, sender));
	const { record } = bench.simulator;
	expect(new Set(ids).size).toBe(500);
	expect(new Set(record.sent.map(({ to }) => to)).size).toBe(500);
	expect(record.maxInFlight).toBeGreaterThan(1);
	expect(record.maxInFlight).toBeLessThanOrEqual(50);
	expect(record.inFlight).toBe(0);
});
