import { fieldIssues, joinSentences, toWords, type Words } from './errorMessages';

/** A field that can't be used, by its display name: the whole sentence, and how to fix it. */
export type Issue = Words & { field: string };

/** Thrown by a check. Its message follows the name of the field: `isn't text. Have the expression return text.` */
export class InvalidValue extends Error {}

/** @throws InvalidValue with that issue */
export const reject = (issue: string): never => {
	throw new InvalidValue(issue);
};

/** Checks the fields of one item, and collects the issues of all of them, as zod does. */
export class Validation {
	readonly issues: Issue[] = [];

	/** Runs a check, which throws InvalidValue; undefined if it does. */
	check<T>(field: string, check: () => T): T | undefined {
		try {
			return check();
		} catch (error) {
			this.issues.push({ field, ...toWords(`'${field}' ${issueOf(error)}`) });
			return undefined;
		}
	}
}

/** @throws what isn't about a value */
function issueOf(error: unknown): string {
	if (error instanceof InvalidValue) return error.message;
	throw error;
}

/** All issues of one item as one error. */
export const toError = (issues: Issue[]): Words => ({
	message: issues.map(({ message }) => message).join('; '),
	description: joinSentences(issues.map(({ description }) => description)),
});

/** A text, or a number as an expression may return it; '' for a missing value, undefined for anything else. */
export function toText(value: unknown): string | undefined {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	return Number.isFinite(value) ? String(value) : undefined;
}

/** What is left of an object that an expression put into a text. */
export const hasObject = (text: string): boolean => /\[object \w+\]/.test(text);

/** @throws InvalidValue unless the value is a number from min to max */
export function parseNumber(value: unknown, min: number, max: number): number {
	const number = Number(toText(value)?.trim() || NaN);
	return number >= min && number <= max ? number : reject(fieldIssues.outOfRange(min, max));
}

/** @throws InvalidValue with this issue, unless the value is a whole number of at least min */
export function parseWholeNumber(value: unknown, min: number, issue: string): number {
	const written = toText(value)?.trim() ?? '';
	return /^\d+$/.test(written) && Number(written) >= min ? Number(written) : reject(issue);
}

/** @throws InvalidValue unless the value is true or false, as an expression may write them too: else it could send */
export function parseSwitch(value: unknown): boolean {
	const written = typeof value === 'boolean' ? String(value) : toText(value)?.trim().toLowerCase();
	return written === 'true' || written === 'false' ? written === 'true' : reject(fieldIssues.notASwitch);
}

/** @throws InvalidValue, with that advice, unless the value is an ID: LiveVox's are integers (vendor page) */
export function parseId(value: unknown, advice: string): number {
	const written = toText(value)?.trim();
	if (written !== undefined && /^\d{1,15}$/.test(written) && Number(written) > 0) return Number(written);
	return reject(`${written === '' ? fieldIssues.empty : fieldIssues.notAnId}. ${advice}`);
}
