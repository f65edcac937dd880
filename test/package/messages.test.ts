/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNSEEN } from '../../scripts/messages/unseen';
import { filesIn, root } from './package-files';
import { wordsIn } from './words';

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	filesIn(join(root, folder))
		.filter((file) => file.endsWith('.ts'))
		.map((file) => readFileSync(join(root, folder, file), 'utf8')),
);
const words = [...new Set(sources.flatMap(wordsIn))];

const inOneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
const page = inOneLine(
	readFileSync(join(root, 'docs/messages.md'), 'utf8').replace(/\\([^\w\s])/g, '$1'),
);

// As words of their own: `List` is not shown by `Listed`.
const isShown = (text: string): boolean => {
	const line = inOneLine(text);
	const escaped = line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const before = /^\p{L}/u.test(line) ? '(?<!\\p{L})' : '';
	const after = /\p{L}$/u.test(line) ? '(?!\\p{L})' : '';
	return new RegExp(before + escaped + after, 'u').test(page);
};

it('docs/messages.md is what the code says now', () => {
	const check = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/messages.ts', '--check'], {
		cwd: root,
		encoding: 'utf8',
	});

	expect(check.stderr).toBe('');
	expect(check.status).toBe(0);
});

it('docs/messages.md holds every word of the code that is for a person', () => {
	expect(words.length).toBeGreaterThan(200);
	expect(words.filter((text) => !isShown(text) && !isUnseen(text))).toEqual([]);
});

const isUnseen = (text: string) => UNSEEN.some((unseen) => unseen.text === text);

it('no exception has outlived its text', () => {
	expect(UNSEEN.filter(({ text }) => !words.includes(text))).toEqual([]);
});

it('a text that nobody has read yet is not on the page', () => {
	const added = wordsIn("hint(context, 'Quokkas are late'); throw new UserError('Quokkas')");

	expect(added).toEqual(['Quokkas are late', 'Quokkas']);
	expect(added.filter(isShown)).toEqual([]);
});

test.each([
	["const added = 'nobody has read this'", ['nobody has read this']],
	['const added = `solely ${1} was kept`', ['solely ', ' was kept']],
	["throw new NodeOperationError(node, 'Oops')", ['Oops']],
	["return refuse('weird', '')", ['weird']],
	["const field = { displayName: 'retries', name: 'retries' }", ['retries']],
	["const choice = { name: 'NA7', value: 'na7' }", ['NA7']],
	["const parts = [[1, 'late'], [2, 'too late']]", ['late', 'too late']],
	["const parts = [`${number} were`, 'lost']", [' were', 'lost']],
	["const LABEL = 'Priority'", ['Priority']],
])('of %j a person would see %j', (source, expected) => {
	expect(wordsIn(source)).toEqual(expected);
});

test.each([
	"import { first } from './of the file'",
	"type Kind = 'of a type'",
	"const kind = { outcome: 'rejected' }",
	"const subtitle = '={{ $json.one + $json.other }}'",
	"// 'in a comment'",
	"if (code === 'ECONNRESET' && list.includes('late')) stop()",
])('of %j a person would see nothing', (source) => {
	expect(wordsIn(source)).toEqual([]);
});
