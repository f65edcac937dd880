import { fieldIssues } from '../shared/errorMessages';
import { hasObject, reject } from '../shared/validation';

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
	if (written.includes('{{') || hasExpression(written)) reject(fieldIssues.notEvaluated);
	if (hasObject(written)) reject(fieldIssues.isObject);
	if (/^(?:undefined|null|nan)$/i.test(written)) reject(fieldIssues.isNothing(written));
	if (SPREADSHEET_ERROR.test(written)) reject(fieldIssues.spreadsheetError);
	if (INVALID_DATE.test(written)) reject(fieldIssues.invalidDate);
	if (SCIENTIFIC.test(written)) reject(fieldIssues.scientific);
}

/** @throws InvalidValue if an expression, a spreadsheet or a cut left something in a text that nobody means */
export function assertIntactText(text: string): void {
	if (hasObject(text)) reject(fieldIssues.messageObject);
	if (hasExpression(text)) reject(fieldIssues.notEvaluated);
	if (INVALID_DATE.test(text)) reject(fieldIssues.messageInvalidDate);
	if (SPREADSHEET_ERROR_IN_TEXT.test(text)) reject(fieldIssues.messageSpreadsheetError);
	if (/\p{Surrogate}/u.test(text)) reject(fieldIssues.messageHalfEmoji);
}

/** Words such as `undefined` that an expression (`parameter`, if it begins with =) put into a text for no value. */
export function wordsForNothing(text: string, parameter: unknown): string[] {
	if (typeof parameter !== 'string' || !parameter.startsWith('=')) return [];
	const outsideExpressions = parameter.replace(/\{\{.*?(?:\}\}|$)/gs, ' ');
	const entered = outsideExpressions.match(NOTHING) ?? [];
	const found = text.match(NOTHING) ?? [];
	const count = (words: string[], word: string) => words.filter((one) => one === word).length;
	return [...new Set(found)].filter((word) => count(found, word) > count(entered, word));
}
