/**
 * What has no width: Unicode's Default_Ignorable_Code_Point, the marks of annotations, and control characters that
 * are no white space.
 */
const WITHOUT_WIDTH = String.raw`\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f`;

/** What has the width of a character and nothing to see, but is no white space for JavaScript. */
const BLANK = String.raw`\x85\u2800\u{1d159}`;

const INVISIBLE = new RegExp(`[${WITHOUT_WIDTH}${BLANK}]`, 'gu');
const ONE_INVISIBLE = new RegExp(`^[${WITHOUT_WIDTH}${BLANK}]$`, 'u');
const VISIBLE = new RegExp(String.raw`[^\s${WITHOUT_WIDTH}${BLANK}]`, 'u');

/** Whether nobody sees the character; white space counts as seen. */
export const isInvisible = (character: string): boolean => ONE_INVISIBLE.test(character);

/** The text without the characters that nobody sees, wherever they stand; white space stays. */
export const removeInvisible = (text: string): string => text.replace(INVISIBLE, '');

/** Whether a text has anything to see. */
export const hasVisible = (text: string): boolean => VISIBLE.test(text);
