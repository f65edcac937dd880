/** A version's chapter of CHANGELOG.md. */
export interface Changes {
	/** As in the title: a day such as 2026-05-01, or a word such as Unreleased. */
	date: string;
	/** Markdown, without the title. */
	text: string;
}

/**
 * Finds the chapter of a version in a changelog in the format of Keep a Changelog.
 *
 * @returns undefined where the version has no chapter
 */
export function changesOf(version: string, changelog: string): Changes | undefined {
	const chapters = changelog.split(/^## /m).slice(1);
	const chapter = chapters.find((each) => each.startsWith(`[${version}]`));
	if (chapter === undefined) return undefined;
	const [title = '', ...text] = chapter.split('\n');
	return { date: title.split(' - ')[1]?.trim() ?? '', text: text.join('\n').trim() };
}
