/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** What n8n has logged and what anything has written to the console: kept here, and not shown. */
export const logged: string[] = [];

const sink = new Writable({
	write(chunk, _encoding, done) {
		logged.push(String(chunk));
		done();
	},
});

// n8n's log goes through the console too.
globalThis.console = new Console({ stdout: sink, stderr: sink });
process.env.N8N_LOG_LEVEL = 'debug';
process.env.N8N_LOG_FORMAT = 'json';
process.env.N8N_LOG_OUTPUT = 'console';
