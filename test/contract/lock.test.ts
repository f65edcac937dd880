import { rejection, useBench } from './support';

const bench = useBench();

async function failedLogins(count: number, fields: object = { password: 'wrong' }) {
	for (let i = 0; i < count; i += 1) await bench.login(fields);
}

describe('the lock', () => {
	it('comes with the fifth wrong password in a row, and holds against the right one', async () => {
		for (let run = 0; run < 2; run += 1) {
			await failedLogins(4);
			expect((await bench.login()).status).toBe(200);
		}
		await failedLogins(5);
		expect(rejection(await bench.login())).toEqual({ status: 401, message: 'Account is locked' });
	});

	it('does not count other rejections', async () => {
		await failedLogins(5, { userName: 'nobody' });
		await failedLogins(5, { clientName: 'OTHER', password: 'wrong' });
		await failedLogins(5, { password: '' });
		for (let i = 0; i < 5; i += 1) await bench.login({ password: 'wrong' }, 'unknown-token');
		expect((await bench.login()).status).toBe(200);
	});

	it('locks one account alone', async () => {
		await failedLogins(5);
		expect((await bench.login({ userName: 'demo.it' })).status).toBe(200);
		expect((await bench.login({ userName: 'demo.agent', agent: true })).status).toBe(200);
	});

	it('counts an agent’s failures whatever the case of the name', async () => {
		await failedLogins(3, { userName: 'DEMO.agent', agent: true, password: 'wrong' });
		await failedLogins(2, { userName: 'demo.AGENT', agent: true, password: 'wrong' });
		expect((await bench.login({ userName: 'demo.agent', agent: true })).status).toBe(401);
	});

	it.each([1, 9])('comes after %i failures as switched', async (lockAfter) => {
		bench.simulator.switches.lockAfter.user = lockAfter;
		await failedLogins(lockAfter - 1);
		expect((await bench.login()).status).toBe(200);
		await failedLogins(lockAfter);
		expect((await bench.login()).status).toBe(401);
	});

	it('counts and limits users and agents each on their own, also with the same name', async () => {
		const { state, switches } = bench.simulator;
		state.accounts.push({
			...state.accounts.find(({ userName }) => userName === 'demo.agent')!,
			userName: 'demo.user',
		});
		switches.lockAfter = { user: 2, agent: 4 };
		await failedLogins(2);
		await failedLogins(3, { agent: true, password: 'wrong' });
		expect((await bench.login()).status).toBe(401);
		expect((await bench.login({ agent: true })).status).toBe(200);
		await failedLogins(4, { agent: true, password: 'wrong' });
		expect((await bench.login({ agent: true })).status).toBe(401);
	});

	it('is lifted by a Sysadmin, for one user or for all', async () => {
		await failedLogins(5);
		bench.simulator.unlock('demo.it');
		expect((await bench.login()).status).toBe(401);
		bench.simulator.unlock('demo.user');
		expect((await bench.login()).status).toBe(200);
		await failedLogins(5);
		bench.simulator.unlock();
		await failedLogins(4);
		expect((await bench.login()).status).toBe(200);
	});

	it('leaves sessions alone', async () => {
		const api = await bench.loggedIn();
		await failedLogins(5);
		expect((await api.get('/sms/codes')).status).toBe(200);
	});

	it('answers with the status and message switched', async () => {
		await failedLogins(5);
		bench.simulator.switches.lockedRefusal = { status: 403, message: 'Locked out' };
		expect(rejection(await bench.login())).toEqual({ status: 403, message: 'Locked out' });
	});
});

describe('an expired password', () => {
	it('rejects the login, with the status and message switched', async () => {
		bench.account('demo.user').passwordExpired = true;
		const usual = { status: 401, message: 'Password has expired' };
		expect(rejection(await bench.login())).toEqual(usual);
		bench.simulator.switches.expiredRefusal = { status: 403, message: 'Renew it' };
		expect(rejection(await bench.login())).toEqual({ status: 403, message: 'Renew it' });
	});

	it('follows the status of other rejections unless it has its own', async () => {
		bench.account('demo.user').passwordExpired = true;
		bench.simulator.switches.loginRefusal = 404;
		expect(rejection(await bench.login()).status).toBe(404);
	});

	it('does not lock', async () => {
		bench.account('demo.user').passwordExpired = true;
		await failedLogins(6, {});
		bench.account('demo.user').passwordExpired = false;
		expect((await bench.login()).status).toBe(200);
	});
});
