import type { IExecuteFunctions } from 'n8n-workflow';

/** Says something below the node's output: n8n shows it to whoever looks at the execution. */
export function hint(context: IExecuteFunctions, message: string): void {
	context.addExecutionHints({ message, location: 'outputPane', type: 'info' });
}
