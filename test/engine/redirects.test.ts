import { startGateway, type Gateway } from './network/gateway';
import { startWitness, type Witness } from './network/witness';
import { failureOf, listTemplates, recipients, sendMessage, World } from './world';

let world: World;
let gateway: Gateway;
let elsewhere: Witness;
beforeAll(async () => (world = await World.start()));
beforeEach(async () => {
	gateway = await startGateway(world.livevox.url);
	elsewhere = await startWitness();
	world.changeCredential({ baseUrl: gateway.url });
});
afterEach(async () => {
	await gateway.close();
	await elsewhere.close();
	world.reset();
});
afterAll(async () => await world.close());

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const SENT_ELSEWHERE = /The answer points to another address|may have been sent/;

/** Answers with a redirect to the other host; LiveVox has seen the request all the same. */
function redirect(path: string, status: number): void {
	gateway.spoil(path, (response) => {
		response.writeHead(status, { location: `http://127.0.0.1:${elsewhere.port}${path}` }).end();
	});
}

describe.each([301, 302, 303, 307, 308])('a redirect with %i', (status) => {
	afterEach(() => {
		expect(elsewhere.connections()).toBe(0);
		expect(elsewhere.heard()).toBe('');
	});

	test('takes no message and no session to another host', async () => {
		redirect('/sms/', status);
		const { items } = await world.run(sendMessage, recipients(2), CONTINUE);
		for (const item of items) {
			expect(failureOf(item)).toMatchObject({ outcome: 'unknown', httpStatus: status });
			expect(failureOf(item).message).toMatch(SENT_ELSEWHERE);
		}
		expect(world.reached).toHaveLength(2);
	});

	test('takes no session there for a list', async () => {
		redirect('/sms/templates', status);
		const { items } = await world.run(listTemplates, [{}], CONTINUE);
		expect(failureOf(items[0])).toMatchObject({ httpStatus: status });
		expect(failureOf(items[0]).description).toContain('points to another address');
	});

	test('takes no password there for a login', async () => {
		redirect('/session/login', status);
		const { items } = await world.run(sendMessage, recipients(2), CONTINUE);
		expect(failureOf(items[1]).message).toContain('during the login');
		expect(failureOf(items[1]).description).toContain('points to another address');
		expect(world.reached).toEqual([]);
		expect(world.livevox.record.logins).toHaveLength(1);
	});
});
