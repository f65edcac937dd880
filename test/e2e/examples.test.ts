import axios from 'axios';
import type { INodeTypeDescription } from 'n8n-workflow';

import type { ModelRequest } from '../n8n/scripted-model';
import type { StoredWorkflow } from '../n8n/owner';
import type { SentMessage } from '../simulator';
import { endingOf, submitFile } from './examples/form';
import { issuesOf, nodeTypesOf } from './examples/issues';
import { exampleNames, rowsOf, withNode, Harness } from './examples/harness';

const harness = new Harness();

beforeAll(async () => {
	await harness.start();
});

afterAll(async () => {
	await harness.close();
});

beforeEach(() => {
	// A whole reset would end the session too, and a fault would hit the request that finds that out.
	harness.livevox.record.clear();
	harness.livevox.faults.clear();
	harness.model.requests.length = 0;
});

describe('every example', () => {
	let nodeTypes: INodeTypeDescription[];
	beforeAll(async () => (nodeTypes = await nodeTypesOf(harness.n8n.url)));

	it.each(exampleNames())('%s is imported whole, and no node of it is marked', (name) => {
		const workflow = harness.workflow(name);
		expect(workflow.name).toMatch(/^LiveVox: /);
		expect(issuesOf(nodeTypes, workflow)).toEqual([]);
	});
});

describe('appointment reminders', () => {
	const HEADER = 'name,phone,account,date,time,office';
	const ANA = 'Ana Ruiz,(415) 555-0171,900,2026-12-11,9:00 AM,Oakland';
	const BO = '"Bo, Jr.",415 555 01,901,2026-12-11,9:20 AM,Oakland';
	const CY = 'Cy Åberg,(415) 555-0199,902,2026-12-11,9:40 AM,Oakland';
	const DI = 'Di Moss,415.555.0173,903,2026-12-11,10:00 AM,Denver';
	let workflow: StoredWorkflow;
	let formUrl: string;

	beforeAll(async () => {
		workflow = harness.workflow('appointment-reminders');
		await harness.owner.activate(workflow, '/form/appointment-reminders');
		formUrl = `${harness.n8n.url}/form/appointment-reminders`;
	});

	async function upload(...rows: string[]) {
		const { executionId, ...ending } = await submitFile(formUrl, 'a.csv', rows.join('\n'));
		const execution = await harness.owner.executionEnded(executionId);
		const report = rowsOf(execution, 'All rows').map(({ name, reminder, directions, reason }) => {
			return [name, reminder, directions, reason];
		});
		return { ...ending, report };
	}

	it('sends both texts to whom it can, and gives a report of all back through the form', async () => {
		const { report, page, file } = await upload(HEADER, ANA, BO, CY);

		expect(harness.reached).toEqual(['4155550171', '4155550171']);
		const [reminder, directions] = harness.livevox.record.sent;
		expect(reminder).toMatchObject({ templateId: 74257, account: '900', serviceId: 100915 });
		expect(directions?.message).toContain('Ana Ruiz, we expect you on Friday, December 11 at 9:00 AM');

		expect(report).toEqual([
			['Ana Ruiz', 'accepted', 'accepted', ''],
			['Bo, Jr.', 'rejected', 'not tried', expect.stringContaining("'To' has 8 digits")],
			['Cy Åberg', 'rejected', 'not tried', expect.stringContaining('do not contact list')],
		]);
		expect(page).toContain('3 rows are done');
		expect(file.name).toBe('reminder-report.xlsx');
		for (const words of ['Ana Ruiz', 'Bo, Jr.', 'Cy Åberg', 'not tried', 'has 8 digits']) {
			expect(file.content.toString()).toContain(words);
		}
	});

	it('skips on a second upload who has got theirs, and tells who may have', async () => {
		harness.livevox.faults.add({ kind: 'resetAfter', route: 'send', on: 1 });
		const { report } = await upload(HEADER, ANA, DI);

		expect(report).toEqual([
			['Ana Ruiz', 'skipped', 'skipped', expect.stringContaining("Already sent with this 'Send Once Key'")],
			['Di Moss', 'unknown', 'not tried', expect.stringContaining('may have been sent')],
		]);
		expect(harness.reached).toEqual(['4155550173']);
	});

	it('can be tried in the editor with the pinned rows, without a file', async () => {
		const executionId = await harness.begin(workflow, 'Upload appointments');
		const { page } = await endingOf(await harness.formOf(executionId));

		expect(page).toContain('30 rows are done');
		expect(harness.reached).toHaveLength(54);
	});
});

describe('opt-out list', () => {
	it('skips the numbers that the webhook got, however they are written, and texts the others', async () => {
		const workflow = harness.workflow('opt-out-list');
		await harness.owner.activate(workflow, '/webhook/opt-out');
		const run = async () => {
			const execution = await harness.owner.run(workflow, 'Every day at 10:00');
			return rowsOf(execution, 'Send to the others').map(({ status }) => status);
		};
		expect(await run()).toEqual(['accepted', 'accepted', 'accepted']);

		for (const phone of ['+1 415-555-0142', '510.555.0143', '510.555.0143']) {
			const { status } = await axios.post(`${harness.n8n.url}/webhook/opt-out`, { phone });
			expect(status).toBe(200);
		}
		harness.livevox.record.clear();
		expect(await run()).toEqual(['accepted', 'skipped', 'skipped']);
		expect(harness.reached).toEqual(['4155550141']);
	});
});

