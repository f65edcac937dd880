import { refuse, type Checked } from './checked';
import { textOf } from './values';

/** The builder's own key of a message; undefined where the option is not set. */
export function checkOnceKey(value: unknown): Checked<string | undefined> {
	if (value === undefined) return { ok: true, value: undefined };
	const key = textOf(value)?.trim();
	if (key) return { ok: true, value: key };
	const mend =
		'Give each message a key of its own, such as the appointment’s id, or remove the option';
	return refuse(key === '' ? 'is empty' : 'is not a text', mend);
}

/** Whatever an expression gives that is not plainly true or false is refused: it could send by accident. */
export function checkSwitch(value: unknown): Checked<boolean> {
	if (value === undefined) return { ok: true, value: false };
	const written = typeof value === 'boolean' ? String(value) : textOf(value)?.trim().toLowerCase();
	if (written === 'true' || written === 'false') return { ok: true, value: written === 'true' };
	return refuse(
		'is neither on nor off',
		'Switch it on or off; an expression there has to give true or false',
	);
}

/** @returns the most segments that a message may have; Infinity for no limit */
export function checkMaxSegments(value: unknown): Checked<number> {
	if (value === undefined) return { ok: true, value: Infinity };
	const text = textOf(value)?.trim() ?? '';
	if (/^\d+$/.test(text)) return { ok: true, value: Number(text) || Infinity };
	return refuse('is not a whole number', 'Give it the most segments to send, or 0 for no limit');
}

/** @returns whether smart characters are to be replaced */
export function checkSmartCharacters(value: unknown): Checked<boolean> {
	if (value === undefined || value === 'keep') return { ok: true, value: false };
	if (value === 'replace') return { ok: true, value: true };
	return refuse(
		'is not one of its choices',
		'Choose it from the list; an expression there has to give keep or replace',
	);
}
