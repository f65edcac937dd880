import { rejection, TOKEN, CREDENTIALS, USER_MESSAGE, useBench } from './support';

const bench = useBench();

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** Method, path, and the route that it belongs to; the session id takes the place of `ID`. */
const ROUTES = [
	['POST', '/session/login', 'login'],
	['GET', '/session/validate/ID', 'validate'],
	['DELETE', '/session/logout/ID', 'logout'],
	['GET', '/sms/templates', 'templates'],
	['GET', '/sms/codes', 'codes'],
	['POST', '/sms', 'send'],
	['GET', '/configuration/callCenters', 'callCenters'],
	['GET', '/configuration/services', 'services'],
] as const;

const BODIES: Partial<Record<string, object>> = { login: CREDENTIALS, send: USER_MESSAGE };
const PARAMS = { client: 1234, callCenter: 501, count: 10, offset: 0 };

function spellings(path: string): string[] {
	const versioned = ['v17.0', 'v5.0', 'v1'].map((version) => path.replace(/^\/\w+/, `$&/${version}`));
	return [path, ...versioned].flatMap((spelling) => [spelling, `${spelling}/`]);
}

describe.each(ROUTES)('%s %s', (method, path, route) => {
	it.each(spellings(path))('is found at %s', async (spelling) => {
		const api = await bench.loggedIn();
		const id = String(api.defaults.headers['LV-Session']);
		const url = spelling.replace('ID', id);
		const data = BODIES[route] ?? {};
		const headers = { 'LV-Access': TOKEN };
		const answer = await api.request({ method, url, data, headers, params: PARAMS });
		expect([200, 204]).toContain(answer.status);
		expect(bench.simulator.record.requests.at(-1)).toMatchObject({ route, method, path: url });
	});

	it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter((other) => other !== method))(
		'rejects %s with 405',
		async (other) => {
			const api = await bench.loggedIn();
			expect(rejection(await api.request({ method: other, url: path })).status).toBe(405);
			expect(bench.simulator.record.requests.at(-1)?.route).toBe('unknown');
		},
	);

	it('rejects HEAD with 405', async () => {
		expect((await bench.api.head(path)).status).toBe(405);
	});
});

it.each([
	'/',
	'/sms/nothing',
	'/sms/templates/75870',
	'/templates',
	'/v17.0/sms/templates',
	'/sms/17/templates',
	'/sms/v17.0/v17.0/templates',
	'/session/validate',
])('404 for %s', async (path) => {
	const api = await bench.loggedIn();
	expect(rejection(await api.get(path)).status).toBe(404);
	expect(bench.simulator.record.requests.at(-1)).toMatchObject({ route: 'unknown', answer: 404 });
});

describe.each([
	['/session/login', CREDENTIALS, { 'LV-Access': TOKEN }],
	['/sms/', USER_MESSAGE, {}],
])('the body of POST %s', (path, body, access) => {
	it.each([
		['is cut off', '{"from":', JSON_TYPE],
		['is no object', '"text"', JSON_TYPE],
		['is an array', '[]', JSON_TYPE],
		['is null', 'null', JSON_TYPE],
		['is empty', '', JSON_TYPE],
		['is a form', 'from=53063&to=4155550123', { 'Content-Type': 'application/x-www-form-urlencoded' }],
		['has another media type', JSON.stringify(body), { 'Content-Type': 'text/plain' }],
		['has no valid media type', JSON.stringify(body), { 'Content-Type': 'json' }],
	])('is rejected with 400 where it %s', async (_what, data, type) => {
		const api = await bench.loggedIn();
		// Without this axios would quote a text that is not JSON.
		const transformRequest = (text: string) => text;
		const headers = { ...access, ...type };
		const answer = await api.post(path, data, { headers, transformRequest });
		expect(rejection(answer).status).toBe(400);
		expect(bench.simulator.record.requests.at(-1)?.answer).toBe(400);
		expect(bench.simulator.record.sent).toEqual([]);
	});
});

it('takes a content type with a charset', async () => {
	const api = await bench.loggedIn();
	const headers = { 'Content-Type': 'application/json; charset=UTF-8' };
	expect((await api.post('/sms/', USER_MESSAGE, { headers })).status).toBe(200);
});

it('does not ask for LV-Access after the login', async () => {
	const api = await bench.loggedIn();
	expect((await api.get('/sms/codes')).status).toBe(200);
	const headers = { 'LV-Access': 'unknown-token' };
	expect((await api.get('/sms/codes', { headers })).status).toBe(200);
});
