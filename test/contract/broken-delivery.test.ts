import { startSimulator } from '../simulator';
import { rawGet } from './raw-client';
import { DONE, failure, NOT_DONE, USER_MESSAGE, useBench } from './support';

const bench = useBench();

const TOO_SHORT_MS = 40;

describe.each([
	[true, DONE],
	[false, NOT_DONE],
])('neverAnswers, carried out: %s', (carriedOut, outcome) => {
	it('keeps the client waiting', async () => {
		const api = await bench.loggedIn();
		bench.faultOnSend({ kind: 'neverAnswers', carriedOut });
		const sending = api.post('/sms/', USER_MESSAGE, { timeout: TOO_SHORT_MS });
		await bench.simulator.record.waitFor('send', 1);
		expect(bench.simulator.record.inFlight).toBe(1);
		expect(await failure(sending)).toBe('ECONNABORTED');
		expect(bench.lastSend()).toEqual({ answer: 'none', ...outcome });
	});
});

describe('broken connections', () => {
	it.each([
		['resetBefore', NOT_DONE, 'ECONNRESET', 'reset'],
		['resetAfter', DONE, 'ECONNRESET', 'reset'],
		['resetMidAnswer', DONE, 'ECONNRESET', 'reset'],
		['truncated', DONE, 'ERR_BAD_RESPONSE', 200],
	] as const)('%s, carried out or not: %j', async (kind, outcome, code, answer) => {
		bench.faultOnSend({ kind });
		expect(await failure(bench.send())).toBe(code);
		expect(bench.lastSend()).toEqual({ answer, ...outcome });
	});

	it.each([
		['resetBefore', '', 'reset'],
		['resetAfter', '', 'reset'],
		['resetMidAnswer', 'HTTP/1.1 200 OK', 'reset'],
		['truncated', 'HTTP/1.1 200 OK', 'closed'],
	] as const)('%s as seen on the wire', async (kind, firstLine, ended) => {
		const { sessionId } = (await bench.login()).data;
		bench.simulator.faults.add({ route: 'codes', kind });
		const answer = await rawGet(bench.simulator.url, '/sms/codes', sessionId);
		const [head = '', body = ''] = answer.text.split('\r\n\r\n');
		const promised = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
		expect(answer.ended).toBe(ended);
		expect(head.split('\r\n')[0]).toBe(firstLine);
		expect(body).toHaveLength(Math.floor(promised / 2));
		if (firstLine) expect(body).toMatch(/^{"listSmsCodes"/);
	});

	it('are no harm to the next request', async () => {
		const api = await bench.loggedIn();
		bench.simulator.faults.add({ route: 'send', on: [1, 2], kind: 'resetAfter' });
		await failure(bench.send(api));
		await failure(bench.send(api));
		expect((await bench.send(api)).status).toBe(200);
		expect(bench.simulator.record.inFlight).toBe(0);
	});
});

describe('drip', () => {
	it('comes byte by byte, whole', async () => {
		const api = await bench.loggedIn();
		bench.faultOnSend({ kind: 'drip', ms: 1 });
		const began = performance.now();
		expect((await bench.send(api)).data).toEqual({ transactionId: 999999999990 });
		const bytes = '{"transactionId":999999999990}'.length;
		expect(performance.now() - began).toBeGreaterThanOrEqual(bytes - 1);
		expect(bench.lastSend()).toEqual({ answer: 200, ...DONE });
	});

	it('goes with another answer, and stops when the client does', async () => {
		const api = await bench.loggedIn();
		bench.faultOnSend({ kind: 'drip', ms: 20 });
		bench.faultOnSend({ kind: 'status', status: 500 });
		// Not `timeout`: for axios every byte starts it again.
		const signal = AbortSignal.timeout(TOO_SHORT_MS);
		expect(await failure(api.post('/sms/', USER_MESSAGE, { signal }))).toBe('ERR_CANCELED');
		expect(bench.lastSend()).toEqual({ answer: 500, ...NOT_DONE });
	});
});

it('close ends requests that wait for an answer', async () => {
	const simulator = await startSimulator();
	simulator.faults.add({ route: 'codes', kind: 'neverAnswers', carriedOut: false });
	const waiting = failure(bench.api.get(`${simulator.url}/sms/codes`));
	await simulator.record.waitFor('codes', 1);
	await simulator.close();
	expect(await waiting).toBe('ECONNRESET');
	expect(await failure(bench.api.get(`${simulator.url}/sms/codes`))).toBe('ECONNREFUSED');
});
