import { refuseBroken } from './broken';
import { refuse, type Checked } from './checked';
import { MAX_LENGTH, SEPARATOR, tidyNumber } from './digits';
import type { Template } from './content';
import { textOf } from './values';

const CHOOSE = 'Choose a code from the list, or enter its digits, such as 53063';
const CHOOSE_SENDER = 'Choose the short or long code to send from';

const SEPARATORS = new RegExp(SEPARATOR, 'gu');
/** Digits with punctuation; it neither begins nor ends with any but the brackets and the plus of a number. */
const CODE = new RegExp(String.raw`^\(?\+?[ (]*\d(?:${SEPARATOR}*\d)*\)?$`, 'u');
/** A long code in the groups that people write. */
const LONG_CODE = new RegExp(
	String.raw`^[(+ ]*(?:1${SEPARATOR}*)?\d{3}${SEPARATOR}*\d{3}${SEPARATOR}*\d{4}\)?$`,
	'u',
);
/** Two short codes make so many digits, with anything between them. */
const TWO_CODES = 9;

/**
 * Brings a short or long code to its digits. One left empty is the template's own code; where the template itself
 * is refused, that is enough.
 *
 * @param isTemplate whether the content is a template
 * @param template undefined where the content is refused
 */
export function checkFrom(
	value: unknown,
	isTemplate: boolean,
	template: Pick<Template, 'code'> | undefined,
): Checked<string | undefined> {
	const text = textOf(value);
	if (text === undefined) return refuse('is not a code', CHOOSE);
	const written = tidyNumber(text);
	if (written !== '') return checkCode(written);
	if (!isTemplate) return refuse('is empty', CHOOSE_SENDER);
	if (!template) return { ok: true, value: undefined };
	if (template.code !== undefined) return { ok: true, value: template.code };
	return refuse('is empty, and LiveVox lists no code for this template', CHOOSE_SENDER);
}

function checkCode(written: string): Checked<string> {
	const broken = refuseBroken(written);
	if (broken) return broken;
	if (written.length > MAX_LENGTH || !CODE.test(written)) return refuse('is not a code', CHOOSE);
	if (/^\+?\d+\.\d{1,2}$/.test(written)) return refuse('is a decimal number', CHOOSE);
	const digits = written.replace(SEPARATORS, '').replace('+', '');
	const isGrouped = digits !== written && !written.includes('+');
	if (isGrouped && digits.length >= TWO_CODES && !LONG_CODE.test(written)) {
		return refuse('is not grouped like a code', CHOOSE);
	}
	return { ok: true, value: digits };
}

/** The code as LiveVox lists it: a ten-digit one may be listed with the 1 before it. */
export function listedCode(code: string, listed: { has: (code: string) => boolean }): string {
	const isListed = !/^\d{10}$/.test(code) || listed.has(code) || !listed.has(`1${code}`);
	return isListed ? code : `1${code}`;
}
