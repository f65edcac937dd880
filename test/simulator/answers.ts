/** An answer before it goes onto the wire. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

const HTML_PAGE = '<!DOCTYPE html><html><body><h1>Gateway</h1></body></html>';

/**
 * @returns an answer in JSON, with the content type of the vendor page's examples
 */
export function json(status: number, value: unknown): Answer {
	const headers = { 'content-type': 'application/json' };
	return { status, headers, body: JSON.stringify(value) };
}

/**
 * @returns an answer of headers alone
 */
export function empty(status: number): Answer {
	return { status, headers: {}, body: '' };
}

/**
 * @returns the page of a gateway that stands before LiveVox
 */
export function html(status: number, body = HTML_PAGE): Answer {
	return { status, headers: { 'content-type': 'text/html' }, body };
}
