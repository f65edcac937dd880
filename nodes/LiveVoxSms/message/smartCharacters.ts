/** What word processors, phones and web pages put in place of what was typed, and what stands for it in GSM-7. */
const GSM_7_EQUALS: Array<[RegExp, string]> = [
	// Single quotes ‘ ’ ‚ ‛ and ‹ ›, primes ′ ‵
	[/[\u2018-\u201b\u2039\u203a\u2032\u2035]/g, "'"],
	// Double quotes “ ” „ ‟ and « », double primes ″ ‶
	[/[\u201c-\u201f\u00ab\u00bb\u2033\u2036]/g, '"'],
	// Hyphens, figure dash, en dash –, em dash —, horizontal bar, minus sign
	[/[\u2010-\u2015\u2212]/g, '-'],
	// Dot leaders of one and two dots, ellipsis …
	[/\u2024/g, '.'],
	[/\u2025/g, '..'],
	[/\u2026/g, '...'],
	// Spaces of a fixed width, those that do not break among them
	[/[\u00a0\u2000-\u200a\u202f\u205f]/g, ' '],
	// Word joiner, and its older form that marks the beginning of a file
	[/[\u2060\ufeff]/g, ''],
];

/**
 * Replaces typographic quotes, dashes, ellipses and no-break spaces by what GSM-7 has for them, so that such
 * a character alone does not force a text into UCS-2. Nothing else changes: accented letters, emoji and every
 * character of GSM-7 stay.
 */
export function replaceSmartCharacters(text: string): string {
	return GSM_7_EQUALS.reduce(
		(replaced, [pattern, equal]) => replaced.replace(pattern, equal),
		text,
	);
}
