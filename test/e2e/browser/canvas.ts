import type { Locator, Page } from 'playwright-core';

import { takePicture } from './pictures';

const AROUND = [
	'.tab-bar-container',
	'.vue-flow__controls',
	'[class*="_nodeButtonsWrapper_"]',
	'[class*="_executionButtons_"]',
].join(',');
/** Pixels around the nodes on a picture: names stand below them, and a plus behind the last ones. */
const MARGIN = { left: 88, top: 40, right: 136, bottom: 88 };

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** The workflow as it is drawn. */
export class Canvas {
	private readonly nodes: Locator;
	private readonly notes: Locator;

	constructor(private readonly page: Page) {
		this.nodes = page.getByTestId('canvas-node');
		this.notes = page.getByTestId('sticky');
	}

	node(name: string): Locator {
		const handle = `[data-test-id="canvas-node-output-handle"][data-node-name="${name}"]`;
		return this.nodes.filter({ has: this.page.locator(handle) });
	}

	/** The names of a node's outputs, from top to bottom. */
	async outputs(node: string): Promise<string[]> {
		return await this.node(node).locator('[class*="_outputLabel_"]').allInnerTexts();
	}

	/** The nodes that n8n marks because something about them has to be fixed. */
	async marked(): Promise<string[]> {
		return await this.nodes.filter({ has: this.page.getByTestId('node-issues') }).allInnerTexts();
	}

	/** The notes whose text does not fit, or that lie on a node. */
	async badNotes(): Promise<string[]> {
		const nodes = await boxesOf(this.nodes);
		const bad: string[] = [];
		for (const note of await this.notes.all()) {
			const [box] = await boxesOf(note);
			const isCutOff = await note
				.locator('[class*="_wrapper_"]')
				.evaluateAll((parts) => parts.some((part) => part.scrollHeight > part.clientHeight + 1));
			if (isCutOff || nodes.some((node) => overlap(box!, node))) bad.push(await note.innerText());
		}
		return bad;
	}

	/** Shows all of the workflow, and waits until it stands still. */
	async fit(): Promise<void> {
		await this.page.getByTestId('zoom-to-fit').click();
		await this.page.locator('.vue-flow__transformationpane').evaluate(async (pane) => {
			const { requestAnimationFrame } = pane.ownerDocument.defaultView;
			let last = '';
			for (let frames = 0; frames < 20; frames += 1) {
				if (pane.style.transform !== last) frames = 0;
				last = pane.style.transform;
				await new Promise((drawn) => requestAnimationFrame(drawn));
			}
		});
	}

	/** Leaves a picture of the nodes and notes, without the buttons around them. */
	async takePicture(name: string, scale: 'css' | 'device'): Promise<void> {
		const boxes = await boxesOf(this.nodes.or(this.notes));
		const x = Math.min(...boxes.map((box) => box.x)) - MARGIN.left;
		const y = Math.min(...boxes.map((box) => box.y)) - MARGIN.top;
		const right = Math.max(...boxes.map((box) => box.x + box.width)) + MARGIN.right;
		const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN.bottom;
		const clip = { x, y, width: right - x, height: bottom - y };
		await takePicture(this.page, name, { hidden: AROUND, clip, scale });
	}
}

async function boxesOf(all: Locator): Promise<Box[]> {
	return await all.evaluateAll((elements) =>
		elements.map((element) => {
			const { x, y, width, height } = element.getBoundingClientRect();
			return { x, y, width, height };
		}),
	);
}

const overlap = (one: Box, other: Box) =>
	one.x < other.x + other.width &&
	other.x < one.x + one.width &&
	one.y < other.y + other.height &&
	other.y < one.y + one.height;
