import { brokenLinks, EXAMPLE_FILES, MARKDOWN_FILES, read } from './markdown';

const linesOf = (file: string) => read(file).split('\n');
const [MAX_README_LINES, MAX_CONTRIBUTING_LINES, MAX_TABLE_COLUMNS] = [250, 150, 200];

/** Words and phrases that a native reader stumbles over, or that mean too many things. */
const BANNED =
	/\b(mend(s|ed|ing)?|begun|anew|whoever|worked out|refusals?|patience|in vain|lonely|became of|heard|brings?|(gives?|gave|giving) back|takes a person|side by side|everybody|by itself|by themselves|look(s|ed|ing)? into|at the same moment|how-manieth|dearer|e-mail|time-outs?|rehears(e|es|ed|al)|builders?)\b/gi;

/** The text that a reader sees: where a link leads doesn't count. */
const withoutTargets = (markdown: string) => markdown.replace(/\]\([^)]*\)/g, ']');

/** Every text of a workflow: names, notes, and parameters. */
const textsIn = (value: unknown): string[] => {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
};

const bannedIn = (text: string) => [...text.matchAll(BANNED)].map(([word]) => word);

it('README and CONTRIBUTING can be read in one sitting', () => {
	expect(linesOf('README.md').length).toBeLessThanOrEqual(MAX_README_LINES);
	expect(linesOf('CONTRIBUTING.md').length).toBeLessThanOrEqual(MAX_CONTRIBUTING_LINES);
});

it('the README has one picture', () => {
	expect(read('README.md').match(/!\[[^\]]*\]\(/g)).toHaveLength(1);
});

describe.each(MARKDOWN_FILES)('%s', (file) => {
	it('has no table that is wider than a screen', () => {
		const rows = linesOf(file).filter((line) => /^\s*\|/.test(line));

		expect(rows.filter(({ length }) => length > MAX_TABLE_COLUMNS)).toEqual([]);
	});

	it('speaks plain American English', () => {
		expect(bannedIn(withoutTargets(read(file)))).toEqual([]);
	});
});

it.each(EXAMPLE_FILES)('%s speaks plain American English', (file) => {
	expect(textsIn(JSON.parse(read(file))).flatMap(bannedIn)).toEqual([]);
});

describe('links', () => {
	it('lead to files, headings, and pictures that exist', () => {
		expect(brokenLinks('', MARKDOWN_FILES)).toEqual([]);
	});

	it('are found if they lead nowhere', () => {
		const page = '[a](docs/none.md) [b](README.md#none) ![c](docs/pictures/none.jpg) [d](README.md#limits)';

		expect(brokenLinks(page)).toHaveLength(3);
	});
});
