import { takePicture } from './browser/pictures';
import { storyOf, EditorUser } from './browser/editor-user';
import { CommunityNodesScreen } from './install/screen';
import { Harness } from './install/harness';

const PACKAGE = 'n8n-nodes-livevox';

const harness = new Harness();
let editorUser: EditorUser;
let screen: CommunityNodesScreen;

beforeAll(async () => {
	await harness.start();
	editorUser = await EditorUser.signIn(harness.n8n.url);
	screen = new CommunityNodesScreen(editorUser.page);
});

afterAll(async () => {
	await editorUser?.leave();
	await harness.close();
});

describe('an owner at the screen Community Nodes', () => {
	const step = storyOf(() => ({
		step: async (name, take) => await harness.step(name, async () => await editorUser.step(name, take)),
	}));

	step('installs the package by its name, after agreeing to the risks', async () => {
		await screen.open();
		await screen.fillIn(PACKAGE);
		await takePicture(editorUser.page, 'install-form');
		await screen.install();
		const card = screen.card(PACKAGE);
		await card.getByText(`v${harness.first.version}`).waitFor();
		expect(await card.innerText()).toMatch(/1 node:\s+LiveVox SMS/);
		await takePicture(editorUser.page, 'installed');
	});

	step('is offered a new version, and updates', async () => {
		await harness.registry.publish(harness.second.file);
		await editorUser.page.reload();
		await screen.card(PACKAGE).getByRole('button', { name: 'Update' }).click();
		await screen.confirmation.waitFor();
		await takePicture(editorUser.page, 'update-form');
		await screen.confirmUpdate();
		await screen.card(PACKAGE).getByText(`v${harness.second.version}`).waitFor();
	});
});
