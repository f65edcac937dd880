import { refuseBroken } from './broken';
import { characterName } from './characterName';
import { refuse, type Checked } from './checked';
import { hasForeignDigits, MAX_LENGTH, SEPARATOR, tidyNumber } from './digits';
import { isShowable } from './shown';

const EXAMPLE = 'Type 10 digits with the area code, such as (415) 555-0123';
const EXAMPLE_OR_EXPRESSION = `${EXAMPLE}, or check what the expression returns`;

type Refusal = Extract<Checked<never>, { ok: false }>;

const COUNTRY = String.raw`(?:\+?[\s(]*1${SEPARATOR}*)?`;
const AREA = String.raw`(\d{3})${SEPARATOR}*`;
const LOCAL = String.raw`(\d{3})${SEPARATOR}*(\d{4})`;

/** A North American number: a 1 at most, then 3, 3 and 4 digits, with separators between these groups alone. */
const NUMBER = new RegExp(String.raw`^[(\s]*${COUNTRY}[(\s]*${AREA}${LOCAL}\)?$`, 'u');
const WHOLE_DECIMAL = /^(\+?\d{10,11})\.00?$/;
const DECIMAL = /^\+?\d+[.,]\d+$/;

/** Numbers inside a text, and those without an area code too. */
const NUMBERS = new RegExp(String.raw`(?<!\d)${COUNTRY}${AREA}${LOCAL}(?!\d)`, 'gu');
const ANY_NUMBER = String.raw`(?<!\d)${COUNTRY}(?:${AREA})?${LOCAL}(?!\d)`;

/** What stands between a number and its extension, and in it: anything but letters and digits, and not much of it. */
const BETWEEN = String.raw`[^\p{L}\d]{0,6}`;
const EXTENSIONS = [
	// x12, ext. 12, #12, ;ext=12
	String.raw`\d${BETWEEN}(?:ext\p{L}{0,8}|x|×|#)${BETWEEN}\d`,
	// An extension that is left empty
	String.raw`\d${BETWEEN}(?:ext\p{L}{0,8}|x|poste)${BETWEEN}$`,
	// Any word between a number and a few digits, as in "poste 12" or p12
	String.raw`${ANY_NUMBER}${BETWEEN}[\p{L}\p{M}]{1,20}${BETWEEN}\d{1,6}(?!\d)`,
	// Digits that a phone dials after a pause
	String.raw`${ANY_NUMBER}\s?[,;][,; ]{0,20}\d{1,6}#?$`,
].map((pattern) => new RegExp(pattern, 'iu'));

/** Toll-free, premium and personal numbers: their exchanges may be 211 to 911, as in 1-800-411-… */
const NO_REGION = /^(?:[589]00|5(?:2\d|33|44|66|77|88)|8(?:33|44|55|66|77|88))$/;

/**
 * Brings a North American number in any usual writing to the 10 digits that LiveVox takes: these very digits, or
 * the number is refused.
 *
 * @param value what the builder or an expression put into the field
 * @returns 10 digits, or what is wrong (without repeating the number, which is personal)
 */
export function checkPhoneNumber(value: unknown): Checked<string> {
	if (value === undefined || value === null) return refuse('is empty', EXAMPLE_OR_EXPRESSION);
	if (typeof value !== 'string' && !Number.isFinite(value)) return refuseType(value);
	const tidy = tidyNumber(String(value));
	if (tidy === '') return refuse('is empty', EXAMPLE_OR_EXPRESSION);
	const broken = refuseBroken(tidy);
	if (broken) return broken;
	if (Number.isFinite(value) && !Number.isInteger(value)) return refuseDecimal();
	const written = tidy.replace(/^tel:\s?/i, '').replace(WHOLE_DECIMAL, '$1');
	const number = written.length <= MAX_LENGTH ? NUMBER.exec(written) : null;
	if (!number) return refuseWriting(written.slice(0, MAX_LENGTH));
	const [, area = '', exchange = '', line = ''] = number;
	return checkPlan(area, exchange, line);
}

