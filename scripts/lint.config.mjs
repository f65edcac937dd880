import { config } from '@n8n/node-cli/eslint';
import nodesBase from 'eslint-plugin-n8n-nodes-base';

/** n8n's own configuration, which loads version 1 of these rules, with the version that package.json names. */
export default config.map((part) =>
	part.plugins?.['n8n-nodes-base'] ? { ...part, plugins: { 'n8n-nodes-base': nodesBase } } : part,
);
