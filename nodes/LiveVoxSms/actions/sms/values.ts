import type { IExecuteFunctions } from 'n8n-workflow';

import { isRecord } from '../../transport/reply';

/**
 * The value of a parameter, out of the resource locator where it is one; '' where it is not set.
 * n8n's own `extractValue` throws for a field that is not shown.
 */
export function valueOf(context: IExecuteFunctions, name: string, item: number): unknown {
	const parameter: unknown = context.getNodeParameter(name, item, '');
	return isRecord(parameter) && '__rl' in parameter ? parameter.value : parameter;
}
