import { characterName } from './characterName';
import { refuse, type Checked } from './checked';
import { isShowable } from './shown';

/** Marks that come along invisibly when a number is copied from a web page, a contact or a spreadsheet. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;

/** What people write between the digits, beside spaces: brackets, dots, slashes, and any dash. */
const SEPARATORS = /[()./\u2010-\u2015\u2212-]/g;

const EXTENSION = /\d[,;]?(?:ext(?:ension|n)?\.?|x|#)\d+$/i;

/** Toll-free, premium and personal numbers: their exchanges may be 211 to 911, as in 1-800-411-… */
const NO_REGION = /^(?:[589]00|5(?:2\d|33|44|66|77|88)|8(?:33|44|55|66|77|88))$/;

const EXAMPLE = 'Type 10 digits with the area code, such as (415) 555-0123';

/**
 * Brings a North American number in any usual writing to the 10 digits that LiveVox takes.
 *
 * The rules are those of the North American Numbering Plan: an area code is 2 to 9, 0 to 8, any digit; an
 * exchange is 2 to 9 and two more; neither ends in 11, which marks services such as 911.
 *
 * @param value what the builder or an expression put into the field
 * @returns 10 digits, or what is wrong (without repeating the number, which is personal)
 */
export function checkPhoneNumber(value: unknown): Checked<string> {
	if (typeof value !== 'string' && typeof value !== 'number') {
		return refuse('is not a phone number', EXAMPLE);
	}
	const written = String(value).replace(INVISIBLE, '').replace(/\s/g, '');
	if (written === '') return refuse('is empty', `${EXAMPLE}, or check what its expression gives`);
	return checkWriting(written) ?? checkDigits(written.replace(SEPARATORS, '').replace('+', ''));
}

function checkWriting(written: string): Checked<string> | undefined {
	if (EXTENSION.test(written)) {
		return refuse('has an extension', 'An SMS reaches no extension: leave it out');
	}
	if (/\p{L}/u.test(written)) return refuse('has letters in it', EXAMPLE);
	const compact = written.replace(SEPARATORS, '');
	if (/[,;]|.\+/.test(compact)) {
		return refuse('holds more than one number', 'Give each recipient an item of its own');
	}
	const odd = /[^\d+]/u.exec(compact);
	if (odd) return refuse(`has a ${nameOf(odd[0])} in it`, EXAMPLE);
	if (/^(\+(?!1)|00|011)/.test(compact)) {
		return refuse(
			'starts like a number of another country or an international call',
			`LiveVox sends to North American numbers only. ${EXAMPLE}`,
		);
	}
	return undefined;
}

const nameOf = (character: string) =>
	isShowable(character) ? `"${character}"` : characterName(character);

function checkDigits(digits: string): Checked<string> {
	const number = digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
	if (number.length !== 10) {
		return refuse(`has ${digits.length} ${digits.length === 1 ? 'digit' : 'digits'}`, EXAMPLE);
	}
	const area = number.slice(0, 3);
	if (!/^[2-9](?!11)[0-8]\d$/.test(area)) {
		return refuse(`has the area code ${area}, which does not exist`, EXAMPLE);
	}
	const exchange = number.slice(3, 6);
	const isService = exchange.endsWith('11') && !NO_REGION.test(area);
	if (!/^[2-9]/.test(exchange) || isService) {
		return refuse(`has ${exchange} after the area code, which does not exist`, EXAMPLE);
	}
	return { ok: true, value: number };
}
