/* eslint-disable @n8n/community-nodes/no-restricted-globals */
const EVERY_MS = 10_000;

export interface Progress {
	/** What is done from now on. */
	show(doing: string): void;
	end(): void;
}

/**
 * Says what takes long while it takes long, with the time since the start: on a terminal one line that is
 * written over each second, elsewhere a line every 10 seconds.
 *
 * @param onLine called with each line too
 */
export function startProgress(title: string, onLine?: (line: string) => void): Progress {
	const { stdout } = process;
	const began = Date.now();
	let doing = '';
	const print = () => {
		const line = [`${title}: ${elapsed(Date.now() - began)}`, doing].filter(Boolean).join(', ');
		stdout.write(stdout.isTTY ? `\r\x1b[K${line.slice(0, (stdout.columns || 80) - 1)}` : `${line}\n`);
		onLine?.(line);
	};
	print();
	const timer = setInterval(print, stdout.isTTY ? 1_000 : EVERY_MS);
	return {
		show(now) {
			doing = now;
		},
		end() {
			clearInterval(timer);
			if (stdout.isTTY) stdout.write('\r\x1b[K');
		},
	};
}

function elapsed(ms: number): string {
	const seconds = Math.round(ms / 1_000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
