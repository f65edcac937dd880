import { DONE, failure, NOT_DONE, rejection, USER_MESSAGE, useBench } from './support';

const bench = useBench();

describe('latency', () => {
	it('delays the answer, not the act', async () => {
		const api = await bench.loggedIn();
		bench.faultOnSend({ kind: 'latency', ms: 30 });
		const began = performance.now();
		const sending = bench.send(api);
		await bench.simulator.record.waitFor('send', 1);
		expect(bench.lastSend()).toEqual({ answer: 'none', ...DONE });
		expect(bench.simulator.record.inFlight).toBe(1);
		expect((await sending).status).toBe(200);
		expect(performance.now() - began).toBeGreaterThanOrEqual(29);
		expect(bench.lastSend()).toEqual({ answer: 200, ...DONE });
		expect(bench.simulator.record.inFlight).toBe(0);
	});

	it('adds up, and goes with any other fault', async () => {
		const api = await bench.loggedIn();
		bench.faultOnSend({ kind: 'latency', ms: 15 });
		bench.faultOnSend({ kind: 'status', status: 503 });
		bench.faultOnSend({ kind: 'latency', ms: 15 });
		const began = performance.now();
		expect((await bench.send(api)).status).toBe(503);
		expect(performance.now() - began).toBeGreaterThanOrEqual(29);
	});

	it('leaves no answer for a client that has given up', async () => {
		const api = await bench.loggedIn();
		bench.faultOnSend({ kind: 'latency', ms: 600 });
		const sending = api.post('/sms/', USER_MESSAGE, { timeout: 20 });
		expect(await failure(sending)).toBe('ECONNABORTED');
		expect(bench.lastSend()).toEqual({ answer: 'none', ...DONE });
		// The next answer is due after the one that nobody waits for.
		await bench.send(api);
		const answers = bench.simulator.record.requests.map(({ answer }) => answer);
		expect(answers).toEqual([200, 'none', 200]);
	});
});

describe('rateLimited', () => {
	it.each([
		['absent', undefined, undefined],
		['in seconds', 7, '7'],
		['as a date', 'Mon, 05 Jan 2026 12:00:30 GMT', 'Mon, 05 Jan 2026 12:00:30 GMT'],
		['as nonsense', 'soon', 'soon'],
	])('429 with Retry-After %s', async (_how, retryAfter, header) => {
		bench.faultOnSend({ kind: 'rateLimited', ...(retryAfter === undefined ? {} : { retryAfter }) });
		const answer = await bench.send();
		expect(rejection(answer).status).toBe(429);
		expect(answer.headers['retry-after']).toBe(header);
		expect(bench.lastSend()).toEqual({ answer: 429, ...NOT_DONE });
	});
});

describe('status', () => {
	it.each([500, 502, 503, 504, 599, 418])('%i, not carried out', async (status) => {
		bench.faultOnSend({ kind: 'status', status });
		const answer = await bench.send();
		expect(answer.status).toBe(status);
		expect(answer.headers['retry-after']).toBeUndefined();
		expect(answer.data).toEqual(status === 599 ? '' : { code: status, message: expect.any(String) });
		expect(bench.lastSend()).toEqual({ answer: status, ...NOT_DONE });
	});

	it('503 with Retry-After', async () => {
		bench.faultOnSend({ kind: 'status', status: 503, retryAfter: 3 });
		expect((await bench.send()).headers['retry-after']).toBe('3');
	});

	it('500 that did send the message', async () => {
		bench.faultOnSend({ kind: 'status', status: 500, carriedOut: true });
		expect((await bench.send()).status).toBe(500);
		expect(bench.lastSend()).toEqual({ answer: 500, ...DONE });
	});

	it.each([
		['JSON', { code: 17, message: 'Down' }, 'application/json'],
		['a page', '<p>Down</p>', 'text/html'],
	])('with a body of its own: %s', async (_what, body, type) => {
		bench.faultOnSend({ kind: 'status', status: 502, body });
		const answer = await bench.send();
		expect(answer.data).toEqual(body);
		expect(answer.headers['content-type']).toBe(type);
	});

	it('has the body that errorBody says', async () => {
		bench.simulator.switches.errorBody = 'html';
		bench.faultOnSend({ kind: 'status', status: 504 });
		expect((await bench.send()).data).toContain('<html>');
	});
});

describe.each([
	[true, DONE],
	[false, NOT_DONE],
])('carried out: %s', (carriedOut, outcome) => {
	it('notJson: 200 with a page', async () => {
		bench.faultOnSend({ kind: 'notJson', carriedOut });
		const answer = await bench.send();
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toBe('text/html');
		expect(answer.data).toContain('<html>');
		expect(bench.lastSend()).toEqual({ answer: 200, ...outcome });
	});

	it.each([
		[200, {}],
		[200, null],
		[201, [1, 'two']],
		[200, 'text'],
	])('answer: %i with %j', async (status, body) => {
		bench.faultOnSend({ kind: 'answer', status, body, carriedOut });
		const answer = await bench.send();
		expect(answer.status).toBe(status);
		expect(answer.headers['content-type']).toBe('application/json');
		expect(answer.data).toEqual(body);
		expect(bench.lastSend()).toEqual({ answer: status, ...outcome });
	});

	it('answer: without a body', async () => {
		bench.faultOnSend({ kind: 'answer', status: 204, body: undefined, carriedOut });
		expect(await bench.send()).toMatchObject({ status: 204, data: '' });
	});
});

it('revokeSession ends every session just before the request is looked at', async () => {
	const api = await bench.loggedIn();
	bench.simulator.faults.add({ route: 'send', on: 2, kind: 'revokeSession' });
	expect((await bench.send(api)).status).toBe(200);
	expect(rejection(await bench.send(api)).status).toBe(401);
	expect((await bench.send()).status).toBe(200);
	expect(bench.lastSend().sent).toBe(2);
});

it('a fault does not make a bad request carried out', async () => {
	const api = await bench.loggedIn();
	bench.faultOnSend({ kind: 'status', status: 500, carriedOut: true });
	await api.post('/sms/', {});
	expect(bench.lastSend()).toEqual({ answer: 500, ...NOT_DONE });
});
