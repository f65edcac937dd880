import { startSimulator } from '../simulator';
import { AGENT_MESSAGE, USER_MESSAGE, useBench } from './support';

// The switches of logins, sessions, idKeys and rateLimit are tested where their rules are.
const bench = useBench({ switches: { sessionRefusal: 403 } });

describe('ids', () => {
	const page = { count: 1, offset: 0 };

	it.each([
		['number', 75870, 999999999990, 501, 100915],
		['string', '75870', '999999999990', '501', '100915'],
	] as const)('come as a %s', async (ids, template, transaction, callCenter, service) => {
		bench.simulator.switches.ids = ids;
		const api = await bench.loggedIn();
		expect((await api.get('/sms/templates')).data.templates[0].id).toBe(template);
		expect((await api.post('/sms/', USER_MESSAGE)).data.transactionId).toBe(transaction);
		const callCenters = await api.get('/configuration/callCenters', {
			params: { client: 1234, ...page },
		});
		expect(callCenters.data.callCenter[0].callCenterId).toBe(callCenter);
		const services = await api.get('/configuration/services', {
			params: { callCenter: 501, ...page },
		});
		expect(services.data.service[0].serviceId).toBe(service);
	});

	it('are numbers in the record whatever the answers say', async () => {
		bench.simulator.switches.ids = 'string';
		const api = await bench.asAgent();
		await api.post('/sms/', AGENT_MESSAGE);
		expect(bench.simulator.record.sent[0]?.transactionId).toBe(999999999990);
	});
});

describe('errorBody', () => {
	const asked: Array<[number, string, object]> = [
		[404, '/nothing', {}],
		[403, '/sms/codes', {}],
		[400, '/configuration/services', { callCenter: 501 }],
	];

	it.each(asked)('json, for %i', async (status, path, params) => {
		const api = status === 400 ? await bench.loggedIn() : bench.api;
		const answer = await api.get(path, { params });
		expect(answer.headers['content-type']).toBe('application/json');
		expect(answer.data).toEqual({ code: status, message: expect.any(String) });
	});

	it.each(asked)('empty, for %i', async (status, path, params) => {
		const api = status === 400 ? await bench.loggedIn() : bench.api;
		bench.simulator.switches.errorBody = 'empty';
		const answer = await api.get(path, { params });
		expect(answer).toMatchObject({ status, data: '' });
		expect(answer.headers['content-type']).toBeUndefined();
	});

	it.each(asked)('html, for %i', async (status, path, params) => {
		const api = status === 400 ? await bench.loggedIn() : bench.api;
		bench.simulator.switches.errorBody = 'html';
		const answer = await api.get(path, { params });
		expect(answer).toMatchObject({ status, data: expect.stringContaining('<html>') });
		expect(answer.headers['content-type']).toBe('text/html');
	});

	it('leaves a 202 its words', async () => {
		bench.simulator.switches.errorBody = 'html';
		const api = await bench.loggedIn();
		const answer = await api.post('/sms/', { ...USER_MESSAGE, to: '4155550199' });
		expect(answer.data).toEqual({ code: 202, message: expect.any(String) });
	});
});

it('switches given at the start hold, and a reset comes back to them', async () => {
	expect((await bench.api.get('/sms/codes')).status).toBe(403);
	bench.simulator.switches.sessionRefusal = 401;
	bench.simulator.switches.rateLimit = { perSecond: 1, retryAfter: 'none', status: 429 };
	expect((await bench.api.get('/sms/codes')).status).toBe(401);
	bench.simulator.reset();
	expect((await bench.api.get('/sms/codes')).status).toBe(403);
	expect(bench.simulator.switches.rateLimit).toBeUndefined();
});

it('all have the documented defaults', async () => {
	const simulator = await startSimulator();
	await simulator.close();
	expect(simulator.switches).toEqual({
		loginRefusal: 401,
		sessionRefusal: 401,
		lockAfter: { user: 5, agent: 5 },
		lockedRefusal: { message: 'Account is locked' },
		expiredRefusal: { message: 'Password has expired' },
		sameSessionForSameUser: true,
		sessionLifetime: 7_200_000,
		ids: 'number',
		idKeys: 'specific',
		errorBody: 'json',
	});
});
