/* eslint-disable @n8n/community-nodes/require-node-api-error */
import { selectors, type Browser, type Page } from 'playwright-core';

import { startChromium } from '../../n8n/chromium';
import { account } from '../../n8n/owner';
import { failurePicture } from './pictures';

const PATIENCE_MS = 20_000;
/** Room for a panel's input, parameters and output in parallel. */
const VIEWPORT = { width: 1440, height: 900 };

/** The owner of an n8n in front of a browser, signed in to the editor. */
export class EditorUser {
	/** What the browser complained about since the last step began. */
	private complaints: string[] = [];

	private constructor(
		private readonly browser: Browser,
		readonly page: Page,
		private readonly url: string,
	) {
		page.setDefaultTimeout(PATIENCE_MS);
		page.on('pageerror', ({ message }) => this.complaints.push(message));
		page.on('console', (line) => {
			if (line.type() === 'error') this.complaints.push(line.text());
		});
		page.on('requestfailed', (request) => {
			if (!this.isOurs(request.url())) return;
			this.complaints.push(`${request.url()}: ${request.failure()?.errorText}`);
		});
	}

	static async signIn(url: string): Promise<EditorUser> {
		selectors.setTestIdAttribute('data-test-id');
		const browser = await startChromium();
		try {
			const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: 1.5 });
			const editorUser = new EditorUser(browser, page, url);
			// The editor asks npm and others about the package: the tests do without them.
			await page.route(
				(address) => !editorUser.isOurs(address.href),
				async (route) => await route.abort(),
			);
			await page.goto(`${url}/signin`);
			await page.locator('input[name="emailOrLdapLoginId"]').fill(account.email);
			await page.locator('input[name="password"]').fill(account.password);
			await page.keyboard.press('Enter');
			await page.waitForURL(/\/home\//);
			return editorUser;
		} catch (error) {
			await browser.close();
			throw error;
		}
	}

	/** Opens a workflow on the canvas. */
	async open(workflowId: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${workflowId}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	async resize(width: number, height: number): Promise<void> {
		await this.page.setViewportSize({ width, height });
	}

	/** Takes a step, in a window of the usual size. Where it fails, the error says what the browser complained about, and where its picture is. */
	async step(name: string, take: () => Promise<void>): Promise<void> {
		this.complaints = [];
		try {
			await this.page.setViewportSize(VIEWPORT);
			await take();
		} catch (cause) {
			const picture = await failurePicture(this.page, name);
			const lines = [(cause as Error).message, `The page: ${picture}`, ...this.complaints];
			const error = new Error(lines.join('\n'));
			error.stack = `${error.message}\n${(cause as Error).stack}`;
			throw error;
		}
	}

	async leave(): Promise<void> {
		await this.browser.close();
	}

	private isOurs(address: string): boolean {
		return address.startsWith(this.url);
	}
}

/** Tests that are steps of one story: after one that fails the later ones are not tried. */
export function storyOf(editorUser: () => Pick<EditorUser, 'step'>) {
	let failed: string | undefined;
	return (name: string, take: () => Promise<void>) =>
		it(name, async () => {
			if (failed) throw notTried(failed);
			failed = name;
			await editorUser().step(name, take);
			failed = undefined;
		});
}

/** Without the lines of code that jest would show for each step. */
function notTried(failed: string): Error {
	const error = new Error(`Not tried, because this step failed: ${failed}`);
	error.stack = error.message;
	return error;
}
