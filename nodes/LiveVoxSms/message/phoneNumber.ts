import { fieldIssues } from '../shared/errorMessages';
import { removeInvisible } from '../shared/text';
import { reject, toText } from '../shared/validation';
import { assertIntact } from './broken';
import { quoteCharacter } from './characterNames';

/** What people write between the groups of a number: white space, brackets, dots, slashes, and any dash. */
const SEPARATOR = String.raw`[\s()./\u2044\u2215\p{Dash_Punctuation}\u2212\u2043\u00b7\u2022\u2027\u2219\u22c5\u30fb]`;

/** Nobody writes a longer number; it keeps every search in it short. */
const MAX_NUMBER_LENGTH = 200;

const COUNTRY = String.raw`(?:\+?[\s(]*1${SEPARATOR}*)?`;
const AREA = String.raw`(\d{3})${SEPARATOR}*`;
const LOCAL = String.raw`(\d{3})${SEPARATOR}*(\d{4})`;

/** A North American number: maybe a 1, then 3, 3 and 4 digits, with separators between these groups alone. */
const GROUPED_NUMBER = new RegExp(String.raw`^[(\s]*${COUNTRY}[(\s]*${AREA}${LOCAL}\)?$`, 'u');
const WHOLE_DECIMAL = /^(\+?\d{10,11})\.00?$/;

/** In a text, digits without separators are as likely an amount or an account. */
const GAP = `${SEPARATOR}{1,2}`;
const IN_TEXT = String.raw`(?<![\d-])(?:\+?1${SEPARATOR})?\(?(\d{3})\)?${GAP}(\d{3})${GAP}(\d{4})(?![\d-])`;
const NUMBERS = new RegExp(String.raw`(?<!\d)${COUNTRY}${AREA}${LOCAL}(?!\d)`, 'gu');
const ANY_NUMBER = String.raw`(?<!\d)${COUNTRY}(?:${AREA})?${LOCAL}(?!\d)`;
const UNUSUAL = new RegExp(String.raw`(?!${SEPARATOR})[^\d+,]`, 'u');

/** Between a number and its extension, and in it: anything but letters and digits, and not much of it. */
const BETWEEN = String.raw`[^\p{L}\d]{0,6}`;
const EXTENSIONS = [
	String.raw`\d${BETWEEN}(?:ext\p{L}{0,8}|x|×|#)${BETWEEN}\d`, // x12, ext. 12, #12, ;ext=12
	String.raw`\d${BETWEEN}(?:ext\p{L}{0,8}|x|poste)${BETWEEN}$`, // left empty
	String.raw`${ANY_NUMBER}${BETWEEN}[\p{L}\p{M}]{1,20}${BETWEEN}\d{1,6}(?!\d)`, // after any word: poste 12, p12
	String.raw`${ANY_NUMBER}\s?[,;][,; ]{0,20}\d{1,6}#?$`, // dialed after a pause
].map((pattern) => new RegExp(pattern, 'iu'));

/** Toll-free, premium and personal numbers: their exchanges may be 211 to 911, as in 1-800-411-… */
const WITHOUT_REGION = /^(?:[589]00|5(?:2\d|33|44|66|77|88)|8(?:33|44|55|66|77|88))$/;

/**
 * A number as it was written, but for what isn't part of it: invisible characters, white space around it, a
 * spreadsheet's apostrophe, a trailing comma. White space becomes one space or line break, full-width characters plain.
 */
