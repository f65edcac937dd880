import { refuse, type Checked } from './checked';

/** What is left of an object that an expression put into a text. */
const OBJECT = /\[object \w+\]/;

/** True for a text with an object in it, which says nothing to anybody. */
export const holdsObject = (value: unknown): boolean =>
	typeof value === 'string' && OBJECT.test(value);

/** A text, or a number as an expression may give it; an unset field counts as empty. */
export function textOf(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	if (typeof value !== 'string' && !Number.isFinite(value)) return undefined;
	return holdsObject(value) ? undefined : String(value);
}

/**
 * LiveVox's ids of templates and services are integers (vendor page).
 *
 * @param mend how to mend what is no id, in the words of its field
 */
export function idOf(value: unknown, mend: string): Checked<number> {
	const text = textOf(value)?.trim();
	if (text === '') return refuse('is empty', mend);
	if (text === undefined || !/^\d{1,15}$/.test(text) || Number(text) === 0) {
		return refuse('is not an ID, which is a whole number', mend);
	}
	return { ok: true, value: Number(text) };
}
