import type { RateLimit } from '../simulator';
import { rejection, SECOND, USER_MESSAGE, useBench } from './support';

const bench = useBench();

function limit(rateLimit: Partial<RateLimit> = {}): void {
	bench.simulator.switches.rateLimit = {
		perSecond: 4,
		retryAfter: 'seconds',
		status: 429,
		...rateLimit,
	};
}

async function statuses(count: number): Promise<number[]> {
	const api = await bench.loggedIn();
	const answers: number[] = [];
	for (let i = 0; i < count; i += 1) answers.push((await api.post('/sms/', USER_MESSAGE)).status);
	return answers;
}

async function rejected() {
	const api = await bench.loggedIn();
	return await api.post('/sms/', USER_MESSAGE);
}

it('is off unless switched on', async () => {
	expect(new Set(await statuses(50))).toEqual(new Set([200]));
});

it('allows a second’s worth at once, then a token each time one comes back', async () => {
	limit();
	expect(await statuses(6)).toEqual([200, 200, 200, 200, 429, 429]);
	bench.now += 250;
	expect(await statuses(2)).toEqual([200, 429]);
	bench.now += 249;
	expect(await statuses(1)).toEqual([429]);
	bench.now += 60 * SECOND;
	expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
	expect(bench.simulator.record.sent).toHaveLength(9);
});

it('lets exactly the rate through over time', async () => {
	limit({ perSecond: 3, burst: 1 });
	const api = await bench.loggedIn();
	let granted = 0;
	for (let ms = 0; ms <= 10 * SECOND; ms += 100) {
		if ((await api.post('/sms/', USER_MESSAGE)).status === 200) granted += 1;
		bench.now += 100;
	}
	// Tried every 100 ms: a token each 400 ms, as the bucket of one overflows between the tries.
	expect(granted).toBe(26);
});

it('allows the burst switched, and at least one', async () => {
	limit({ burst: 2 });
	expect(await statuses(3)).toEqual([200, 200, 429]);
	bench.simulator.reset();
	limit({ perSecond: 0.5 });
	expect(await statuses(2)).toEqual([200, 429]);
});

it('says in whole seconds when to come back', async () => {
	limit({ perSecond: 0.4 });
	await statuses(1);
	expect((await rejected()).headers['retry-after']).toBe('3');
	bench.now += 2 * SECOND;
	expect((await rejected()).headers['retry-after']).toBe('1');
});

it('says as a date when to come back, and a token is there by then', async () => {
	limit({ perSecond: 0.4, retryAfter: 'date' });
	await statuses(1);
	const date = (await rejected()).headers['retry-after'];
	expect(date).toBe(new Date(bench.now + 3 * SECOND).toUTCString());
	bench.now = Date.parse(date);
	expect(await statuses(1)).toEqual([200]);
});

it('says nothing of when to come back, as switched', async () => {
	limit({ burst: 1, retryAfter: 'none' });
	await statuses(1);
	expect((await rejected()).headers['retry-after']).toBeUndefined();
});

it('rejects with 503 as switched', async () => {
	limit({ burst: 1, status: 503 });
	await statuses(1);
	expect(rejection(await rejected()).status).toBe(503);
	expect((await rejected()).headers['retry-after']).toBe('1');
});

it('counts sends alone', async () => {
	limit({ burst: 1 });
	const api = await bench.loggedIn();
	for (let i = 0; i < 5; i += 1) expect((await api.get('/sms/templates')).status).toBe(200);
	expect(await statuses(1)).toEqual([200]);
});

it('spends no token on a send without a session', async () => {
	limit({ burst: 1 });
	expect((await bench.api.post('/sms/', USER_MESSAGE)).status).toBe(401);
	expect(await statuses(1)).toEqual([200]);
});

it('starts with a full bucket after a reset', async () => {
	limit({ burst: 1 });
	await statuses(2);
	bench.simulator.reset();
	limit({ burst: 1 });
	expect(await statuses(1)).toEqual([200]);
});

it('takes any other limit', async () => {
	let asked = 0;
	bench.simulator.switches.limit = { take: () => (++asked < 2 ? undefined : { afterMs: 1_500 }) };
	expect(await statuses(2)).toEqual([200, 429]);
	expect((await rejected()).headers['retry-after']).toBe('2');
	bench.simulator.switches.limit = { take: () => ({ afterMs: undefined }) };
	expect((await rejected()).headers['retry-after']).toBeUndefined();
});