const tidyNumber = (value: string): string =>
	removeInvisible(value)
		.replace(/[\uff01-\uff5e]/g, (character) => character.normalize('NFKC'))
		.replace(/\s+/g, (run) => (/[\r\n]/.test(run) ? '\n' : ' '))
		.trim()
		.replace(/^['‘’`´ʼ]\s?/u, '')
		.replace(/(?<![,;\s])[,;\s]+$/, '');

/**
 * A North American number, written in any usual way, as 10 digits: exactly those that were written.
 * @throws InvalidValue, whose words don't repeat the number, because it is personal
 */
export function parsePhoneNumber(value: unknown): string {
	const text = toText(value) ?? reject(explainWriting(value, ''));
	if (typeof value === 'number' && !Number.isInteger(value)) reject(fieldIssues.toDecimal);
	// Most numbers need no tidying, which takes longer than all the rest.
	const groups = matchGroups(text) ?? matchTidied(value, text);
	const issue = findPlanIssue(...groups);
	return issue ? reject(issue) : groups.join('');
}

type Groups = [area: string, exchange: string, line: string];

/** @returns undefined if it isn't a North American number */
function matchGroups(written: string): Groups | undefined {
	const groups = written.length <= MAX_NUMBER_LENGTH ? GROUPED_NUMBER.exec(written) : null;
	return groups ? [groups[1]!, groups[2]!, groups[3]!] : undefined;
}

function matchTidied(value: unknown, text: string): Groups {
	const tidy = tidyNumber(text);
	if (tidy === '') reject(fieldIssues.toEmpty);
	assertIntact(tidy);
	const written = tidy.replace(/^tel:\s?/i, '').replace(WHOLE_DECIMAL, '$1');
	return matchGroups(written) ?? reject(explainWriting(value, written.slice(0, MAX_NUMBER_LENGTH)));
}

/** Phone numbers in a text that nobody can have, such as 555-555-5555: placeholders of a template. */
export const impossibleNumbers = (text: string): string[] =>
	[...text.matchAll(new RegExp(IN_TEXT, 'gu'))]
		.filter(([, area = '', exchange = '', line = '']) => findPlanIssue(area, exchange, line))
		.map(([number]) => number);

/**
 * The North American Numbering Plan: an area code is 2 to 9, 0 to 8, and any digit, except for those that are reserved;
 * an exchange is 2 to 9 and two more digits; neither ends in 11, as 911 does.
 */
function findPlanIssue(area: string, exchange: string, line: string): string | undefined {
	if (/^(\d)\1+$/.test(area + exchange + line)) return fieldIssues.toRepeated;
	if (!/^[2-9](?!11)[0-8]\d$/.test(area) || /^(?:37|96|555)/.test(area)) return fieldIssues.toAreaCode(area);
	const isService = exchange.endsWith('11') && !WITHOUT_REGION.test(area);
	return /^[2-9]/.test(exchange) && !isService ? undefined : fieldIssues.toExchange(exchange);
}

/** Why a value isn't a phone number, the most helpful reason first. */
function explainWriting(value: unknown, written: string): string {
	if (Array.isArray(value) || /^\[.*\]$/s.test(written)) return fieldIssues.toList;
	if (typeof value === 'object' || /^\{.*\}$/s.test(written)) return fieldIssues.toObject;
	if (typeof value === 'boolean' || /^(?:true|false)$/i.test(written)) return fieldIssues.toBoolean;
	if (toText(value) === undefined) return fieldIssues.toInvalid;
	const hasTwoNumbers = [...written.matchAll(NUMBERS)].length > 1;
	if (!hasTwoNumbers && EXTENSIONS.some((extension) => extension.test(written))) return fieldIssues.toExtension;
	// One of them is of another country, or has no area code.
	const parts = written.split(/[,;&|/\n]|\s(?:or|and)\s/i).filter((part) => part.replace(/\D/g, '').length >= 7);
	if (hasTwoNumbers || parts.length > 1 || written.split('+').length > 2) return fieldIssues.toSeveral;
	if (/(?![0-9])\p{Nd}/u.test(written)) return fieldIssues.toForeignDigits;
	if (/\p{L}/u.test(written)) return fieldIssues.toLetters;
	const [unusual] = UNUSUAL.exec(written) ?? [];
	if (unusual) return fieldIssues.toOddCharacter(quoteCharacter(unusual));
	const compact = written.replace(/[^\d+]/g, '');
	if (/^(?:\+(?!1)|00|011)/.test(compact)) return fieldIssues.toInternational;
	if (/^\+?\d+[.,]\d+$/.test(written)) return fieldIssues.toDecimal;
	const digits = compact.replace(/\+/g, '');
	return /^1?\d{10}$/.test(digits) ? fieldIssues.toGrouping : fieldIssues.toLength(digits.length);
}

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
