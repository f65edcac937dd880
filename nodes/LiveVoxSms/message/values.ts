import { refuse, type Checked } from './checked';

/** A text, or a number as an expression may give it; an unset field counts as empty. */
export function textOf(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' || Number.isFinite(value) ? String(value) : undefined;
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
