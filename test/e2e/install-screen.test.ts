import { takePicture } from './browser/pictures';
import { storyOf, Visitor } from './browser/visitor';
import { CommunityNodesScreen } from './install/screen';
import { World } from './install/world';

const PACKAGE = 'n8n-nodes-livevox';

const world = new World();
let visitor: Visitor;
let screen: CommunityNodesScreen;

beforeAll(async () => {
	await world.start();
	visitor = await Visitor.signIn(world.n8n.url);
	screen = new CommunityNodesScreen(visitor.page);
});

afterAll(async () => {
	await visitor?.leave();
	await world.close();
});

describe('an owner at the screen Community Nodes', () => {
	const step = storyOf(() => ({
		step: async (name, take) => await world.step(name, async () => await visitor.step(name, take)),
	}));

	step('installs the package by its name, after agreeing to the risks', async () => {
		await screen.open();
		await screen.fillIn(PACKAGE);
		await takePicture(visitor.page, 'install-form');
		await screen.install();
		const card = screen.card(PACKAGE);
		await card.getByText(`v${world.first.version}`).waitFor();
		expect(await card.innerText()).toMatch(/1 node:\s+LiveVox SMS/);
		await takePicture(visitor.page, 'installed');
	});

	step('is offered a new version, and updates', async () => {
		await world.registry.publish(world.second.file);
		await visitor.page.reload();
		await screen.card(PACKAGE).getByRole('button', { name: 'Update' }).click();
		await screen.confirmation.waitFor();
		await takePicture(visitor.page, 'update-form');
		await screen.confirmUpdate();
		await screen.card(PACKAGE).getByText(`v${world.second.version}`).waitFor();
	});
});
