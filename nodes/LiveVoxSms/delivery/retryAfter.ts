/**
 * Reads the header `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.
 *
 * @param header as it came; nonsense, a negative number and a date gone by say nothing
 * @param now milliseconds since 1970
 * @returns the wait in milliseconds, or undefined where the header asks for none
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : dateOf(text) - now;
	return wait > 0 && Number.isFinite(wait) ? wait : undefined;
}

const DATE = /^[A-Za-z]{3,9}, \d|^\d{4}-\d\d-/;

/** The form of C's `asctime`: it names no zone, and means GMT. */
const DATE_OF_C = /^[A-Za-z]{3} [A-Za-z]{3} /;

/** Only what looks like a date: JavaScript takes `-5` and `max 9999` for one too. */
function dateOf(text: string): number {
	if (DATE_OF_C.test(text)) return Date.parse(`${text}Z`);
	return DATE.test(text) ? Date.parse(text) : NaN;
}
