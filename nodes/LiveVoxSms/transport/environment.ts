/** What decides the address of LiveVox: the first two fields of the credential. */
export interface Environment {
	environment: string;
	baseUrl: string;
}

/** The API host of each environment that the vendor documents: NA3 carries no label of its own. */
export const ENVIRONMENT_URLS: Readonly<Record<string, string>> = {
	na3: 'https://api.livevox.com',
	na4: 'https://api.na4.livevox.com',
	na5: 'https://api.na5.livevox.com',
	na6: 'https://api.na6.livevox.com',
};

const LOOPBACK_HOST = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The base URL of the API without a trailing slash; or why the one typed cannot be used. */
export type BaseUrl = { url: string } | { refusal: string; mend: string };

/**
 * Finds the address that a credential's requests go to.
 *
 * @param environment the credential's `environment` and, where that is `custom`, its `baseUrl`
 * @returns the URL, or the refusal of one that would show the session to others or is no plain address
 */
export function baseUrlOf({ environment, baseUrl }: Environment): BaseUrl {
	const known = Object.entries(ENVIRONMENT_URLS).find(([name]) => name === environment);
	if (known) return { url: known[1] };

	const typed = String(baseUrl ?? '').trim();
	const url = parsed(typed);
	if (!url) {
		return refuse('is not a web address', 'Type it in full, such as https://api.na4.livevox.com');
	}
	const isLoopback = LOOPBACK_HOST.test(url.hostname);
	if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
		return refuse(
			'does not start with https://',
			'Type it with https:// at its start, because the password is sent there',
		);
	}
	if (url.username || url.password) {
		return refuse('holds a username or password', 'Type them into their own fields');
	}
	if (/[?#]/.test(typed)) {
		return refuse('holds a "?" or "#"', 'Leave out that character and all that follows it');
	}
	return { url: `${url.origin}${url.pathname}`.replace(/\/+$/, '') };
}

/** Not `URL.canParse`: called often enough, that of Node.js 20 takes no letters like ü any more. */
function parsed(typed: string): URL | undefined {
	try {
		return new URL(typed);
	} catch {
		return undefined;
	}
}

const refuse = (what: string, mend: string): BaseUrl => ({
	refusal: `The Base URL in the LiveVox API credential ${what}`,
	mend: `${mend}.`,
});
