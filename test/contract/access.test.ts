import type { AxiosInstance, AxiosResponse } from 'axios';

import type { Role } from '../simulator';
import { HOUR, rejection, SECOND, USER_MESSAGE, useBench } from './support';

const bench = useBench();

const PAGE = { count: 1000, offset: 0 };
const GUARDED: Array<[string, (api: AxiosInstance) => Promise<AxiosResponse>]> = [
	['templates', (api) => api.get('/sms/templates')],
	['codes', (api) => api.get('/sms/codes')],
	['send', (api) => api.post('/sms/', USER_MESSAGE)],
	['callCenters', (api) => api.get('/configuration/callCenters', { params: { client: 1234, ...PAGE } })],
	['services', (api) => api.get('/configuration/services', { params: { callCenter: 501, ...PAGE } })],
];
const SMS = GUARDED.slice(0, 3);
const CONFIGURATION = GUARDED.slice(3);

describe.each(GUARDED)('the session for %s', (_route, ask) => {
	it('is required', async () => {
		expect(rejection(await ask(bench.api)).status).toBe(401);
	});

	it('must be known', async () => {
		const api = await bench.loggedIn();
		api.defaults.headers['LV-Session'] = '00000000-0000-4000-8000-000000000000';
		expect(rejection(await ask(api)).status).toBe(401);
	});

	it('is rejected with 403 as switched', async () => {
		bench.simulator.switches.sessionRefusal = 403;
		expect(rejection(await ask(bench.api)).status).toBe(403);
	});

	it('lives while it is used within two hours, and no longer', async () => {
		const api = await bench.loggedIn();
		for (let use = 0; use < 3; use += 1) {
			bench.now += 2 * HOUR - 1;
			expect((await ask(api)).status).toBe(200);
		}
		bench.now += 2 * HOUR;
		expect((await ask(api)).status).toBe(401);
	});

	it('lives as long as switched', async () => {
		bench.simulator.switches.sessionLifetime = SECOND;
		const api = await bench.loggedIn();
		bench.now += SECOND;
		expect((await ask(api)).status).toBe(401);
	});

	it('dies when all are revoked', async () => {
		const api = await bench.loggedIn();
		bench.simulator.revokeSessions();
		expect((await ask(api)).status).toBe(401);
	});

	it('dies when the password changes or expires', async () => {
		const api = await bench.loggedIn();
		bench.account('demo.user').password = 'changed';
		expect((await ask(api)).status).toBe(401);
		bench.account('demo.user').password = 'demo-password';
		bench.account('demo.user').passwordExpired = true;
		expect((await ask(api)).status).toBe(401);
	});
});

describe('roles', () => {
	const asRole = async (role: Role) => {
		bench.account('demo.user').role = role;
		return await bench.loggedIn();
	};

	describe.each(SMS)('for %s', (_route, ask) => {
		it.each<Role>(['Agent', 'Sysadmin', 'Superuser', 'Manager'])('%s may', async (role) => {
			expect((await ask(await asRole(role))).status).toBe(200);
		});

		it.each<Role>(['IT User', 'Viewer'])('%s may not', async (role) => {
			expect(rejection(await ask(await asRole(role))).status).toBe(403);
			expect(bench.simulator.record.sent).toEqual([]);
		});
	});

	describe.each(CONFIGURATION)('for %s', (_route, ask) => {
		it.each<Role>(['Sysadmin', 'IT User', 'Superuser', 'Manager'])('%s may', async (role) => {
			expect((await ask(await asRole(role))).status).toBe(200);
		});

		it('Viewer may not', async () => {
			expect(rejection(await ask(await asRole('Viewer'))).status).toBe(403);
		});

		it('an agent may not', async () => {
			expect(rejection(await ask(await bench.asAgent())).status).toBe(403);
		});
	});

	it('of the demo accounts are as their names say', async () => {
		for (const userName of ['demo.viewer', 'demo.it']) {
			const api = await bench.loggedIn({ userName });
			expect((await api.get('/sms/codes')).status).toBe(403);
		}
	});
});

describe('validate and logout', () => {
	it('answer 204 for a session that lives, without LV-Session', async () => {
		const { sessionId } = (await bench.login()).data;
		expect(await bench.api.get(`/session/validate/${sessionId}`)).toMatchObject({
			status: 204,
			data: '',
		});
		expect(await bench.api.delete(`/session/logout/${sessionId}`)).toMatchObject({
			status: 204,
			data: '',
		});
	});

	it('answer 404 for any other', async () => {
		const { sessionId } = (await bench.login()).data;
		await bench.api.delete(`/session/logout/${sessionId}`);
		expect(rejection(await bench.api.get(`/session/validate/${sessionId}`)).status).toBe(404);
		expect(rejection(await bench.api.delete(`/session/logout/${sessionId}`)).status).toBe(404);
	});

	it('do not renew a session by validating it', async () => {
		const { sessionId } = (await bench.login()).data;
		bench.now += 2 * HOUR - 1;
		expect((await bench.api.get(`/session/validate/${sessionId}`)).status).toBe(204);
		bench.now += 1;
		expect((await bench.api.get(`/session/validate/${sessionId}`)).status).toBe(404);
	});

	it('end the session for everyone who shares it', async () => {
		const [one, other] = [await bench.loggedIn(), await bench.loggedIn()];
		await one.delete(`/session/logout/${one.defaults.headers['LV-Session']}`);
		expect((await other.get('/sms/codes')).status).toBe(401);
	});
});
