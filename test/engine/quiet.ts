/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// n8n logs every failed node to the console, and most tests here fail one on purpose.
process.env.N8N_LOG_LEVEL = 'silent';
