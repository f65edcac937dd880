import type { Locator, Page } from 'playwright-core';

export const RETRY_SAVED = 'Retry with currently saved workflow (from node with error)';
export const RETRY_ORIGINAL = 'Retry with original workflow (from node with error)';
// Of a menu that hangs over the page: n8n has two kinds of them. Its sidebar has menu items too.
const ITEM = '.el-dropdown-menu__item, [data-reka-popper-content-wrapper] [role="menuitem"]';

/** An execution, where n8n's lists have it. */
export interface Listed {
	id: string;
	workflow: { id: string; name: string };
}

/** The two lists of executions: that of a workflow, and that of all workflows. */
export class Executions {
	private constructor(
		private readonly page: Page,
		private readonly url: string,
	) {}

	static async of(page: Page, url: string): Promise<Executions> {
		// n8n 2.41 opens a checklist over the list of each workflow that is live.
		const close = page.getByTestId('suggested-actions-close');
		await page.addLocatorHandler(close, async () => await close.click());
		return new Executions(page, url);
	}

	/**
	 * Opens an execution in the list of its workflow, and its Retry where it has one.
	 *
	 * @returns what Retry offers: above the execution, and at its entry in the list
	 */
	async openInWorkflow(listed: Listed): Promise<{ above: string[]; entry: string[] }> {
		const shown = await this.showInWorkflow(listed);
		const entry = await this.offeredBy(shown.getByTestId('retry-execution-button'));
		// Without the menu that is open now.
		if (entry.length > 0) await this.showInWorkflow(listed);
		const above = await this.offeredBy(this.page.getByTestId('execution-preview-retry-button'));
		return { above, entry };
	}

	/**
	 * Opens the menu of an execution in the list of all.
	 *
	 * @returns what it offers
	 */
	async openInAll({ id, workflow }: Listed): Promise<string[]> {
		await this.page.goto(`${this.url}/home/executions`);
		const row = this.page
			.getByTestId('global-execution-list-item')
			.filter({ hasText: workflow.name })
			.filter({ has: this.page.getByText(id, { exact: true }) });
		return await this.offeredBy(row.locator('td').last().getByRole('button'), true);
	}

	/**
	 * Presses one of what the open menu offers.
	 *
	 * @returns the id of the execution that this begins
	 */
	async press(label: string): Promise<string> {
		const answered = this.page.waitForResponse((response) => response.url().endsWith('/retry'));
		await this.items().getByText(label, { exact: true }).click();
		const { data } = (await (await answered).json()) as { data: { id: string } };
		return data.id;
	}

	/** @returns its entry in the list */
	private async showInWorkflow({ id, workflow }: Listed): Promise<Locator> {
		await this.page.goto(`${this.url}/workflow/${workflow.id}/executions`);
		const entry = this.page.getByTestId(`execution-details-${id}`);
		await entry.click();
		// They are drawn together with Retry.
		await this.page.getByTestId(`execution-preview-details-${id}`).waitFor();
		await this.page.getByTestId('execution-preview-delete-button').waitFor();
		return entry;
	}

	/** What a menu offers, which stays open. Nothing, where its button is missing and may be. */
	private async offeredBy(button: Locator, isAlwaysThere = false): Promise<string[]> {
		if (!isAlwaysThere && (await button.count()) === 0) return [];
		await button.click();
		await this.items().first().waitFor();
		return (await this.items().allInnerTexts()).map((text) => text.trim());
	}

	private items(): Locator {
		return this.page.locator(ITEM).filter({ visible: true });
	}
}
