import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { checkSwitch } from '../../message/options';
import { textOf } from '../../message/values';

/** What the builder set under Options for the whole run; times in seconds. */
export interface Settings {
	maxConcurrency: number;
	messagesPerSecond: number;
	timeout: number;
	maxRateLimitWait: number;
	resendUnknown: boolean;
}

/**
 * Reads the options that hold for the whole run; where they are expressions, the first item decides.
 *
 * @throws NodeOperationError that names the option with an impossible value
 */
export function readSettings(context: IExecuteFunctions): Settings {
	const number = (option: string, label: string, otherwise: number, from: number, to: number) => {
		const written = textOf(context.getNodeParameter(`options.${option}`, 0, otherwise))?.trim();
		const value = Number(written || NaN);
		if (value >= from && value <= to) return value;
		throw new NodeOperationError(
			context.getNode(),
			`${label} is not a number from ${from} to ${to}`,
			{ description: 'Change it under Options. Nothing was sent.' },
		);
	};
	const resendUnknown = checkSwitch(context.getNodeParameter('options.resendUnknown', 0, false));
	if (!resendUnknown.ok) {
		const { what, mend } = resendUnknown;
		throw new NodeOperationError(context.getNode(), `Resend Unknown ${what}`, {
			description: `${mend}. Nothing was sent.`,
		});
	}
	return {
		maxConcurrency: Math.floor(number('maxConcurrency', 'Max Concurrency', 10, 1, 50)),
		messagesPerSecond: number('messagesPerSecond', 'Messages per Second', 0, 0, 1000),
		timeout: number('timeout', 'Timeout', 30, 1, 3600),
		maxRateLimitWait: number('maxRateLimitWait', 'Max Rate Limit Wait', 300, 0, 86_400),
		resendUnknown: resendUnknown.value,
	};
}
