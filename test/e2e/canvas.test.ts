import { DateTime } from 'luxon';

import type { StoredWorkflow } from '../n8n/owner';
import { Canvas } from './browser/canvas';
import { EditorUser } from './browser/editor-user';
import { Output } from './browser/output';
import { Panel } from './browser/panel';
import { takePicture } from './browser/pictures';
import { exampleNames, Harness, withNode } from './examples/harness';

const harness = new Harness();
let editorUser: EditorUser;

beforeAll(async () => {
	await harness.start();
	editorUser = await EditorUser.signIn(harness.n8n.url);
});

afterAll(async () => {
	await editorUser?.leave();
	await harness.close();
});

/** Room for a workflow in its own size, with the editor's bars around it. */
function roomFor({ nodes }: StoredWorkflow): [number, number] {
	const size = (at: 0 | 1, parameter: string, otherwise: number) => {
		const from = nodes.map(({ position }) => position[at]);
		const to = nodes.map(({ position, parameters }) => {
			return position[at] + (Number(parameters[parameter]) || otherwise);
		});
		return Math.max(...to) - Math.min(...from);
	};
	return [size(0, 'width', 180) + 260, size(1, 'height', 140) + 300];
}

describe('every example on the canvas', () => {
	it.each(exampleNames())('%s has nothing to fix, and notes that can be read', async (name) => {
		await editorUser.step(name, async () => {
			const workflow = harness.workflow(name);
			await editorUser.resize(...roomFor(workflow));
			await editorUser.open(workflow.id);
			const canvas = new Canvas(editorUser.page);
			await canvas.fit();
			await canvas.takePicture(`example-${name}`, 'css');
			expect({ marked: await canvas.marked(), badNotes: await canvas.badNotes() }).toEqual({
				marked: [],
				badNotes: [],
			});
		});
	});
});

test('payment reminders at the wrong hour are held, with when to send them', async () => {
	const timeZone = 'America/Denver';
	const opensAt = DateTime.now().setZone(timeZone).startOf('minute').plus({ hours: 2 });
	const hours = { from: opensAt.toFormat('h:mm a'), to: opensAt.plus({ hours: 1 }).toFormat('h:mm a'), timeZone };
	const changed = withNode(harness.workflow('payment-reminders'), 'Send payment reminder', ({ parameters }) => ({
		parameters: { ...parameters, options: { ...(parameters.options as object), sendingHours: { hours } } },
	}));
	const { id } = await harness.owner.createWorkflow({ ...changed, id: 'heldReminders', name: 'Held reminders' });
	await editorUser.step('held reminders', async () => {
		const { page } = editorUser;
		const [panel, output] = [new Panel(page), new Output(page)];
		await editorUser.resize(1440, 1000);
		await editorUser.open(id);
		await new Canvas(page).fit();
		await panel.open('Send payment reminder');
		await output.execute("4 messages: 1 rejected, 3 held ('Sending Hours').");
		const rows = await output.rows();
		expect(rows.map(({ status }) => status)).toEqual(['held', 'held', 'held']);
		for (const { sendAfter } of rows) expect(sendAfter).toBe(opensAt.toISO({ suppressMilliseconds: true }));
		expect(harness.reached).toEqual([]);
		await takePicture(panel.all, 'output-held');
	});
});
