/** How a server, a proxy or a library between may write what it was sent. */
export const ENCODINGS: Record<string, (secret: string) => string> = {
	'as it is': (secret) => secret,
	'as JSON in JSON': (secret) => JSON.stringify({ body: JSON.stringify({ password: secret }) }),
	'in a URL': (secret) => encodeURIComponent(secret),
	'in a URL with small letters': (secret) => encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
	'in a form': (secret) => new URLSearchParams({ password: secret }).toString(),
	'every byte in a URL': (secret) =>
		[...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
	'in base64': (secret) => Buffer.from(secret).toString('base64'),
	'in base64 behind a name': (secret) => Buffer.from(`user:${secret}`).toString('base64'),
	'in base64 behind a longer name': (secret) => Buffer.from(`user1:${secret}`).toString('base64'),
	'in base64 for URLs': (secret) => Buffer.from(`user12:${secret}`).toString('base64url'),
	'in HTML': (secret) =>
		secret
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('"', '&quot;')
			.replaceAll("'", '&#39;'),
	'in XML, each character by its number': (secret) =>
		[...secret].map((character) => `&#x${character.codePointAt(0)!.toString(16)};`).join(''),
	'in capitals': (secret) => secret.toUpperCase(),
	'in small letters': (secret) => secret.toLowerCase(),
	'cut after most of it': (secret) => secret.slice(0, -2),
	'cut, with an ellipsis': (secret) => `${secret.slice(0, 9)}…`,
	'cut, with three stops': (secret) => `${secret.slice(0, 5)}...`,
};
