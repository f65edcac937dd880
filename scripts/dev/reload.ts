/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { Child } from '../../test/n8n/child';
import type { N8n } from '../../test/n8n/server';

const CHECKOUT = resolve(__dirname, '../..');
const SAYS_NOTHING = /^$|Starting compilation|Found 0 errors/;

/**
 * Has the node in a running n8n follow the sources: each time one is saved, it is compiled into n8n's copy of the
 * package, which n8n watches. Says on the terminal whether it worked.
 */
export class Reloading {
	/** For `startN8n`. */
	readonly options = {
		env: { NODE_ENV: 'development', N8N_DEV_RELOAD: 'true' },
		onLine: (line: string) => this.onN8nLine(line),
	};
	// The compiler writes all files once at its start, which changes nothing.
	private saved = false;

	/** Starts to follow. @returns call it when n8n has ended */
	follow({ userFolder, packageFolder }: N8n): () => Promise<void> {
		const compiler = new Child(
			process.execPath,
			[
				require.resolve('typescript/bin/tsc'),
				...['--outDir', join(packageFolder, 'dist')],
				...['--watch', '--preserveWatchOutput', '--pretty', 'false'],
			],
			{ folder: userFolder, cwd: CHECKOUT, env: process.env },
		);
		compiler.on('line', (line) => {
			if (line.includes('File change detected')) this.saved = true;
			else if (!SAYS_NOTHING.test(line)) console.log(line);
		});
		return async () => {
			compiler.kill();
			await compiler.exited;
			// It may have written something when n8n's folder was gone.
			await rm(userFolder, { recursive: true, force: true });
		};
	}

	private onN8nLine(line: string): void {
		if (!this.saved) return;
		if (line.startsWith('Hot reload triggered')) console.log('n8n has reloaded the node.');
		if (line.startsWith('Hot reload failed')) console.log("n8n couldn't load the changed node.");
	}
}
