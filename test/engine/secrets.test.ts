import { everythingIn, PLANTED, plantSecrets } from './secrets';
import { recipients, sendMessage, listTemplates, World } from './world';

let world: World;
beforeAll(async () => (world = await World.start()));
afterEach(() => world.reset());
afterAll(async () => await world.close());

const SITUATIONS: Array<[string, () => void]> = [
	['all is well', () => undefined],
	['the password is wrong', () => (world.livevox.state.accounts[0]!.password = 'another')],
	['LiveVox refuses the login without a word', () => (world.livevox.switches.loginRefusal = 599)],
	['the role is wrong', () => world.changeCredential({ userName: 'demo.viewer' })],
	[
		'the session always dies',
		() => world.livevox.faults.add({ route: 'send', kind: 'revokeSession' }),
	],
	[
		'LiveVox is broken',
		() => world.livevox.faults.add({ route: 'send', kind: 'status', status: 500 }),
	],
	['the connection breaks', () => world.livevox.faults.add({ route: 'send', kind: 'resetAfter' })],
	['the login breaks', () => world.livevox.faults.add({ route: 'login', kind: 'resetAfter' })],
	['nobody is there', () => world.changeCredential({ baseUrl: 'http://127.0.0.1:1' })],
];

describe.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
	'no secret in what a run leaves behind with On Error = %s',
	(onError) => {
		test.each(SITUATIONS)('when %s', async (_, arrange) => {
			plantSecrets(world);
			arrange();
			const { run } = await world.run(sendMessage, recipients(3), { onError });
			const left = everythingIn(run);
			expect(left).toContain('LiveVox SMS');
			for (const secret of [PLANTED, world.credential.accessToken, ...world.sessions]) {
				if (secret) expect(left).not.toContain(secret);
			}
		});
	},
);

test('no secret in what a dropdown or the Test button says', async () => {
	plantSecrets(world);
	await world.run(listTemplates, [{}]);
	const { accessToken } = world.credential;
	const { sessions } = world;
	world.livevox.state.accounts[0]!.password = 'another';
	world.livevox.revokeSessions();
	const said = [
		everythingIn(await world.engine.listSearch('searchCodes').catch((error) => error)),
		everythingIn(await world.engine.testCredential()),
	].join('\n');
	expect(said).toContain('LiveVox refused the login');
	for (const secret of [PLANTED, accessToken!, ...sessions]) expect(said).not.toContain(secret);
});
