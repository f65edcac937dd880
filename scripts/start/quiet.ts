/* eslint-disable @n8n/community-nodes/no-restricted-globals */

// Read when n8n-core is loaded, so this file is imported before it: n8n logs each failed node otherwise.
process.env.N8N_LOG_LEVEL ??= 'silent';
