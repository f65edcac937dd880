import { SEPARATOR } from './digits';
import { checkPlan } from './phoneNumber';

/** What JavaScript writes for a value that is not there. "null and void" is English. */
const NOTHING =
	/(?<![\p{L}\p{M}\p{N}_])(?:undefined|null(?!\s+and\s+void)|NaN)(?![\p{L}\p{M}\p{N}_])/gu;

/** A phone number in groups, as a text has it; other digits are as likely an amount or an account. */
const GROUPED_NUMBER = new RegExp(
	String.raw`(?<![\d-])(?:\+?1${SEPARATOR})?\(?(\d{3})\)?${SEPARATOR}{1,2}(\d{3})${SEPARATOR}{1,2}(\d{4})(?![\d-])`,
	'gu',
);

/**
 * The words for nothing that an expression put into a text, such as `undefined`.
 *
 * @param parameter what the user wrote into the field; only what begins with = is an expression
 */
export function nothingWords(text: string, parameter: unknown): string[] {
	if (typeof parameter !== 'string' || !parameter.startsWith('=')) return [];
	const written = outsideExpressions(parameter).match(NOTHING) ?? [];
	const found = text.match(NOTHING) ?? [];
	const countOf = (words: string[], word: string) => words.filter((one) => one === word).length;
	return [...new Set(found)].filter((word) => countOf(found, word) > countOf(written, word));
}

/** Phone numbers in a text that nobody can have, such as 555-555-5555: what a template has in place of one. */
export const impossibleNumbers = (text: string): string[] =>
	[...text.matchAll(GROUPED_NUMBER)]
		.filter(([, area = '', exchange = '', line = '']) => !checkPlan(area, exchange, line).ok)
		.map(([number]) => number);

/** What a parameter says around its `{{ … }}`. */
function outsideExpressions(parameter: string): string {
	return parameter
		.split('{{')
		.map((part, i) => (i === 0 ? part : part.slice((part + '}}').indexOf('}}') + 2)))
		.join(' ');
}
