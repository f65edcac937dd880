import type { IExecuteFunctions } from 'n8n-workflow';

const EVERY_MS = 10_000;

/**
 * Tells every ten seconds how far a long run has come: in n8n's log, and on a manual run in the browser's
 * console, the two places where n8n lets a node speak before it has ended.
 *
 * @param now milliseconds
 * @returns to be called as each message ends
 */
export function showProgress(
	context: Pick<IExecuteFunctions, 'logger' | 'sendMessageToUI'>,
	total: number,
	now: () => number,
): () => void {
	let ended = 0;
	let lastAt = now();
	return () => {
		ended++;
		if (now() - lastAt < EVERY_MS) return;
		lastAt = now();
		const text = `LiveVox SMS: ${ended} of ${total} messages done`;
		context.logger.info(text);
		context.sendMessageToUI(text);
	};
}
