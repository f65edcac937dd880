import { credentialIssues, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { startRecorder, type Recorder } from './network/recorder';
import { failureOf, listTemplates, recipients, sendMessage, Harness } from './harness';

let harness: Harness;
let host: Recorder;
beforeAll(async () => (harness = await Harness.start()));
beforeEach(async () => {
	host = await startRecorder();
	await harness.run(listTemplates, [{}]);
});
afterEach(async () => {
	await host.close();
	harness.reset();
});
afterAll(async () => await harness.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Sends, and presses Test. */
async function tryAll(baseUrl: string): Promise<string[]> {
	harness.changeCredential({ baseUrl });
	const { items } = await harness.run(sendMessage, recipients(1), CONTINUE);
	const { message } = await harness.engine.testCredential();
	return [failureOf(items[0]).message, message];
}

describe('nothing is sent to a Base URL', () => {
	test.each<[string, (port: number) => string, string]>([
		['with a username', (port) => `http://me@127.0.0.1:${port}`, credentialIssues.baseUrlHasLogin],
		['with a password', (port) => `http://me:secret@127.0.0.1:${port}`, credentialIssues.baseUrlHasLogin],
		['with a query', (port) => `http://127.0.0.1:${port}/?to=elsewhere`, credentialIssues.baseUrlHasQuery],
		['with a fragment', (port) => `http://127.0.0.1:${port}/#top`, credentialIssues.baseUrlHasQuery],
		['over http, but to loopback', (port) => `http://localhost.:${port}`, credentialIssues.baseUrlInsecure],
		['over http to 0.0.0.0', (port) => `http://0.0.0.0:${port}`, credentialIssues.baseUrlInsecure],
		['over another protocol', (port) => `ws://127.0.0.1:${port}`, credentialIssues.baseUrlInsecure],
	])('%s', async (_, baseUrl, issue) => {
		for (const said of await tryAll(baseUrl(host.port))) expect(said).toContain(`'Base URL' ${toWords(issue).message}`);
		expect(host.connections()).toBe(0);
	});
});

test.each([
	['a path', '/gateway/v1'],
	['a path and a slash', '/gateway/v1/'],
])('a Base URL may have %s', async (_, path) => {
	const baseUrl = `http://127.0.0.1:${host.port}${path}`;
	await harness.logInPast(baseUrl);
	await tryAll(baseUrl);
	expect(host.received()).toContain('POST /gateway/v1/sms/ HTTP/1.1');
	expect(host.received()).toContain('POST /gateway/v1/session/login HTTP/1.1');
});

test.each(['127.1', 'LOCALHOST', '2130706433'])('plain http may go to %s', async (loopback) => {
	await tryAll(`http://${loopback}:${host.port}`);
	expect(host.received()).toContain('POST /session/login HTTP/1.1');
});
