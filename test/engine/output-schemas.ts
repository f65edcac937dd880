/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import Ajv, { type ValidateFunction } from 'ajv';
import type { INode, IRun } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../dist/nodes/LiveVoxSms/__schema__/v1.0.0');

// `version` is n8n's own.
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, keywords: ['version'] });
const validators = new Map<string, ValidateFunction>();

/**
 * Checks what each LiveVox SMS node of a run gave on its first output against the schema that the editor shows for its
 * operation.
 *
 * @throws Error that names the first item that isn't as the schema says
 */
export function checkOutputs(nodes: INode[], { data }: IRun): void {
	for (const { name, type, parameters } of nodes) {
		if (type !== 'n8n-nodes-livevox.liveVoxSms') continue;
		const { resource = 'sms', operation = 'send' } = parameters;
		const validate = validatorOf(`${String(resource)}/${String(operation)}`);
		for (const { data: outputs } of data.resultData.runData[name] ?? []) {
			for (const { json } of outputs?.main?.[0] ?? []) {
				if (!validate || validate(json)) continue;
				throw new Error(`${JSON.stringify(json)} isn't as the schema says: ${ajv.errorsText(validate.errors)}`);
			}
		}
	}
}

/** undefined for an operation that doesn't exist: a test may set one. */
function validatorOf(operation: string): ValidateFunction | undefined {
	if (!['sms/send', 'template/list', 'code/list'].includes(operation)) return undefined;
	const known = validators.get(operation);
	if (known) return known;
	const schema = JSON.parse(readFileSync(join(FOLDER, `${operation}.json`), 'utf8')) as object;
	const validate = ajv.compile(schema);
	validators.set(operation, validate);
	return validate;
}