/** Says what an expression gave that is no text and no number. */
function refuseType(value: unknown): Refusal {
	if (Array.isArray(value)) {
		return refuse('is a list instead of one phone number', 'Use one item per recipient');
	}
	if (typeof value === 'object') {
		return refuse(
			'is an object instead of a phone number',
			'Have the expression return one field, such as {{ $json.customer.phone }}',
		);
	}
	if (typeof value === 'boolean')
		return refuse('is true or false instead of a phone number', EXAMPLE);
	return refuse('is not a phone number', EXAMPLE);
}

const refuseDecimal = () => refuse('is a decimal number', EXAMPLE);

/** Says what stands in the field in place of a number; the first that fits is the most helpful one. */
function refuseWriting(written: string): Refusal {
	if (/^\[.*\]$/s.test(written)) return refuseType([]);
	if (/^\{.*\}$/s.test(written)) return refuseType({});
	if (/^(?:true|false)$/i.test(written)) return refuseType(true);
	const hasTwoNumbers = [...written.matchAll(NUMBERS)].length > 1;
	if (!hasTwoNumbers && EXTENSIONS.some((extension) => extension.test(written))) {
		return refuse('has an extension', 'Remove the extension: a text message can’t reach it');
	}
	if (hasTwoNumbers || hasTwoParts(written)) {
		return refuse('has more than one number', 'Use one item per recipient');
	}
	if (hasForeignDigits(written)) return refuse('has digits of another script in it', EXAMPLE);
	if (/\p{L}/u.test(written)) return refuse('has letters in it', EXAMPLE);
	const odd = ODD.exec(written);
	if (odd) return refuse(`has a ${nameOf(odd[0])} in it`, EXAMPLE);
	return refuseDigits(written);
}

const ODD = new RegExp(String.raw`(?!${SEPARATOR})[^\d+,]`, 'u');

/** Two numbers of which one is of another country, or has no area code. */
function hasTwoParts(written: string): boolean {
	const parts = written.split(/[,;&|/\n]|\s(?:or|and)\s/i);
	const numbers = parts.filter((part) => part.replace(/\D/g, '').length >= 7);
	return numbers.length > 1 || written.split('+').length > 2;
}

const nameOf = (character: string) =>
	isShowable(character) ? `"${character}"` : characterName(character);

/** Says of what is written in digits and separators why they make no number. */
function refuseDigits(written: string): Refusal {
	const compact = written.replace(/[^\d+]/g, '');
	if (/^(\+(?!1)|00|011)/.test(compact)) {
		return refuse(
			'looks like an international number',
			`LiveVox sends to North American numbers only. ${EXAMPLE}`,
		);
	}
	if (DECIMAL.test(written)) return refuseDecimal();
	const digits = compact.replace(/\+/g, '');
	if (digits.length === 10 || (digits.length === 11 && digits.startsWith('1'))) {
		return refuse('is not grouped like a phone number', EXAMPLE);
	}
	return refuse(`has ${digits.length} ${digits.length === 1 ? 'digit' : 'digits'}`, EXAMPLE);
}

/**
 * The rules of the North American Numbering Plan: an area code is 2 to 9, 0 to 8, any digit, and none of those that
 * it keeps back; an exchange is 2 to 9 and two more; neither ends in 11, which marks services such as 911.
 */
export function checkPlan(area: string, exchange: string, line: string): Checked<string> {
	const number = `${area}${exchange}${line}`;
	if (/^(\d)\1+$/.test(number)) return refuse('is one digit ten times', EXAMPLE);
	if (!/^[2-9](?!11)[0-8]\d$/.test(area) || /^(?:37|96|555)/.test(area)) {
		return refuse(`has the area code ${area}, which does not exist`, EXAMPLE);
	}
	const isService = exchange.endsWith('11') && !NO_REGION.test(area);
	if (!/^[2-9]/.test(exchange) || isService) {
		return refuse(`has ${exchange} after the area code, which does not exist`, EXAMPLE);
	}
	return { ok: true, value: number };
}
