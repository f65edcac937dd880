/**
 * Ends the waiting for a request after that many milliseconds in all. The request helper's own time-out
 * starts anew with every byte, so that a slow answer could hold up a run for hours.
 *
 * @throws an error with the code `ETIMEDOUT`; or what the request throws
 */
export async function withDeadline<T>(ms: number, request: Promise<T>): Promise<T> {
	const deadline = AbortSignal.timeout(Math.ceil(ms));
	let onAbort = () => {};
	const tooLate = new Promise<never>((_, reject) => {
		onAbort = () => reject(timeOut());
	});
	deadline.addEventListener('abort', onAbort);
	try {
		return await Promise.race([request, tooLate]);
	} finally {
		// Node keeps a signal that somebody listens to until its time comes, with all that hangs on it.
		deadline.removeEventListener('abort', onAbort);
	}
}

const timeOut = () => Object.assign(new Error('No complete answer in time'), { code: 'ETIMEDOUT' });
