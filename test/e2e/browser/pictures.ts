/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { resolve } from 'node:path';

import type { Locator, Page } from 'playwright-core';

const FOLDER = resolve(__dirname, '../pictures');
const MOST_BYTES = 250_000;
// n8n's build copies every png and svg of the checkout into the package, so pictures are jpg.
const JPEG = { type: 'jpeg', quality: 85, animations: 'disabled' } as const;
// What passes by itself after a while, and what would stand half in a picture of a node's window.
const NEVER_SHOWN = '.el-notification, [data-test-id="floating-nodes"]';

interface Framing {
	/** A part of the page, in its pixels. */
	clip?: { x: number; y: number; width: number; height: number };
	/** A CSS selector of what is left out. */
	hidden?: string;
	/** `device`, if absent: one and a half times as fine as the page. */
	scale?: 'css' | 'device';
}

/** Leaves a picture of the page, or of a part of it, in `test/e2e/pictures/<name>.jpg`. */
export async function takePicture(
	of: Page | Locator,
	name: string,
	{ hidden, ...framing }: Framing = {},
): Promise<void> {
	const page = 'mouse' in of ? of : of.page();
	// A field under the mouse or the cursor looks different.
	await page.mouse.move(0, 0);
	await page.locator('*:focus').evaluateAll((focused: Focused[]) => focused[0]?.blur());
	const style = `${[NEVER_SHOWN, hidden].filter(Boolean).join(',')} { display: none !important }`;
	const picture = await of.screenshot({ ...JPEG, ...framing, style, path: pathOf(name) });
	expect(picture.length).toBeLessThan(MOST_BYTES);
}

/** @returns where the picture of the failing page is */
export async function failurePicture(page: Page, step: string): Promise<string> {
	const path = pathOf(`failed ${step}`.replace(/\W+/g, '-'));
	await page.screenshot({ ...JPEG, path });
	return path;
}

const pathOf = (name: string) => resolve(FOLDER, `${name}.jpg`);

interface Focused {
	blur(): void;
}
