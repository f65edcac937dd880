/** How often is looked whether a request has begun. */
const LOOK_MS = 500;

/**
 * Ends the waiting for a request after that many milliseconds in all. The request helper's own time-out
 * starts anew with every byte, so that a slow answer could hold up a run for hours.
 *
 * @param hasBegun tells whether the request itself is under way, and not a login before it: until then the
 *   time does not run
 * @throws an error with the code `ETIMEDOUT`; or what the request throws
 */
export async function withDeadline<T>(
	ms: number,
	request: Promise<T>,
	hasBegun: () => boolean = () => true,
): Promise<T> {
	let stopWaiting = () => {};
	const tooLate = new Promise<never>((_, reject) => {
		function wait(): void {
			const counts = hasBegun();
			const span = AbortSignal.timeout(counts ? Math.ceil(ms) : LOOK_MS);
			const onAbort = () => (counts ? reject(timeOut()) : wait());
			span.addEventListener('abort', onAbort);
			// Node keeps a signal that somebody listens to until its time comes, with all that hangs on it.
			stopWaiting = () => span.removeEventListener('abort', onAbort);
		}
		wait();
	});
	try {
		return await Promise.race([request, tooLate]);
	} finally {
		stopWaiting();
	}
}

const timeOut = () => Object.assign(new Error('No complete answer in time'), { code: 'ETIMEDOUT' });
