import { fieldIssues } from '../shared/errorMessages';
import { containsObject, InvalidValue } from '../shared/validation';

/** What a spreadsheet shows instead of a value; a row of # is a column too narrow for its number. */
const SPREADSHEET_ERROR = /^(?:#N\/?A|#NV|#[\p{L}\d_/¿]{2,20}[!?]|#GETTING_DATA|Err:\d{3}|#{3,})$/iu;
/** The same inside a text: only the well-known ones, which can't mean anything else. */
const SPREADSHEET_ERROR_IN_TEXT =
	/(?<![\p{L}\d])#(?:N\/A|(?:REF|VALUE|DIV\/0|NUM|NULL|SPILL|CALC|ERROR)!|NAME\?)(?![\p{L}\d])/u;
const SCIENTIFIC = /^[+-]?\d{1,20}(?:[.,]\d{0,30})?\s?(?:e\s?[+-]?\d{1,3}|[x×*]\s?10\s?\^\s?\d{1,3})$/iu;

/** What n8n puts into a text for a date that doesn't exist. */
const INVALID_DATE = /(?<!\p{L})Invalid (?:DateTime|Date|Duration|Interval)(?![\p{L}\d])/u;

/** An expression that lacks one of its brackets, or both. */
const PART_OF_EXPRESSION = /\{\{\s*\$|\$(?:json|binary|input|node|workflow|execution|vars)(?:[.[]|\?\.)|\$\(\s?['"]/;

/** What JavaScript writes for a missing value. "null and void" is English. */
const NOTHING = /(?<![\p{L}\p{M}\p{N}_])(?:undefined|null(?!\s+and\s+void)|NaN)(?![\p{L}\p{M}\p{N}_])/gu;

/** n8n evaluates no expression in a field that is Fixed. */
const hasExpression = (text: string): boolean =>
	(text.includes('{{') && text.lastIndexOf('}}') > text.indexOf('{{') + 1) || PART_OF_EXPRESSION.test(text);

/** @throws InvalidValue if a short field, such as a number, is what is left of an expression or a spreadsheet's cell */
export function assertIntact(written: string): void {
	if (written.includes('{{') || hasExpression(written)) throw new InvalidValue(fieldIssues.notEvaluated);
	if (containsObject(written)) throw new InvalidValue(fieldIssues.isObject);
	if (/^(?:undefined|null|nan)$/i.test(written)) throw new InvalidValue(fieldIssues.isNothing(written));
	if (SPREADSHEET_ERROR.test(written)) throw new InvalidValue(fieldIssues.spreadsheetError);
	if (INVALID_DATE.test(written)) throw new InvalidValue(fieldIssues.invalidDate);
	if (SCIENTIFIC.test(written)) throw new InvalidValue(fieldIssues.scientific);
}

/** @throws InvalidValue if an expression, a spreadsheet or a cut left something in a text that nobody means */
export function assertIntactText(text: string): void {
	if (containsObject(text)) throw new InvalidValue(fieldIssues.messageObject);
	if (hasExpression(text)) throw new InvalidValue(fieldIssues.notEvaluated);
	if (INVALID_DATE.test(text)) throw new InvalidValue(fieldIssues.messageInvalidDate);
	if (SPREADSHEET_ERROR_IN_TEXT.test(text)) throw new InvalidValue(fieldIssues.messageSpreadsheetError);
	if (/\p{Surrogate}/u.test(text)) throw new InvalidValue(fieldIssues.messageHalfEmoji);
}

/**
 * The words for a missing value that an expression put into a text, such as `undefined`.
 * @param parameter what the user entered in the field; only what begins with = is an expression
 */
export function wordsForNothing(text: string, parameter: unknown): string[] {
	if (typeof parameter !== 'string' || !parameter.startsWith('=')) return [];
	const outsideExpressions = parameter.replace(/\{\{.*?(?:\}\}|$)/gs, ' ');
	const entered = outsideExpressions.match(NOTHING) ?? [];
	const found = text.match(NOTHING) ?? [];
	const count = (words: string[], word: string) => words.filter((one) => one === word).length;
	return [...new Set(found)].filter((word) => count(found, word) > count(entered, word));
}