describe('text back', () => {
	beforeAll(async () => {
		await harness.owner.activate(harness.workflow('text-back'), '/webhook/text-back');
	});

	const ask = async (body: object) =>
		await axios.post(`${harness.n8n.url}/webhook/text-back`, body, { validateStatus: () => true });

	it('answers 200 with the transaction id', async () => {
		const { status, data } = await ask({ phone: '(415) 555-0161', name: 'Ana' });
		const [sent] = harness.livevox.record.sent;
		expect(status).toBe(200);
		expect(data).toEqual({ status: 'accepted', transactionId: sent?.transactionId });
		expect(sent).toMatchObject({
			to: '4155550161',
			message: expect.stringMatching(/^Hello Ana, /),
		});
	});

	it.each([
		['a number that cannot be', { phone: '555 01' }, "'To' has 5 digits"],
		['a number that LiveVox rejects', { phone: '415 555 0199' }, 'do not contact list'],
		['no number', {}, "'To' is empty"],
		['a name that makes it too long', { phone: '415 555 0162', name: 'x'.repeat(300) }, 'segments'],
	])('answers 400 in words for %s', async (_, body, words) => {
		const { status, data } = await ask(body);
		expect([status, data.status]).toEqual([400, 'rejected']);
		expect(`${data.message} ${data.description}`).toContain(words);
		expect(harness.reached).toEqual([]);
	});

	it('answers 502 when the text may have been sent', async () => {
		harness.livevox.faults.add({ kind: 'resetAfter', route: 'send' });
		const { status, data } = await ask({ phone: '(415) 555-0163' });
		expect([status, data.status]).toEqual([502, 'unknown']);
		expect(data.message).toContain('may have been sent');
		expect(harness.reached).toEqual(['4155550163']);
	});
});

describe('template watch', () => {
	afterAll(() => harness.livevox.reset());

	it('finds everything new in the first night, then just what has changed', async () => {
		const workflow = harness.workflow('template-watch');
		const night = async () => {
			const execution = await harness.owner.run(workflow, 'Every night at 2:00');
			expect(execution.status).toBe('success');
			return rowsOf(execution, 'Write the change').map(({ change, entry, details }) => {
				return [change, entry, details];
			});
		};
		expect((await night()).map(([change]) => change)).toEqual(Array(9).fill('added'));
		expect(await night()).toEqual([]);

		const { templates, codes } = harness.livevox.state;
		templates.find(({ id }) => id === 74257)!.message = 'See you tomorrow.';
		templates.splice(0, 1);
		codes.push({ code: '53065', description: 'Short_Code_New' });
		const changes = [
			['removed', 'template 75870', ''],
			['changed', 'template 74257', 'text: You have an appointment tomorrow. → See you tomorrow.'],
			['added', 'code 53065', ''],
		];
		expect(await night()).toEqual(changes);
		expect(await night()).toEqual([]);
		expect(harness.reached).toEqual([]);
	});
});

describe('AI agent', () => {
	let said: Record<'dryRun' | 'approved' | 'declined' | 'rejected', string[]>;
	let requests: ModelRequest[];
	let sent: SentMessage[];

	/** All at the same time: n8n looks at each chat every few seconds. */
	beforeAll(async () => {
		const workflow = harness.workflow('ai-agent');
		const changed = withNode(workflow, 'Send a text', ({ parameters }) => ({
			parameters: { ...parameters, options: { ...(parameters.options as object), dryRun: false } },
		}));
		const live = await harness.owner.createWorkflow({ ...changed, id: 'agentLive' });
		harness.livevox.record.clear();
		const [dryRun, approved, declined, rejected] = await Promise.all([
			harness.chat(workflow, 'Text (415) 555-0181: "We open at 9."', 'Send'),
			harness.chat(live, 'Text (415) 555-0182: "We open at 9."', 'Send'),
			harness.chat(live, 'Text (415) 555-0184: "We open at 9."', "Don't send"),
			harness.chat(live, 'Text (415) 555-01: "We open at 9."', 'Send'),
		]);
		said = { dryRun, approved, declined, rejected };
		requests = [...harness.model.requests];
		sent = [...harness.livevox.record.sent];
	});

	it('lets the model decide on number and text alone, and tells it what they are', () => {
		const [{ tools }] = requests as [ModelRequest];
		const [{ function: tool }] = tools as [NonNullable<typeof tools>[number]];
		expect(tool.description).toMatch(/^Sends one SMS/);
		expect(tool.parameters.properties.toolParameters?.properties).toEqual({
			To: { type: 'string', description: expect.stringContaining('phone number') },
			Message: { type: 'string', description: expect.stringContaining('text of the SMS') },
		});
	});

	it('asks a person who sees number and text, and sends nothing as it comes', () => {
		const [question, answer] = said.dryRun;
		expect(question).toBe('Send this text to (415) 555-0181?\n\nWe open at 9.');
		expect(answer).toContain('"status":"dryRun"');
		expect(answer).toContain('We open at 9.');
	});

	it('with Dry Run off sends what a person has approved, and nothing else', () => {
		expect(said.approved[1]).toContain('"status":"accepted"');
		expect(sent).toMatchObject([{ to: '4155550182', message: 'We open at 9.', from: '53063', serviceId: 100921 }]);
	});

	it('tells the model what a person has declined, and what the node rejects in words', () => {
		expect(requests.filter(({ messages }) => messages.at(-1)?.role === 'tool')).toHaveLength(4);
		expect(said.declined[1]).toContain('rejected the tool call');
		expect(said.rejected[1]).toContain("'To' has 8 digits");
		expect(said.rejected[1]).toContain('Enter 10 digits with the area code');
	});
});
