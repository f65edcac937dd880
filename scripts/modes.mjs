import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';

/**
 * Gives every file of the tarball the same mode, whatever the umask of the machine: npm packs the modes that it
 * finds, and with them the same sources would not always be the same bytes.
 */
const packed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
	encoding: 'utf8',
	stdio: ['ignore', 'pipe', 'ignore'],
});
for (const { path } of JSON.parse(packed)[0].files) chmodSync(path, 0o644);
