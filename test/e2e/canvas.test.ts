import type { StoredWorkflow } from '../n8n/owner';
import { Canvas } from './browser/canvas';
import { EditorUser } from './browser/editor-user';
import { exampleNames, Harness } from './examples/harness';

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
