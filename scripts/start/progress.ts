/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { SimulatorRecord } from '../../test/simulator';

const EVERY = 10;

/**
 * Shows how many requests to send have been made and how many LiveVox accepted: one line that is written
 * over on a terminal, a line now and then in a file.
 *
 * @returns call it when the run is over
 */
export function showProgress(record: SimulatorRecord): () => void {
	const { stdout } = process;
	let asked = 0;
	let accepted = 0;
	const line = () => `  Sending: ${accepted} of ${asked} accepted by LiveVox`;
	const show = () => stdout.write(stdout.isTTY ? `\r${line()}` : `${line()}\n`);
	record.onFinish = ({ route, carriedOut }) => {
		if (route !== 'send') return;
		asked++;
		if (carriedOut) accepted++;
		if (stdout.isTTY || asked % EVERY === 0) show();
	};
	return () => {
		delete record.onFinish;
		if (stdout.isTTY) stdout.write('\n');
		else if (asked % EVERY !== 0) show();
	};
}
