/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { filesIn, root } from './package-files';

const SENTENCES = 'nodes/LiveVoxSms/shared/errorMessages.ts';

/** Names and descriptions of fields stand with the fields, the names of characters with the characters. */
const DESCRIPTIONS =
	/(?:\.credentials|\.node|\.description|\.operation|actions\/list|actions\/router|message\/characterNames)\.ts$/;

/** Words that users do without. */
const BANNED =
	/\b(?:mend|begun|anew|whoever|worked out|refusals?|patience|in vain|lonely|became of|heard|brings|gives back|takes a person|side by side|everybody|by itself|look into|at the same moment|activate|will be|please)\b/i;

/** Labels that would read as prose without quotes. */
const LABELS = [
	'Base URL',
	'Environment',
	'Log In As',
	'Max Rate Limit Wait',
	'Max Segments',
	'Messages per Second',
	'On Error',
	'Send Once Key',
	'Smart Characters',
	'Account Number',
];

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	filesIn(join(root, folder))
		.filter((path) => path.endsWith('.ts'))
		.map((path) => `${folder}/${path}`),
);

/** The texts in a source file, with … for what a template puts in. */
function textsIn(path: string): string[] {
	const file = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) return;
		if (ts.isStringLiteralLike(node)) texts.push(node.text);
		if (ts.isTemplateExpression(node)) {
			texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => `…${literal.text}`)].join(''));
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return texts;
}

/** Nobody reads these: n8n or the node itself acts on their codes. */
const INTERNAL = ['No complete response in time', 'The session belongs to other values of the credential'];

const isSentence = (text: string): boolean => /[a-z’']+ [a-z’']+ [a-z’']+/.test(text) && !INTERNAL.includes(text);

const sentences = textsIn(SENTENCES).filter((text) => /[a-z] /i.test(text));
const descriptions = sources.filter((path) => DESCRIPTIONS.test(path)).flatMap(textsIn);

test('every sentence stands in one file', () => {
	const elsewhere = sources
		.filter((path) => path !== SENTENCES && !DESCRIPTIONS.test(path))
		.flatMap((path) =>
			textsIn(path)
				.filter(isSentence)
				.map((text) => `${path}: ${text}`),
		);
	expect(elsewhere).toEqual([]);
	expect(sentences.length).toBeGreaterThan(100);
});

test('no sentence or description has a banned word', () => {
	expect([...sentences, ...descriptions].filter((text) => BANNED.test(text))).toEqual([]);
});

test('field names stand in single quotes', () => {
	const unquoted = sentences.filter((text) =>
		LABELS.some((label) => new RegExp(`(?<!')\\b${label}\\b(?!')`).test(text)),
	);
	expect(unquoted).toEqual([]);
});

test('a message is one sentence, and a description two at most', () => {
	expect(sentences.filter((text) => (text.match(/[.?!](?= |$)/g) ?? []).length > 3)).toEqual([]);
});

test('apostrophes and quotes are plain', () => {
	expect(sentences.filter((text) => /[‘’“”]/.test(text))).toEqual([]);
});
