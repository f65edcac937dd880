/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import axios from 'axios';
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

import { blocksIn } from '../package/markdown';
import { root } from '../package/package-files';

const run = promisify(execFile);
const TSX = require.resolve('tsx/cli');

describe('docs/try-it.md', () => {
	it('shows what npm start prints', async () => {
		const { stdout } = await run(process.execPath, [TSX, 'scripts/start.ts'], { cwd: root });
		const block = blocksIn('docs/try-it.md').find(({ text }) => text.includes('Match: '))!;
		// Messages go out in parallel, so LiveVox numbers them in an order of its own.
		const printed = withoutIds(stdout);
		const shown = withoutIds(block.text)
			.split('\n')
			.filter((line) => line !== '...');

		expect(shown.length).toBeGreaterThan(10);
		expect(shown.filter((line) => !printed.includes(line))).toEqual([]);
	}, 120_000);

	it('has a simulator that answers the calls it prints', async () => {
		const simulator = spawn(process.execPath, [TSX, 'scripts/simulator.ts'], { cwd: root });
		try {
			const printed = await firstWords(simulator);
			const [url] = printed.match(/http:\/\/127\.0\.0\.1:\d+/) ?? [];
			const { status } = await axios.get(`${url}/sms/codes`, { validateStatus: () => true, proxy: false });

			expect(printed).toContain('curl');
			expect(status).toBe(401);
		} finally {
			simulator.kill();
		}
	}, 60_000);
});

const withoutIds = (text: string) => text.replace(/\b\d{11}\b/g, 'ID');

/** What a program prints until it has told how to use it. */
async function firstWords({ stdout }: ReturnType<typeof spawn>): Promise<string> {
	let printed = '';
	for await (const chunk of stdout!) {
		printed += String(chunk);
		if (printed.includes('Requests:')) break;
	}
	return printed;
}
