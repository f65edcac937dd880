import type { Locator, Page } from 'playwright-core';

/** The right part of a node's window: what it gave out. */
export class Output {
	readonly all: Locator;

	constructor(private readonly page: Page) {
		this.all = page.getByTestId('output-panel');
	}

	/** Runs the node alone, with what is pinned before it, and waits until it has ended with these words. */
	async execute(words: string): Promise<void> {
		const button = this.page.getByTestId('node-execute-button');
		const answered = this.page.waitForResponse(
			(response) => response.request().method() === 'POST' && response.url().includes('/run'),
		);
		await button.click();
		await answered;
		await button.getByText('Execute step').waitFor();
		await this.all.getByText(words).first().waitFor();
	}

	/** One row of the table for each item, by the names of the columns. */
	async rows(): Promise<Array<Record<string, string>>> {
		await this.all.getByTestId('radio-button-table').click();
		const table = this.all.locator('table').filter({ visible: true });
		await table.waitFor();
		const names = (await table.locator('thead th').allInnerTexts()).map((name) => name.trim());
		const rows = await table.locator('tbody tr').all();
		return await Promise.all(
			rows.map(async (row) => {
				const cells = await row.locator('td').allInnerTexts();
				return Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? '').trim()]));
			}),
		);
	}

	async openBranch(name: string): Promise<void> {
		await this.all.getByText(name).click();
	}

	/** What the node says above the items. */
	async hints(): Promise<string[]> {
		return await this.all.getByTestId('node-hint').allInnerTexts();
	}
}
