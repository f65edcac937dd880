import type { AxiosInstance } from 'axios';

import type { RecordedRequest, RouteName } from '../simulator';
import { TOKEN, useBench } from './support';

const bench = useBench();

describe('which requests are hit', () => {
	const statuses = async (api: AxiosInstance, count: number) => {
		const answers: number[] = [];
		for (let i = 0; i < count; i += 1) answers.push((await bench.send(api)).status);
		return answers;
	};

	it.each([
		['every one', undefined, [500, 500, 500, 500]],
		['one', 2, [200, 500, 200, 200]],
		['several', [1, 4], [500, 200, 200, 500]],
		['those of a rule', (n: number) => n > 2, [200, 200, 500, 500]],
	])('%s', async (_which, on, answers) => {
		const api = await bench.loggedIn();
		const hit = on === undefined ? {} : { on };
		bench.simulator.faults.add({ route: 'send', kind: 'status', status: 500, ...hit });
		expect(await statuses(api, 4)).toEqual(answers);
		expect((await api.get('/sms/codes')).status).toBe(200);
	});

	it('any route, counted over all', async () => {
		bench.simulator.faults.add({ route: 'any', on: 3, kind: 'status', status: 500 });
		const api = await bench.loggedIn();
		expect((await api.get('/sms/codes')).status).toBe(200);
		expect((await bench.send(api)).status).toBe(500);
		expect((await bench.send(api)).status).toBe(200);
	});

	it('those that a rule picks by what they bring', async () => {
		const api = await bench.loggedIn();
		const on = (_n: number, { account }: RecordedRequest) => account !== undefined;
		bench.simulator.faults.add({ route: 'send', kind: 'status', status: 500, on });
		expect((await bench.send(api)).status).toBe(500);
		bench.simulator.revokeSessions();
		expect((await bench.send(api)).status).toBe(401);
	});

	it('none after clear', async () => {
		bench.faultOnSend({ kind: 'status', status: 500 });
		bench.simulator.faults.clear();
		expect((await bench.send()).status).toBe(200);
	});

	it.each<[RouteName, (api: AxiosInstance) => Promise<{ status: number }>]>([
		['login', (api) => api.post('/session/login', {}, { headers: { 'LV-Access': TOKEN } })],
		['validate', (api) => api.get('/session/validate/x')],
		['logout', (api) => api.delete('/session/logout/x')],
		['templates', (api) => api.get('/sms/templates')],
		['codes', (api) => api.get('/sms/codes')],
		['send', (api) => api.post('/sms/', {})],
		['callCenters', (api) => api.get('/configuration/callCenters')],
		['services', (api) => api.get('/configuration/services')],
	])('on the route %s', async (route, ask) => {
		bench.simulator.faults.add({ route, kind: 'status', status: 504 });
		expect((await ask(bench.api)).status).toBe(504);
		expect((await bench.api.get('/nothing')).status).toBe(404);
	});

	it('a login that is not carried out gives no session', async () => {
		bench.simulator.faults.add({ route: 'login', kind: 'status', status: 503 });
		await bench.login();
		expect(bench.simulator.record.logins).toEqual([]);
	});
});
