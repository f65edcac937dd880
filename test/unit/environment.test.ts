import fc from 'fast-check';

import { credentialIssues } from '../../nodes/LiveVoxSms/shared/errorMessages';
import { InvalidValue } from '../../nodes/LiveVoxSms/shared/validation';
import { toBaseUrl } from '../../nodes/LiveVoxSms/transport/credential';

/** The address, or the issue. */
function find(environment: string, baseUrl: string): unknown {
	try {
		return { url: toBaseUrl({ environment, baseUrl }) };
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidValue);
		return (error as InvalidValue).message;
	}
}

const custom = (baseUrl: string) => find('custom', baseUrl);

// Node.js 20 compiles URL.canParse to something else when it is called often.
test('an address is as good after 100,000 requests as before', () => {
	const found = Array.from({ length: 100_000 }, () => custom('https://b\u00fccher.example') !== NO_ADDRESS);
	expect(found.indexOf(false)).toBe(-1);
});

test.each([
	['na3', 'https://api.livevox.com'],
	['na4', 'https://api.na4.livevox.com'],
	['na5', 'https://api.na5.livevox.com'],
	['na6', 'https://api.na6.livevox.com'],
])('%s is at %s, whatever the hidden Base URL holds', (environment, url) => {
	expect(find(environment, '')).toEqual({ url });
	expect(find(environment, 'http://elsewhere.test')).toEqual({ url });
});

test.each([
	['https', 'https://api.example.com', 'https://api.example.com'],
	['a trailing slash', 'https://api.example.com/', 'https://api.example.com'],
	['several trailing slashes', 'https://api.example.com///', 'https://api.example.com'],
	['a path', 'https://gateway.example.com/livevox/v1', 'https://gateway.example.com/livevox/v1'],
	['a path and a slash', 'https://gateway.example.com/livevox/', 'https://gateway.example.com/livevox'],
	['a port', 'https://api.example.com:8443', 'https://api.example.com:8443'],
	['the default port', 'https://api.example.com:443/', 'https://api.example.com'],
	['blanks around it', '  https://api.example.com\n', 'https://api.example.com'],
	['no-break spaces around it', '\u00a0https://api.example.com\u00a0', 'https://api.example.com'],
	['capitals', 'HTTPS://API.Example.com/Path', 'https://api.example.com/Path'],
	['https on a loopback host', 'https://localhost:8443', 'https://localhost:8443'],
	['http on localhost', 'http://localhost:3000', 'http://localhost:3000'],
	['http on 127.0.0.1', 'http://127.0.0.1:3000/', 'http://127.0.0.1:3000'],
	['http on another 127 address', 'http://127.8.9.10', 'http://127.8.9.10'],
	['http on the loopback address of IPv6', 'http://[::1]:3000', 'http://[::1]:3000'],
	['http on it, written in full', 'http://[0:0:0:0:0:0:0:1]:3000', 'http://[::1]:3000'],
	['http on a short form of 127.0.0.1', 'http://127.1:3000', 'http://127.0.0.1:3000'],
	['http on 127.0.0.1 as one number', 'http://2130706433:3000', 'http://127.0.0.1:3000'],
	['http on localhost in capitals', 'HTTP://LOCALHOST:3000', 'http://localhost:3000'],
	['a dot at the end of its host', 'https://api.example.com./', 'https://api.example.com.'],
	['letters of another alphabet', 'https://b\u00fccher.example', 'https://xn--bcher-kva.example'],
	['backslashes', 'https:\\\\api.example.com\\v1\\', 'https://api.example.com/v1'],
	['a line break inside', 'https://api.exam\nple.com', 'https://api.example.com'],
	['a blank in its path', 'https://api.example.com/my path', 'https://api.example.com/my%20path'],
	['an encoded slash in its path', 'https://api.example.com/a%2fb', 'https://api.example.com/a%2fb'],
	['a way up in its path', 'https://api.example.com/a/%2e%2e/b', 'https://api.example.com/b'],
	[
		'a path of 100,000 letters',
		`https://api.example.com/${'a'.repeat(100_000)}`,
		`https://api.example.com/${'a'.repeat(100_000)}`,
	],
	[
		'what looks like another host behind a backslash: it is a path',
		'http://localhost\\@example.com',
		'http://localhost/@example.com',
	],
	['http on a loopback host with a path', 'http://localhost/livevox/', 'http://localhost/livevox'],
])('a custom Base URL may have %s', (_, typed, url) => {
	expect(custom(typed)).toEqual({ url });
});

const {
	baseUrlInvalid: NO_ADDRESS,
	baseUrlInsecure: NO_HTTPS,
	baseUrlHasLogin: USER_INFO,
	baseUrlHasQuery: QUERY,
} = credentialIssues;

