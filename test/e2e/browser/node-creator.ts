import type { Locator, Page } from 'playwright-core';

/** The list at the right from which a builder adds a node. */
export class NodeCreator {
	readonly all: Locator;

	constructor(private readonly page: Page) {
		this.all = page.getByTestId('node-creator');
	}

	/** Opens it with the plus at the end of a node. */
	async openAfter(node: string): Promise<void> {
		await this.page
			.locator(`[data-test-id="canvas-node-output-handle"][data-node-name="${node}"]`)
			.getByTestId('canvas-handle-plus')
			.click();
		await this.all.waitFor();
	}

	/** Finds a node by typing. */
	async find(words: string, node: string): Promise<Locator> {
		const found = this.all.getByTestId('item-iterator-item').filter({ hasText: node });
		const search = this.all.getByRole('textbox');
		await search.fill('');
		await found.waitFor({ state: 'hidden' });
		await search.fill(words);
		await found.waitFor();
		return found;
	}

	/** The actions of the node whose details are open, in their order. */
	async actions(): Promise<string[]> {
		const actions = this.all.locator('[data-keyboard-nav-type="action"]');
		await actions.first().waitFor();
		return await actions.allInnerTexts();
	}
}

/** Where an entry's icon comes from, once it is drawn. */
export async function iconOf(entry: Locator): Promise<string> {
	return await entry
		.locator('img')
		.first()
		.evaluate(async (image: Image) => {
			await image.decode();
			return image.src;
		});
}

interface Image {
	src: string;
	decode(): Promise<void>;
}
