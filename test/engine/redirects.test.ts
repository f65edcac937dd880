import { responseAdvice } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { startGateway, type Gateway } from './network/gateway';
import { startRecorder, type Recorder } from './network/recorder';
import { failureOf, listTemplates, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
let gateway: Gateway;
let elsewhere: Recorder;
beforeAll(async () => (harness = await Harness.start()));
beforeEach(async () => {
	gateway = await startGateway(harness.livevox.url);
	elsewhere = await startRecorder();
	harness.changeCredential({ baseUrl: gateway.url });
});
afterEach(async () => {
	await gateway.close();
	await elsewhere.close();
	harness.reset();
});
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Answers with a redirect to the other host; LiveVox has seen the request all the same. */
function redirect(path: string, status: number): void {
	gateway.spoil(path, (response) => {
		response.writeHead(status, { location: `http://127.0.0.1:${elsewhere.port}${path}` }).end();
	});
}

describe.each([301, 302, 303, 307, 308])('a redirect with %i', (status) => {
	afterEach(() => {
		expect(elsewhere.connections()).toBe(0);
		expect(elsewhere.received()).toBe('');
	});

	test('takes no message and no session to another host', async () => {
		redirect('/sms/', status);
		const { items } = await harness.run(sendMessage, recipients(2), CONTINUE);
		for (const item of items) {
			expect(failureOf(item)).toMatchObject({ outcome: 'unknown', httpStatus: status });
			expect(failureOf(item).message).toContain('The message may have been sent');
		}
		expect(harness.reached).toHaveLength(2);
	});

	test('takes no session there for a list', async () => {
		redirect('/sms/templates', status);
		const { items } = await harness.run(listTemplates, [{}], CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ httpStatus: status });
		expect(failureOf(items[0]).description).toContain(responseAdvice.redirected);
	});

	test('takes no password there for a login', async () => {
		redirect('/session/login', status);
		const { items } = await harness.run(sendMessage, recipients(2), CONTINUE);
		expect(failureOf(items[1]).message).toContain('(while logging in)');
		expect(failureOf(items[1]).description).toContain(responseAdvice.redirected);
		expect(harness.reached).toEqual([]);
		expect(harness.livevox.record.logins).toHaveLength(1);
	});
});
