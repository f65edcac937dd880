import { installN8n } from '../n8n/install';

/** Before the first test: whatever is run in parallel after this finds both n8n installed. */
export default async function prepare(): Promise<void> {
	await installN8n('2.8.4');
	await installN8n('2.41.1');
}
