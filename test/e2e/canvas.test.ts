import type { StoredWorkflow } from '../n8n/owner';
import { Canvas } from './browser/canvas';
import { Visitor } from './browser/visitor';
import { exampleNames, World } from './examples/world';

const world = new World();
let visitor: Visitor;

beforeAll(async () => {
	await world.start();
	visitor = await Visitor.signIn(world.n8n.url);
});

afterAll(async () => {
	await visitor?.leave();
	await world.close();
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
		await visitor.step(name, async () => {
			const workflow = world.workflow(name);
			await visitor.resize(...roomFor(workflow));
			await visitor.open(workflow.id);
			const canvas = new Canvas(visitor.page);
			await canvas.fit();
			await canvas.takePicture(`example-${name}`, 'css');
			expect({ marked: await canvas.marked(), badNotes: await canvas.badNotes() }).toEqual({
				marked: [],
				badNotes: [],
			});
		});
	});
});
