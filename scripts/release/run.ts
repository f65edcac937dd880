/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs a program and returns what it printed, without the line break at its end.
 *
 * @throws Error with what the program printed to stderr, if it can't be started or ends with a code other than 0
 */
export async function run(cwd: string, program: string, ...args: string[]): Promise<string> {
	const { stdout } = await promisify(execFile)(program, args, { cwd, maxBuffer: 2 ** 26 });
	return stdout.trimEnd();
}
