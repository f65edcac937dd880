/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { delimiter, dirname } from 'node:path';

import type { NodeJs } from './cached-install';

export interface Place {
	userFolder: string;
	node: NodeJs;
	port: number;
	brokerPort: number;
	logLevel: string;
}

/**
 * The environment of an n8n that is alone in the harness: it takes over nothing of a configured n8n on this
 * machine, shows no survey and no banner, and asks no other server for anything that it could do without.
 */
export function environment({ userFolder, node, port, brokerPort, logLevel }: Place) {
	const { PATH, HOME, LANG, TMPDIR } = process.env;
	return {
		PATH: [dirname(node.path), PATH].join(delimiter),
		HOME,
		LANG,
		TMPDIR,
		// jest sets another one, with which n8n does not start.
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_LOG_LEVEL: logLevel,
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	};
}
