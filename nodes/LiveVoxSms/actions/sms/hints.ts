import type { IExecuteFunctions } from 'n8n-workflow';

import type { LiveVoxSession } from '../../transport/session';
import { valueOf } from './values';

/** Says so where the builder chose a service that an agent's login cannot use. */
export function hintAtUnusedService(context: IExecuteFunctions, session: LiveVoxSession): void {
	if (session.loginAs !== 'agent' || valueOf(context, 'service', 0) === '') return;
	context.addExecutionHints({
		message:
			'Service was not used: the credential logs in as an agent, and LiveVox sends from the service that the agent is logged into.',
		location: 'outputPane',
		type: 'info',
	});
}
