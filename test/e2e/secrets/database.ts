/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { installN8n, nodeFor, type N8nVersion } from '../../n8n/install';

const PRINT_ROWS = `
	const { Database, OPEN_READONLY } = require('sqlite3');
	const database = new Database(process.argv[1], OPEN_READONLY);
	database.each("SELECT name FROM sqlite_master WHERE type = 'table'", (error, { name }) => {
		database.each('SELECT * FROM "' + name + '"', (error, row) => {
			console.log(name, JSON.stringify(row));
		});
	});
`;

/** Every row of every table of an n8n's database, read by that n8n's own library. */
export async function rowsIn(database: string, version: N8nVersion): Promise<string> {
	const { path } = await nodeFor(version);
	const { stdout } = await promisify(execFile)(path, ['-e', PRINT_ROWS, database], {
		cwd: await installN8n(version),
		maxBuffer: 1e9,
	});
	return stdout;
}
