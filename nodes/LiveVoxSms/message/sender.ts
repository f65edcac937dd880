import { fieldIssues } from '../shared/errorMessages';
import { reject, toText } from '../shared/validation';
import { assertIntact } from './broken';
import { GROUPED_NUMBER, MAX_NUMBER_LENGTH, SEPARATOR, tidyNumber } from './phoneNumber';

/** Digits with punctuation between them; around them only the brackets and the plus of a number. */
const CODE = new RegExp(String.raw`^\(?\+?[ (]*\d(?:${SEPARATOR}*\d)*\)?$`, 'u');

/** The digits of a short or long code; undefined if it is empty. Throws InvalidValue. */
export function parseSender(value: unknown): string | undefined {
	const written = tidyNumber(toText(value) ?? reject(fieldIssues.fromInvalid));
	if (written === '') return undefined;
	assertIntact(written);
	if (written.length > MAX_NUMBER_LENGTH || !CODE.test(written)) reject(fieldIssues.fromInvalid);
	if (/^\+?\d+\.\d{1,2}$/.test(written)) reject(fieldIssues.fromDecimal);
	const digits = written.replace(/\D/g, '');
	// Nine digits or more may be two short codes.
	const isGrouped = digits !== written && !written.includes('+');
	return !isGrouped || digits.length < 9 || GROUPED_NUMBER.test(written) ? digits : reject(fieldIssues.fromGrouped);
}

/** The code as LiveVox lists it: a ten-digit one may be listed with a 1 before it. */
export function listedCode(code: string, listed: { has: (code: string) => boolean }): string {
	const isListed = !/^\d{10}$/.test(code) || listed.has(code) || !listed.has(`1${code}`);
	return isListed ? code : `1${code}`;
}