test.each([
	['nothing', '', NO_ADDRESS],
	['blanks', '  ', NO_ADDRESS],
	['a host alone', 'api.example.com', NO_ADDRESS],
	['a path', '/sms', NO_ADDRESS],
	['a protocol alone', 'https://', NO_ADDRESS],
	['a blank in the host', 'https://api example.com', NO_ADDRESS],
	['an impossible port', 'https://api.example.com:99999', NO_ADDRESS],
	['words', 'ask the administrator', NO_ADDRESS],
	['an expression that was not evaluated', '={{ $json.url }}', NO_ADDRESS],
	['http', 'http://api.example.com', NO_HTTPS],
	['a host and port alone', 'localhost:3000', NO_HTTPS],
	['ftp', 'ftp://api.example.com', NO_HTTPS],
	['ftp on a loopback host', 'ftp://localhost', NO_HTTPS],
	['a WebSocket', 'wss://api.example.com', NO_HTTPS],
	['a script', 'javascript:alert(1)', NO_HTTPS],
	['a file', 'file:///etc/passwd', NO_HTTPS],
	['http on a host that starts like a loopback host', 'http://localhost.example.com', NO_HTTPS],
	['http on a host that ends like a loopback host', 'http://notlocalhost', NO_HTTPS],
	['http on a host under localhost', 'http://api.localhost', NO_HTTPS],
	['http on a host that starts like 127.0.0.1', 'http://127.0.0.1.example.com', NO_HTTPS],
	['http on an address of the local network', 'http://192.168.0.1', NO_HTTPS],
	['http on 0.0.0.0', 'http://0.0.0.0', NO_HTTPS],
	['http on localhost with a dot at its end', 'http://localhost.:3000', NO_HTTPS],
	['http on 127.0.0.1 written inside IPv6', 'http://[::ffff:127.0.0.1]:3000', NO_HTTPS],
	['http on the whole of IPv6', 'http://[::]:3000', NO_HTTPS],
	['http on what a line break hides', 'http://localhost\n.example.com', NO_HTTPS],
	['an encoded slash in the host', 'https://localhost%2f.example.com', NO_ADDRESS],
	['an encoded blank in the host', 'https://api%20.example.com', NO_ADDRESS],
	['http on 227.0.0.1', 'http://227.0.0.1', NO_HTTPS],
	['http on another IPv6 address', 'http://[fe80::1]', NO_HTTPS],
	['a loopback host as username', 'http://localhost@example.com', NO_HTTPS],
	['a username', 'https://me@api.example.com', USER_INFO],
	['a username and password', 'https://me:secret@api.example.com', USER_INFO],
	['a password alone', 'https://:secret@api.example.com', USER_INFO],
	['a username on a loopback host', 'http://me@localhost:3000', USER_INFO],
	['a query', 'https://api.example.com/?client=1', QUERY],
	['an empty query', 'https://api.example.com?', QUERY],
	['a fragment', 'https://api.example.com/#top', QUERY],
	['an empty fragment', 'https://api.example.com#', QUERY],
])('a custom Base URL is invalid: %s', (_, typed, issue) => {
	expect(custom(typed)).toEqual(issue);
});

test('a custom Base URL that was never filled in is invalid', () => {
	const baseUrl = undefined as unknown as string;
	expect(custom(baseUrl)).toEqual(NO_ADDRESS);
});

test.each(['', 'NA3', 'na7', 'ap'])('an environment that is not known needs one too: "%s"', (environment) => {
	expect(find(environment, '')).toEqual(NO_ADDRESS);
	expect(find(environment, 'https://api.example.com')).toEqual({
		url: 'https://api.example.com',
	});
});

test.each(['constructor', '__proto__', 'toString'])(
	'a name that every object has is no environment: %s',
	(environment) => {
		expect(find(environment, '')).toEqual(NO_ADDRESS);
	},
);

it('gives a plain https address, or http on a loopback host, or an issue; it never repeats what was typed', () => {
	const typed = fc.oneof(
		fc.webUrl({ withQueryParameters: true, withFragments: true }),
		fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] }),
		fc.string().map((rest) => `https://secret:${rest}@host.test/`),
		fc.string(),
	);
	fc.assert(
		fc.property(typed, (baseUrl) => {
			const found = custom(baseUrl) as { url: string } | string;
			if (typeof found !== 'string') {
				const { protocol, hostname, href, origin, pathname } = new URL(found.url);
				const isLoopback = /^(localhost|127\..*|\[::1\])$/.test(hostname);
				expect(protocol === 'https:' || (protocol === 'http:' && isLoopback)).toBe(true);
				expect(href).toBe(`${origin}${pathname}`);
				expect(found.url).not.toMatch(/\/$/);
			} else {
				expect([NO_ADDRESS, NO_HTTPS, USER_INFO, QUERY]).toContain(found);
			}
		}),
		{ seed: 7, numRuns: 300 },
	);
});
