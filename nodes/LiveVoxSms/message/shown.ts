/** Turn the direction of what follows, or stand for nothing that can be shown; line breaks and tabs may stay. */
const UNSAFE = /\p{Bidi_Control}|(?![\n\r\t])\p{Control}|\p{Surrogate}/gu;

/** What a cut leaves of an emoji. */
const HALF = /[\ud800-\udbff]$/;

/** Stands for a character that is not shown. */
const PLACEHOLDER = '\ufffd';

/**
 * A foreign text for the words of a message: with nothing in it that could change how the words around it
 * look, and no longer than that.
 *
 * @param longest in 16-bit units
 */
export function shown(text: string, longest: number): string {
	if (text.length > longest)
		return `${shown(text.slice(0, longest - 1).replace(HALF, ''), longest)}…`;
	return text.replace(UNSAFE, PLACEHOLDER);
}

/** Whether a character can be shown in quotes: those that format a text or belong to nothing cannot. */
export const isShowable = (character: string): boolean =>
	!/[\p{Control}\p{Format}\p{Surrogate}\p{Line_Separator}\p{Paragraph_Separator}]/u.test(character);
