/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console */
import { readFileSync, writeFileSync } from 'node:fs';

import { messagesPage, PAGE } from './messages/page';

/** Writes docs/messages.md anew, `npm run messages`; with `-- --check` only tells whether that is due. */
async function main(): Promise<void> {
	const page = await messagesPage();
	if (!process.argv.includes('--check')) {
		writeFileSync(PAGE, page);
	} else if (readFileSync(PAGE, 'utf8') !== page) {
		console.error('docs/messages.md is not what the code says now: run npm run messages');
		process.exitCode = 1;
	}
}

void main();
