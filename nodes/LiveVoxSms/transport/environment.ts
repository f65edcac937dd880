import { credentialIssues } from '../shared/errorMessages';
import { InvalidValue } from '../shared/validation';

/** The API host of each environment that the vendor documents. */
const ENVIRONMENT_URLS = new Map([
	['na3', 'https://api.livevox.com'],
	['na4', 'https://api.na4.livevox.com'],
	['na5', 'https://api.na5.livevox.com'],
	['na6', 'https://api.na6.livevox.com'],
]);

/**
 * The address of the API, without a trailing slash.
 *
 * @throws InvalidValue for a base URL that would show the password to others, or isn't a plain address
 */
export function toBaseUrl({ environment, baseUrl }: { environment: string; baseUrl: string }): string {
	const known = ENVIRONMENT_URLS.get(environment);
	if (known) return known;
	const typed = String(baseUrl ?? '').trim();
	const url = parseUrl(typed);
	if (!url) throw new InvalidValue(credentialIssues.baseUrlInvalid);
	const isLoopback = /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(url.origin);
	if (url.protocol !== 'https:' && !isLoopback) throw new InvalidValue(credentialIssues.baseUrlInsecure);
	if (url.username || url.password) throw new InvalidValue(credentialIssues.baseUrlHasLogin);
	if (/[?#]/.test(typed)) throw new InvalidValue(credentialIssues.baseUrlHasQuery);
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Not `URL.canParse`: called often enough, that of Node.js 20 no longer accepts letters like ü. */
function parseUrl(typed: string): URL | undefined {
	try {
		return new URL(typed);
	} catch {
		return undefined;
	}
}
