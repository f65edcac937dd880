/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const CHECKOUT = resolve(__dirname, '../..');

const folder = mkdtempSync(join(tmpdir(), 'livevox-reproducible-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Whoever clones, builds and packs: what must not show in the bytes. */
interface Person {
	/** The clone's folder. */
	place: string;
	umask: string;
	timeZone: string;
	/** When all files of the clone were last changed, as `touch -d` reads it. */
	day: string;
}

/** Clones what is committed, builds and packs it as the README says. */
async function packedBy({ place, umask, timeZone, day }: Person): Promise<Buffer> {
	const script = `
		set -eu
		umask ${umask}
		git clone --quiet "$CHECKOUT" "$CLONE"
		cd "$CLONE"
		find . -path ./.git -prune -o -type f -exec touch -d ${day} {} +
		ln -s "$CHECKOUT/node_modules" node_modules
		npm run build
		npm pack`;
	const clone = join(folder, place);
	const env = { ...process.env, CHECKOUT, CLONE: clone, TZ: timeZone };
	await promisify(execFile)('sh', ['-c', script], { env });
	const [tarball] = readdirSync(clone).filter((name) => name.endsWith('.tgz'));
	return readFileSync(join(clone, tarball!));
}

it('two clones of one commit pack the same bytes', async () => {
	const one = await packedBy({
		place: 'one',
		umask: '022',
		timeZone: 'America/Denver',
		day: '2001-02-03',
	});
	const other = await packedBy({
		place: 'a longer place/other',
		umask: '077',
		timeZone: 'Asia/Tokyo',
		day: '2026-05-01',
	});

	expect(one.length).toBeGreaterThan(10_000);
	expect(one.equals(other)).toBe(true);
}, 120_000);
