import type { IExecuteFunctions } from 'n8n-workflow';

import { fieldIssues, joinSentences, NOTHING_SENT } from '../../shared/errorMessages';
import { parseNumber, parseSwitch, Validation, type Issue } from '../../shared/validation';
import { toNodeError } from '../items';

/** The options that hold for the whole execution; times in seconds. */
export interface Settings {
	maxConcurrency: number;
	messagesPerSecond: number;
	timeout: number;
	maxRateLimitWait: number;
	resendUnknown: boolean;
}

/**
 * Reads the options that hold for the whole execution. If they are expressions, the first item that can be evaluated
 * decides: one whose options can't be read fails alone.
 *
 * @throws NodeOperationError that names the option
 */
export function readSettings(context: IExecuteFunctions): Settings {
	function read<T>(label: string, option: string, fallback: unknown, parse: (value: unknown) => T): T {
		const { value, issue } = readOption(context, label, option, fallback);
		const validation = new Validation();
		const parsed = issue ? undefined : validation.check(label, () => parse(value));
		if (parsed !== undefined) return parsed;
		const { message, description } = issue ?? validation.issues[0]!;
		throw toNodeError(context, { message, description: joinSentences([description, NOTHING_SENT]) });
	}
	const number = (label: string, option: string, fallback: number, min: number, max: number): number =>
		read(label, option, fallback, (value) => parseNumber(value, min, max, fieldIssues.outOfRange(min, max)));
	return {
		maxConcurrency: Math.floor(number('Max Concurrency', 'maxConcurrency', 10, 1, 50)),
		messagesPerSecond: number('Messages per Second', 'messagesPerSecond', 0, 0, 1000),
		timeout: number('Timeout (Seconds)', 'timeout', 30, 1, 3600),
		maxRateLimitWait: number('Max Rate Limit Wait (Seconds)', 'maxRateLimitWait', 300, 0, 86_400),
		resendUnknown: read('Resend Unknown', 'resendUnknown', false, parseSwitch),
	};
}

/** The value of the first item whose expression can be evaluated, or the issue of the first item if there is none. */
function readOption(
	context: IExecuteFunctions,
	label: string,
	option: string,
	fallback: unknown,
): { value?: unknown; issue?: Issue } {
	const validation = new Validation();
	const items = context.getInputData().length;
	for (let item = 0; item < items; item++) {
		const value = validation.read(label, (): unknown => context.getNodeParameter(`options.${option}`, item, fallback));
		// Each item before this one has an issue.
		if (validation.issues.length === item) return { value };
	}
	return items === 0 ? { value: fallback } : { issue: validation.issues[0]! };
}
