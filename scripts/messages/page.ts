/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

import { casesIn, textsGivenTo, type Cases } from './cases';
import { CHAPTERS, chapterOf, type Chapter } from './chapters';
import { readCode, root } from './code';
import { panels, type Panel } from './editor';
import { messagesIn, type FoundMessage } from './found';
import { partsIn, type Part } from './parts';
import { Wording } from './wording';

/** Where the page stands in the package. */
export const PAGE = join(root, 'docs/messages.md');

/** All words that the node and the credential can show a person, as docs/messages.md. */
export async function messagesPage(): Promise<string> {
	const code = readCode();
	const wording = new Wording(code.checker, textsGivenTo(code));
	const messages = messagesIn(code, wording);
	const cases = casesIn(code, wording);
	const editor = await panels();
	const known = JSON.stringify([messages, cases, editor]);
	const parts = partsIn(code, wording, (text) =>
		known.includes(JSON.stringify(text.trim()).slice(1, -1)),
	);
	const [whole, rest] = [true, false].map((asked) =>
		parts.filter(({ words }) => isSentence(words) === asked),
	) as [Part[], Part[]];
	const sentences = whole.map(({ words, ...from }) => ({ ...from, what: words, mend: '' }));
	const text = [
		'# Messages',
		INTRODUCTION,
		'## What the node says',
		...CHAPTERS.flatMap((chapter) =>
			chapterText(chapter, [...messages, ...sentences], cases, rest),
		),
		'## What the editor shows',
		...editor.flatMap(panelText),
	].join('\n\n');
	return await format(text, { ...(await resolveConfig(PAGE)), filepath: PAGE });
}

const INTRODUCTION = `All words that this package can show to the people who use it, generated from the code by \`npm run messages\`; not edited by hand. Read it in one sitting, and mend in the code what you would not want to be told.

A message says what happened; the description below it says what to do. \`{area}\` stands for a value that only the run knows, \`[words]\` for words that are there at times, \`[one / other]\` for a choice, and \`…\` for more of the same.`;

function chapterText(
	chapter: Chapter,
	messages: FoundMessage[],
	cases: Cases[],
	parts: Part[],
): string[] {
	const isHere = ({ file, place }: { file: string; place: string }) =>
		chapterOf(file, place) === chapter;
	const tables = cases.filter(isHere);
	const rest = parts.filter(isHere).map(({ words }) => safe(words));
	const blocks = chapter.isOfNames
		? [[...tables.flatMap(({ rows }) => rows.map(({ words }) => safe(words))), ...rest].join(', ')]
		: [
				...messageTable(messages.filter(isHere)),
				...tables.flatMap(caseTable),
				...(rest.length > 0 ? ['Parts of messages:', listOf(rest)] : []),
			];
	const isEmpty = blocks.every((block) => block === '');
	return isEmpty ? [] : [`### ${chapter.title}`, chapter.introduction, ...blocks];
}

const isSentence = (text: string) => /^\p{Lu}.*\.$/u.test(text);

const listOf = (texts: string[]) => texts.map((text) => `- ${text}`).join('\n');

const caseTable = ({ name, rows }: Cases) => [
	`\`{${name}}\` is one of`,
	table(
		['When', 'Words'],
		rows.map(({ when, words }) => [`\`${when.replaceAll('|', '\\|')}\``, safe(words)]),
	),
];

function messageTable(messages: FoundMessage[]): string[] {
	const rows = new Map(
		messages.map(({ what, mend }) => [`${what}\n${mend}`, [safe(what), safe(mend)]]),
	);
	if (rows.size === 0) return [];
	const isList = messages.every(({ mend }) => mend === '');
	if (isList) return [listOf([...rows.values()].map(([what]) => what!))];
	return [table(['What happened', 'What to do'], [...rows.values()])];
}

function panelText({ title, introduction, fields }: Panel): string[] {
	const rows = fields.map(({ label, description, placeholder, choices }) => [
		`**${safe(label)}**`,
		safe(description),
		placeholder && `\`${placeholder}\``,
		choices.map(safe).join('<br>'),
	]);
	return [
		`### ${title}`,
		...(introduction ? [introduction] : []),
		table(['Field', 'Description', 'Placeholder', 'Choices'], rows),
	];
}

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Shows a text as it is, whatever its characters mean in Markdown. */
const safe = (text: string) =>
	text
		.replace(/[\\`*_<>|]/g, '\\$&')
		.replace(/\s+/g, ' ')
		.trim();
