import type { Locator, Page } from 'playwright-core';

/** The window of a node: its input at the left, its fields in the middle. */
export class Panel {
	readonly all: Locator;
	/** The middle part, with its tabs. */
	readonly middle: Locator;
	/** The fields of the open tab. */
	readonly fields: Locator;

	constructor(private readonly page: Page) {
		this.all = page.getByTestId('ndv');
		this.middle = this.all.locator('.node-settings');
		this.fields = this.all.getByTestId('node-parameters').filter({ visible: true });
	}

	/** Opens the panel of a node on the canvas. */
	async open(node: string): Promise<void> {
		await this.page.locator(`[data-node-name="${node}"]`).first().dblclick();
		await this.all.waitFor();
	}

	async close(): Promise<void> {
		await this.all.getByTestId('ndv-close-button').click();
		await this.all.waitFor({ state: 'hidden' });
	}

	field(name: string): Locator {
		return this.all.getByTestId(`parameter-input-${name}`).filter({ visible: true });
	}

	/** The names above the fields, from top to bottom. */
	async labels(): Promise<string[]> {
		return await this.titles().allInnerTexts();
	}

	/** The names that do not fit into their place. */
	async cutOff(): Promise<string[]> {
		return await this.titles().evaluateAll((titles) =>
			titles.filter((t) => t.scrollWidth > t.clientWidth + 1).map((t) => t.textContent),
		);
	}

	/** Chooses an option of a field, and waits until the field shows it. */
	async choose(name: string, option: string): Promise<void> {
		await this.field(name).click();
		await this.options().filter({ hasText: option }).first().click();
		await this.options().first().waitFor({ state: 'hidden' });
	}

	async type(name: string, text: string): Promise<void> {
		await this.field(name).locator('input, textarea').fill(text);
	}

	/** Writes an expression into a field, and waits until n8n shows what it gives for the first item. */
	async express(name: string, expression: string, result: string): Promise<void> {
		const editor = this.field(name).locator('.cm-content');
		// n8n takes what begins with = for an expression.
		if ((await editor.count()) === 0) await this.type(name, '=');
		await editor.click();
		await this.page.keyboard.press('ControlOrMeta+a');
		await this.page.keyboard.insertText(`{{ ${expression} }}`);
		await this.all.getByTestId(`parameter-expression-preview-${name}`).getByText(result).waitFor();
	}

	/** Picks from the list of a field with its search box. */
	async pick(name: string, search: string, entry: string): Promise<void> {
		await this.openList(name);
		await this.pickListed(search, entry);
	}

	/** Opens the list of a field that is picked from LiveVox's own values. */
	async openList(name: string): Promise<void> {
		await this.field(name).getByTestId('rlc-input').click();
		await this.listed().first().waitFor();
	}

	/** Picks from the list that is open. The search has to leave exactly this entry. */
	async pickListed(search: string, entry: string): Promise<void> {
		const others = this.listed().filter({ hasNotText: entry });
		await others.first().waitFor();
		await this.page.getByTestId('rlc-search').filter({ visible: true }).fill(search);
		await others.first().waitFor({ state: 'hidden' });
		await this.listed().getByText(entry, { exact: true }).click();
		await this.listed().first().waitFor({ state: 'hidden' });
	}

	/** What can be added under Options or Filters. */
	async addable(): Promise<string[]> {
		await this.adder().click();
		await this.options().first().waitFor();
		const texts = await this.options().allInnerTexts();
		await this.page.keyboard.press('Escape');
		await this.options().first().waitFor({ state: 'hidden' });
		return texts;
	}

	/** Adds one of them. The only one that is left needs no list: n8n adds it at once. */
	async add(option: string): Promise<void> {
		const listed = this.options().getByText(option, { exact: true });
		const added = this.titles().getByText(option, { exact: true });
		await this.adder().click();
		await listed.or(added).first().waitFor();
		if (await listed.isVisible()) await listed.click();
		await added.waitFor();
	}

	/** Puts a switch on, if it is not. */
	async switchOn(name: string): Promise<void> {
		const isOff = this.field(name).getByRole('switch', { checked: false });
		if ((await isOff.count()) > 0) await this.field(name).locator('.el-switch').click();
		await isOff.waitFor({ state: 'detached' });
	}

	async setOnError(choice: string): Promise<void> {
		await this.all.getByTestId('tab-settings').click();
		await this.choose('onError', choice);
		await this.all.getByTestId('tab-params').click();
	}

	private listed(): Locator {
		return this.page.getByTestId('rlc-item').filter({ visible: true });
	}

	private adder(): Locator {
		return this.fields.getByTestId('collection-parameter-add');
	}

	/** Those of the list that is open. */
	private options(): Locator {
		return this.page.getByRole('option').filter({ visible: true });
	}

	private titles(): Locator {
		return this.fields.locator('label[for] [class*="_title_"]').filter({ visible: true });
	}
}
