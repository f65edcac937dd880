import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { checkSwitch } from '../../message/options';
import { textOf } from '../../message/values';
import { Fields, sentence } from '../fields';

/** What the builder set under Options for the whole run; times in seconds. */
export interface Settings {
	maxConcurrency: number;
	messagesPerSecond: number;
	timeout: number;
	maxRateLimitWait: number;
	resendUnknown: boolean;
}

/**
 * Reads the options that hold for the whole run; where they are expressions, the first item decides that can
 * tell: one whose options cannot be read fails alone.
 *
 * @throws NodeOperationError that names the option with an impossible value
 */
export function readSettings(context: IExecuteFunctions): Settings {
	const number = (option: string, label: string, otherwise: number, from: number, to: number) => {
		const written = textOf(readOption(context, option, label, otherwise))?.trim();
		const value = Number(written || NaN);
		if (value >= from && value <= to) return value;
		throw optionError(
			context,
			`${label} is not a number from ${from} to ${to}`,
			'Change it under Options',
		);
	};
	const resendUnknown = checkSwitch(readOption(context, 'resendUnknown', 'Resend Unknown', false));
	if (!resendUnknown.ok) {
		throw optionError(context, `Resend Unknown ${resendUnknown.what}`, resendUnknown.mend);
	}
	return {
		maxConcurrency: Math.floor(number('maxConcurrency', 'Max Concurrency', 10, 1, 50)),
		messagesPerSecond: number('messagesPerSecond', 'Messages per Second', 0, 0, 1000),
		timeout: number('timeout', 'Timeout', 30, 1, 3600),
		maxRateLimitWait: number('maxRateLimitWait', 'Max Rate Limit Wait', 300, 0, 86_400),
		resendUnknown: resendUnknown.value,
	};
}

function readOption(
	context: IExecuteFunctions,
	option: string,
	label: string,
	otherwise: unknown,
): unknown {
	const fields = new Fields();
	const items = context.getInputData().length;
	for (let item = 0; item < items; item++) {
		const before = fields.refusals.length;
		const value = fields.read(label, (): unknown =>
			context.getNodeParameter(`options.${option}`, item, otherwise as string),
		);
		if (fields.refusals.length === before) return value;
	}
	const [refusal] = fields.refusals;
	if (!refusal) return otherwise;
	throw optionError(context, sentence(refusal), refusal.mend);
}

const optionError = (context: IExecuteFunctions, words: string, mend: string) =>
	new NodeOperationError(context.getNode(), words, { description: `${mend}. Nothing was sent.` });
