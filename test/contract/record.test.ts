import { demoState, startSimulator } from '../simulator';
import { CREDENTIALS, SECOND, TOKEN, USER_MESSAGE, useBench } from './support';

const bench = useBench();

it('requests come in order, with all that they brought', async () => {
	const api = await bench.loggedIn();
	bench.now += SECOND;
	await api.post('/sms/v17.0/', USER_MESSAGE, { headers: { 'LV-Access': TOKEN } });
	await api.get('/sms/templates?x=1');
	await bench.api.get('/sms/codes');
	const { requests } = bench.simulator.record;
	expect(requests).toMatchObject([
		{
			number: 1,
			route: 'login',
			routeNumber: 1,
			method: 'POST',
			path: '/session/login',
			query: {},
			headers: { 'lv-access': TOKEN },
			body: CREDENTIALS,
			at: bench.now - SECOND,
			answer: 200,
			carriedOut: true,
		},
		{
			number: 2,
			route: 'send',
			routeNumber: 1,
			path: '/sms/v17.0/',
			headers: { 'lv-access': TOKEN, 'lv-session': api.defaults.headers['LV-Session'] },
			body: USER_MESSAGE,
			at: bench.now,
			account: 'demo.user',
			answer: 200,
			carriedOut: true,
		},
		{ number: 3, route: 'templates', path: '/sms/templates', query: { x: '1' }, answer: 200 },
		{ number: 4, route: 'codes', answer: 401, carriedOut: false },
	]);
	expect(requests[0]).not.toHaveProperty('account');
	expect(requests[2]?.body).toBeUndefined();
	expect(requests[3]).not.toHaveProperty('account');
});

it('counts by route', async () => {
	const api = await bench.loggedIn();
	await api.post('/sms/', USER_MESSAGE);
	await api.post('/sms/', {});
	await api.get('/sms/');
	const { record } = bench.simulator;
	expect(record.count('send')).toBe(2);
	expect(record.count('login')).toBe(1);
	expect(record.count('codes')).toBe(0);
	expect(record.requests.map(({ routeNumber }) => routeNumber)).toEqual([1, 1, 2, 1]);
});

describe('waitFor', () => {
	it('resolves once the n-th request is there', async () => {
		const { record } = bench.simulator;
		let arrived = 0;
		const waiting = record.waitFor('codes', 2).then((request) => {
			arrived = request.routeNumber;
		});
		await bench.api.get('/sms/codes');
		await bench.api.get('/sms/templates');
		expect(arrived).toBe(0);
		await bench.api.get('/sms/codes');
		await waiting;
		expect(arrived).toBe(2);
	});

	it('resolves at once for one that is there, and for all who wait', async () => {
		const { record } = bench.simulator;
		const waiting = [record.waitFor('codes', 1), record.waitFor('codes', 1)];
		await bench.api.get('/sms/codes');
		const [first, second] = await Promise.all(waiting);
		expect(first).toBe(record.requests[0]);
		expect(second).toBe(first);
		expect(await record.waitFor('codes', 1)).toBe(first);
	});
});

it('counts the sends in flight, and no other request', async () => {
	const api = await bench.loggedIn();
	const { faults, record } = bench.simulator;
	faults.add({ route: 'any', kind: 'latency', ms: 30 });
	const asked = [1, 2, 3].map(() => api.post('/sms/', USER_MESSAGE));
	asked.push(api.get('/sms/codes'));
	await Promise.all([record.waitFor('send', 3), record.waitFor('codes', 1)]);
	expect(record.inFlight).toBe(3);
	await Promise.all(asked);
	await api.post('/sms/', USER_MESSAGE);
	expect(record).toMatchObject({ inFlight: 0, maxInFlight: 3 });
});

it('tells onFinish of each request, once, with its answer', async () => {
	const finished: unknown[] = [];
	const { faults, record } = bench.simulator;
	record.onFinish = ({ path, answer }) => finished.push([path, answer]);
	faults.add({ route: 'templates', kind: 'resetAfter' });
	await bench.api.get('/sms/codes');
	await bench.api.get('/sms/templates').catch(() => undefined);
	await bench.api.get('/nothing');
	delete record.onFinish;
	expect(finished).toEqual([
		['/sms/codes', 401],
		['/sms/templates', 'reset'],
		['/nothing', 404],
	]);
});

describe('reset', () => {
	it('brings everything back to the start', async () => {
		const { faults, record, state, switches } = bench.simulator;
		const before = structuredClone({ state, switches });
		const api = await bench.loggedIn();
		await api.post('/sms/', USER_MESSAGE);
		for (let i = 0; i < 5; i += 1) await bench.login({ password: 'wrong' });
		state.templates.length = 0;
		state.nextTransactionId = 1;
		switches.ids = 'string';
		faults.add({ route: 'any', on: 3, kind: 'status', status: 500 });

		bench.simulator.reset();
		expect({ state, switches }).toEqual(before);
		expect(record).toMatchObject({
			requests: [],
			sent: [],
			logins: [],
			inFlight: 0,
			maxInFlight: 0,
		});
		expect(record.count('login')).toBe(0);
		expect((await api.get('/sms/codes')).status).toBe(401);
		expect((await bench.login()).status).toBe(200);
		expect((await bench.api.get('/sms/codes')).status).toBe(401);
		expect(record.requests.map(({ number }) => number)).toEqual([1, 2, 3]);
	});

	it('comes back to the same start again and again', async () => {
		const { state } = bench.simulator;
		for (let i = 0; i < 2; i += 1) {
			state.accounts[0]!.password = 'changed';
			bench.simulator.reset();
			expect((await bench.login()).status).toBe(200);
		}
	});

	it('forgets a request that is still open', async () => {
		const api = await bench.loggedIn();
		const { faults, record } = bench.simulator;
		faults.add({ route: 'send', kind: 'latency', ms: 30 });
		const sending = api.post('/sms/', USER_MESSAGE);
		await record.waitFor('send', 1);
		bench.simulator.reset();
		expect((await sending).status).toBe(200);
		expect(record).toMatchObject({ requests: [], sent: [], inFlight: 0 });
	});
});

it('works on the state given, at the port given', async () => {
	const state = demoState();
	const first = await startSimulator({ state });
	await first.close();
	const port = Number(new URL(first.url).port);
	const second = await startSimulator({ state, port });
	expect(second.url).toBe(first.url);
	expect(second.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	expect(second.state).toBe(state);
	await second.close();
});

it('takes its time from the real clock unless given one', async () => {
	const simulator = await startSimulator();
	const before = Date.now();
	await bench.api.get(`${simulator.url}/sms/codes`);
	await simulator.close();
	expect(simulator.record.requests[0]?.at).toBeGreaterThanOrEqual(before);
	expect(simulator.record.requests[0]?.at).toBeLessThanOrEqual(Date.now());
});
