import type { Locator, Page } from 'playwright-core';

/** n8n's screen Settings > Community Nodes. */
export class CommunityNodesScreen {
	/** The window that asks for the package to install. */
	readonly form: Locator;

	/** The window that asks whether to update. */
	readonly confirmation: Locator;

	constructor(private readonly page: Page) {
		this.form = page.getByRole('dialog').filter({ hasText: 'Install community nodes' });
		this.confirmation = page.getByRole('dialog').filter({ hasText: 'Update node package' });
	}

	/** Goes there through the menu. */
	async open(): Promise<void> {
		await this.page.goto(new URL('/settings/personal', this.page.url()).href);
		await this.page.getByText('Community nodes', { exact: true }).click();
		await this.page.waitForURL(/\/settings\/community-nodes/);
	}

	/** Types a package's name, and agrees to the risks of community nodes. */
	async fillIn(name: string): Promise<void> {
		await this.page.getByText('Install a community node').click();
		await this.form.locator('input[name=packageNameInput]').fill(name);
		await this.form.getByText('I understand the risks').click();
	}

	/** Installs what is filled in, and waits until it is done. */
	async install(): Promise<void> {
		await this.form.getByTestId('install-community-package-button').click();
		await this.form.waitFor({ state: 'hidden' });
	}

	/** Updates, and waits until it is done. */
	async confirmUpdate(): Promise<void> {
		await this.confirmation.getByRole('button', { name: 'Confirm update' }).click();
		await this.confirmation.waitFor({ state: 'hidden' });
	}

	/** A package in the list of those that are installed. */
	card(name: string): Locator {
		return this.page.getByTestId('community-package-card').filter({ hasText: name });
	}
}
