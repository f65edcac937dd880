import type { IExecuteFunctions } from 'n8n-workflow';

import { parseNumberList } from '../../message/numberList';
import { joinSentences, NOTHING_SENT } from '../../shared/errorMessages';
import { parseNumber, parseSwitch, toError, Validation } from '../../shared/validation';
import { optionsSet, readParameter, toNodeError } from '../items';

/** The options that hold for the whole execution; times in seconds. */
export type Settings = ReturnType<typeof readSettings>;

/** @throws NodeOperationError that names the options which can't be used */
export function readSettings(context: IExecuteFunctions) {
	const fields = new Validation();
	const read = <T>(label: string, option: string, fallback: T, parse: (value: unknown) => T): T =>
		fields.check(label, () => parse(decidingValue(context, `options.${option}`, fallback))) ?? fallback;
	const number = (label: string, option: string, fallback: number, min: number, max: number): number =>
		read(label, option, fallback, (value) => parseNumber(value, min, max));
	const settings = {
		maxConcurrency: Math.floor(number('Max Concurrency', 'maxConcurrency', 50, 1, 50)),
		messagesPerSecond: number('Messages per Second', 'messagesPerSecond', 0, 0, 1000),
		timeout: number('Timeout (Seconds)', 'timeout', 30, 1, 3600),
		maxRateLimitWait: number('Max Rate Limit Wait (Seconds)', 'maxRateLimitWait', 300, 0, 86_400),
		doNotSendTo: optionsSet(context).includes('doNotSendTo')
			? read('Do Not Send To', 'doNotSendTo', undefined, parseNumberList)
			: undefined,
		resendUnknown: read('Resend Unknown', 'resendUnknown', false, parseSwitch),
	};
	if (fields.issues.length === 0) return settings;
	const { message, description } = toError(fields.issues);
	throw toNodeError(context, { message, description: joinSentences([description, NOTHING_SENT]) });
}

/** The first item whose expression can be evaluated decides for all: one whose options can't be read fails alone. */
function decidingValue(context: IExecuteFunctions, name: string, fallback: unknown): unknown {
	let failure: Error | undefined;
	for (let item = 0; item < context.getInputData().length; item++) {
		try {
			return readParameter(context, name, item, fallback);
		} catch (error) {
			failure ??= error as Error;
		}
	}
	if (failure) throw failure;
	return fallback;
}
