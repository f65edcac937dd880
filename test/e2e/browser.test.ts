import { startN8n, type N8n } from '../n8n/server';
import { Owner } from '../n8n/owner';
import { startSimulator, type Simulator } from '../simulator';
import { demoCredential } from '../simulator/demo-credential';
import { Canvas } from './browser/canvas';
import { CredentialForm } from './browser/credential-form';
import { iconOf, NodeCreator } from './browser/node-creator';
import { Output } from './browser/output';
import { Panel } from './browser/panel';
import { takePicture } from './browser/pictures';
import { storyOf, EditorUser } from './browser/editor-user';
import { beginning } from './browser/workflow';

let livevox: Simulator;
let n8n: N8n;
let editorUser: EditorUser;
let creator: NodeCreator;
let form: CredentialForm;
let panel: Panel;
let canvas: Canvas;
let output: Output;

beforeAll(async () => {
	livevox = await startSimulator();
	n8n = await startN8n({ version: '2.8.4' });
	const owner = await Owner.setUp(n8n.url);
	const { id } = await owner.createWorkflow(beginning);
	editorUser = await EditorUser.signIn(n8n.url);
	await editorUser.open(id);
	creator = new NodeCreator(editorUser.page);
	form = new CredentialForm(editorUser.page);
	panel = new Panel(editorUser.page);
	canvas = new Canvas(editorUser.page);
	output = new Output(editorUser.page);
});

afterAll(async () => {
	await editorUser?.leave();
	await n8n?.stop();
	await livevox?.close();
});

/** The fields that an option has of its own. */
const WITHIN: Record<string, string[]> = { 'Sending Hours': ['Start Time', 'End Time', 'Time Zone'] };

