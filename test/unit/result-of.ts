/* eslint-disable @n8n/community-nodes/require-node-api-error */
import { toWords, type Words } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { InvalidValue } from '../../nodes/LiveVoxSms/shared/validation';

/** What a check returns, or the words of the issue that it throws. */
export function resultOf<T>(check: () => T): T | Words {
	try {
		return check();
	} catch (error) {
		if (!(error instanceof InvalidValue)) throw error;
		return toWords(error.message);
	}
}
