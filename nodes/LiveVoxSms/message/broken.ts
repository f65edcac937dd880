import { refuse, type Checked } from './checked';

const CHECK_EXPRESSION = 'Check what the expression returns';

/** What a spreadsheet shows in place of a value; a row of # is a column too narrow for its number. */
const SPREADSHEET_ERROR =
	/^(?:#N\/?A|#NV|#[\p{L}\d_/¿]{2,20}[!?]|#GETTING_DATA|Err:\d{3}|#{3,})$/iu;

/** The same inside a text, where only the well-known ones cannot be meant otherwise. */
const SPREADSHEET_ERROR_IN_TEXT =
	/(?<![\p{L}\d])#(?:N\/A|(?:REF|VALUE|DIV\/0|NUM|NULL|SPILL|CALC|ERROR)!|NAME\?)(?![\p{L}\d])/u;

const SCIENTIFIC =
	/^[+-]?\d{1,20}(?:[.,]\d{0,30})?\s?(?:e\s?[+-]?\d{1,3}|[x×*]\s?10\s?\^\s?\d{1,3})$/iu;

/** What n8n puts into a text in place of a date that is none. */
const INVALID_DATE = /(?<!\p{L})Invalid (?:DateTime|Date|Duration|Interval)(?![\p{L}\d])/u;

/** The beginning of an expression that lacks one of its brackets, or both. */
const PART_OF_EXPRESSION =
	/\{\{\s*\$|\$(?:json|binary|input|node|workflow|execution|vars)(?:[.[]|\?\.)|\$\(\s?['"]/;

/** Whether an expression was left in a text; n8n evaluates none in a field that is Fixed. */
export function hasExpression(text: string): boolean {
	const start = text.indexOf('{{');
	return (start >= 0 && text.includes('}}', start + 2)) || PART_OF_EXPRESSION.test(text);
}

/**
 * What is wrong with the value of a short field, such as a number or a code, in which nothing can be left of a
 * broken expression or spreadsheet.
 *
 * @param written with nothing around it
 */
export function refuseBroken(written: string): Extract<Checked<never>, { ok: false }> | undefined {
	if (written.includes('{{') || hasExpression(written)) return refuseExpression();
	if (/\[object \w+\]/.test(written)) {
		return refuse('is an object', 'Have the expression return one field of the object');
	}
	if (/^(?:undefined|null|nan)$/i.test(written)) {
		return refuse(`is the word ${written} instead of a value`, CHECK_EXPRESSION);
	}
	if (SPREADSHEET_ERROR.test(written)) {
		return refuse('is a spreadsheet error, such as #N/A', 'Correct the cell in the spreadsheet');
	}
	if (INVALID_DATE.test(written)) return refuse('is an invalid date', CHECK_EXPRESSION);
	if (SCIENTIFIC.test(written)) {
		return refuse(
			'is in scientific notation, in which digits are missing',
			'Format the column of the spreadsheet as text, and enter the value again',
		);
	}
	return undefined;
}

/** What an expression, a spreadsheet or a cut has broken in a text; nothing of it is ever meant. */
export function refuseBrokenText(text: string): Extract<Checked<never>, { ok: false }> | undefined {
	if (hasExpression(text)) return refuseExpression();
	if (INVALID_DATE.test(text)) return refuse('contains an invalid date', CHECK_EXPRESSION);
	if (SPREADSHEET_ERROR_IN_TEXT.test(text)) {
		return refuse(
			'contains a spreadsheet error, such as #N/A',
			'Correct the cell in the spreadsheet',
		);
	}
	if (/\p{Surrogate}/u.test(text)) {
		return refuse(
			'contains half of an emoji',
			'Shorten the text between characters, as with {{ [...$json.text].slice(0, 100).join("") }}',
		);
	}
	return undefined;
}

const refuseExpression = () =>
	refuse(
		'contains an expression that n8n did not evaluate',
		'Switch the field from Fixed to Expression, or remove the {{ }}',
	);
