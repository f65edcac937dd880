/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { newestVersion, type N8nVersion } from '../../n8n/install';

/** Which n8n these tests are about: the environment says so, or it is the newest for the Node.js that runs this. */
export const version = (process.env.N8N_VERSION ?? newestVersion()) as N8nVersion;

/** n8n 2.8 knows what a crashed execution has claimed only where the workflow saves its progress. */
export const isOld = version === '2.8.4';
