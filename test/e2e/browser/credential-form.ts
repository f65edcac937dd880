import type { Locator, Page } from 'playwright-core';

/** The window in which a credential is made and tested. */
export class CredentialForm {
	readonly all: Locator;

	constructor(private readonly page: Page) {
		this.all = page.getByTestId('editCredential-modal');
	}

	/** Opens an empty one from a node's panel. */
	async openNew(): Promise<void> {
		await this.page.getByTestId('node-credentials-select').click();
		await this.page.getByText('Create new credential').last().click();
		await this.all.waitFor();
	}

	field(name: string): Locator {
		return this.all.getByTestId(`parameter-input-${name}`);
	}

	async type(values: Record<string, string>): Promise<void> {
		for (const [name, value] of Object.entries(values)) {
			await this.field(name).locator('input').fill(value);
		}
	}

	async choose(name: string, option: string): Promise<void> {
		await this.field(name).click();
		await this.page.getByRole('option', { name: option }).click();
	}

	/** Saves, upon which n8n tests the credential, and waits until it shows these words. */
	async save(words: string): Promise<void> {
		await this.all.getByRole('button', { name: 'Save' }).click();
		await this.all.getByText(words).waitFor();
	}

	async close(): Promise<void> {
		await this.all.getByRole('button', { name: 'Close this dialog' }).click();
		await this.all.waitFor({ state: 'hidden' });
	}
}
