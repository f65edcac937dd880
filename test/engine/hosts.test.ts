import { credentialIssues, toWords } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { startWitness, type Witness } from './network/witness';
import { failureOf, listTemplates, recipients, sendMessage, World } from './world';

let world: World;
let host: Witness;
beforeAll(async () => (world = await World.start()));
beforeEach(async () => {
	host = await startWitness();
	await world.run(listTemplates, [{}]);
});
afterEach(async () => {
	await host.close();
	world.reset();
});
afterAll(async () => await world.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Sends, and presses Test. */
async function tryAll(baseUrl: string): Promise<string[]> {
	world.changeCredential({ baseUrl });
	const { items } = await world.run(sendMessage, recipients(1), CONTINUE);
	const { message } = await world.engine.testCredential();
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
		for (const said of await tryAll(baseUrl(host.port)))
			expect(said).toContain(`'Base URL' in the LiveVox API credential ${toWords(issue).message}`);
		expect(host.connections()).toBe(0);
	});
});

test.each([
	['a path', '/gateway/v1'],
	['a path and a slash', '/gateway/v1/'],
])('a Base URL may have %s', async (_, path) => {
	const baseUrl = `http://127.0.0.1:${host.port}${path}`;
	await world.logInPast(baseUrl);
	await tryAll(baseUrl);
	expect(host.heard()).toContain('POST /gateway/v1/sms/ HTTP/1.1');
	expect(host.heard()).toContain('POST /gateway/v1/session/login HTTP/1.1');
});

test.each(['127.1', 'LOCALHOST', '2130706433'])('plain http may go to %s', async (loopback) => {
	await tryAll(`http://${loopback}:${host.port}`);
	expect(host.heard()).toContain('POST /session/login HTTP/1.1');
});
