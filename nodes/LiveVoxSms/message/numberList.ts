import { credentialIssues } from '../shared/errorMessages';
import { reject, toText, Validation } from '../shared/validation';
import { parsePhoneNumber } from './phoneNumber';

/** Phone numbers as 10 digits, and how many entries aren't one. */
export interface NumberList {
	numbers: ReadonlySet<string>;
	invalid: number;
}

const BETWEEN_ENTRIES = /[,;|\t\r\n]+/;
/** A list as JSON or CSV has quotes around its entries. */
const QUOTING = /["[\]]/g;

/**
 * Reads phone numbers as people list them: a list that an expression returns, or text with commas, semicolons, tabs, or
 * lines between the numbers, each written as 'To' may be.
 */
export function parseNumberList(value: unknown): NumberList {
	const numbers = new Set<string>();
	let invalid = 0;
	for (const entry of toEntries(value)) {
		const number = tryParse(entry);
		if (number === undefined) invalid++;
		else numbers.add(number);
	}
	return { numbers, invalid };
}

/**
 * The numbers that a credential may send to; undefined for all, if it is empty. A list without entries isn't, because only
 * an expression returns one.
 * @throws InvalidValue if it has something that isn't a phone number, or no number
 */
export function parseOnlySendTo(value: unknown): ReadonlySet<string> | undefined {
	const { numbers, invalid } = parseNumberList(value);
	if (invalid > 0) reject(credentialIssues.onlySendToInvalid(invalid));
	if (numbers.size > 0) return numbers;
	return toText(value)?.trim() === '' ? undefined : reject(credentialIssues.onlySendToNone);
}

/** The entries that aren't empty; undefined for one that is neither text nor a number. */
function toEntries(value: unknown): Array<string | undefined> {
	if (Array.isArray(value)) return value.flatMap(toEntries);
	const text = toText(value);
	if (text === undefined) return [undefined];
	const entries = text.split(BETWEEN_ENTRIES).map((entry) => entry.replace(QUOTING, '').trim());
	return entries.filter((entry) => entry !== '');
}

/** @returns undefined if it isn't a phone number */
const tryParse = (entry: string | undefined): string | undefined =>
	entry === undefined ? undefined : new Validation().check('', () => parsePhoneNumber(entry));