describe('a builder in the editor', () => {
	const step = storyOf(() => editorUser);
	/** Of all that LiveVox has taken on, the numbers. */
	const reached = () => livevox.record.sent.map(({ to }) => to);

	step('finds the node by what people call it, with its three actions', async () => {
		await creator.openAfter('Recipients');
		for (const words of ['livevox', 'sms', 'smartreach', 'cxone', 'nice', 'text message']) {
			await creator.find(words, 'LiveVox SMS');
		}
		const found = await creator.find('sms', 'LiveVox SMS');
		expect(await iconOf(found)).toMatch(/livevox\.svg$/);
		await editorUser.resize(1440, 660);
		await takePicture(creator.all, 'node-creator-search');
		await found.click();
		expect(await creator.actions()).toEqual(['List codes', 'Send SMS', 'List templates']);
		await creator.all.getByText('Send SMS messages through LiveVox').waitFor();
		await takePicture(creator.all, 'node-creator-actions');
		await creator.all.getByText('Send SMS', { exact: true }).click();
		await panel.all.waitFor();
	});

	step('makes the credential, and is told why a login is rejected', async () => {
		const { baseUrl, accessToken, clientName, userName, password } = demoCredential(livevox);
		await form.openNew();
		await form.field('environment').waitFor();
		expect(await form.field('baseUrl').count()).toBe(0);
		await form.choose('environment', 'Custom');
		await form.type({ baseUrl, accessToken, clientName, userName, password: 'wrong' });
		await form.save('Couldn’t connect with these settings');
		await form.all.getByText('More details').click();
		await form.all.getByText('Invalid client, user name or password').waitFor();
		await takePicture(form.all, 'credential-rejected');

		await form.type({ password });
		await form.save('Connection tested successfully');
		await takePicture(form.all, 'credential');
		await form.field('password').scrollIntoViewIfNeeded();
		await takePicture(form.all, 'credential-end');
		expect(livevox.record.logins.map(({ granted }) => granted)).toEqual([false, true]);
		await form.close();
	});

	step('picks code, template and service from their lists with a search', async () => {
		await panel.pick('from', '53063', 'Short_Code · 53063');
		await panel.choose('content', 'Template');
		await panel.openList('template');
		await takePicture(panel.all, 'list-of-templates');
		await panel.pickListed('appointment', 'appointment_reminder · from 53063 · 74257');
		await panel.pick('service', 'appointment', 'Appointment reminders · Oakland · 100915');
	});

	step('sends one message for each of three items', async () => {
		await panel.choose('content', 'Message');
		await panel.express('message', "'See you tomorrow, ' + $json.name", 'See you tomorrow, Ana');
		await panel.express('to', '$json.phone', '(415) 555-0121');
		await output.execute('3 messages: 3 accepted');
		const ids = (await output.rows()).map(({ transactionId }) => Number(transactionId));
		expect(ids).toEqual(livevox.record.sent.map(({ transactionId }) => transactionId));
		expect(reached()).toEqual(['4155550121', '4155550122', '4155550123']);
		await takePicture(panel.all, 'output-sent');
	});

	step('is told which item to fix, and nothing is sent', async () => {
		livevox.record.clear();
		await panel.express('to', '$json.mobile', '415-555-0131');
		await output.execute("Fix 1 of 3 items: 'To' (item 1)");
		expect(reached()).toEqual([]);
		await takePicture(panel.all, 'rejection');
	});

	step('lets bad items leave through the error output', async () => {
		await panel.setOnError('Continue (using error output)');
		await output.execute('3 messages: 2 accepted, 1 rejected');
		expect(await output.rows()).toHaveLength(2);
		await output.openBranch('Error Branch');
		await output.all.getByText('415 555 01').waitFor();
		expect(await output.rows()).toEqual([expect.objectContaining({ name: 'Bo' })]);
		expect(reached()).toEqual(['4155550131', '4155550133']);
		await panel.close();
		expect(await canvas.outputs('Send SMS')).toEqual(['Success', 'Error']);
		await panel.open('Send SMS');
	});

	step('rehearses with Dry Run, and nothing is sent', async () => {
		livevox.record.clear();
		await panel.express('to', '$json.phone', '(415) 555-0121');
		await panel.add('Dry Run');
		await panel.switchOn('dryRun');
		await output.execute('Dry Run is on: 3 messages checked, none sent.');
		const rows = await output.rows();
		expect(rows.map(({ status }) => status)).toEqual(['dryRun', 'dryRun', 'dryRun']);
		expect(reached()).toEqual([]);
		await takePicture(panel.all, 'output-dry-run');
	});

	step('knows the node by its icon on a light and on a dark canvas', async () => {
		const { page } = editorUser;
		await panel.close();
		await editorUser.resize(1000, 560);
		for (const [colorScheme, icon] of [
			['light', 'livevox.svg'],
			['dark', 'livevox.dark.svg'],
		] as const) {
			await page.emulateMedia({ colorScheme });
			await canvas.node('Send SMS').locator(`img[src$="/${icon}"]`).waitFor();
			await canvas.fit();
			await canvas.takePicture(`canvas-${colorScheme}`, 'device');
		}
		await page.emulateMedia({ colorScheme: 'light' });
	});

	step('sees the fields that belong to what is sent, with all options', async () => {
		await panel.open('Send SMS');
		await editorUser.resize(1440, 1900);
		const offered = await panel.addable();
		for (const option of offered) await panel.add(option);
		const options = [...offered, 'Dry Run'].sort();
		expect(await panel.labels()).toEqual([
			...['Resource', 'Operation', 'From', 'To', 'Content', 'Message', 'Service', 'Account Number'],
			...['Options', ...options.flatMap((option) => [option, ...(WITHIN[option] ?? [])])],
		]);
		expect(await panel.cutOff()).toEqual([]);
		await takePicture(panel.middle, 'panel-send-message');
		await panel.choose('content', 'Template');
		await panel.pick('template', 'payment', 'payment_due · from 14155550100 · 76001');
		expect((await panel.labels()).slice(5, 7)).toEqual(['Template', 'Service']);
		await takePicture(panel.middle, 'panel-send-template');
	});

	step('sees the fields of each list, and Limit only without Return All', async () => {
		for (const [resource, filters] of [
			['Code', ['Search']],
			['Template', ['Search', 'SMS Code']],
		] as const) {
			await panel.choose('resource', resource);
			for (const filter of filters) await panel.add(filter);
			const labels = ['Resource', 'Operation', 'Return All', 'Limit', 'Filters', ...filters];
			expect(await panel.labels()).toEqual(labels);
			expect(await panel.cutOff()).toEqual([]);
			await takePicture(panel.middle, `panel-list-${resource.toLowerCase()}s`);
		}
		await panel.switchOn('returnAll');
		await panel.field('limit').waitFor({ state: 'hidden' });
		expect(await panel.labels()).not.toContain('Limit');
	});
});
