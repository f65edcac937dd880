import { fetchDirectory, fetchServices, fetchTemplates } from '../../nodes/LiveVoxSms/transport/endpoints';
import type { Call, Row } from '../../nodes/LiveVoxSms/transport/endpoints';
import type { LiveVoxSession } from '../../nodes/LiveVoxSms/transport/session';

type Answer = (asked: { path: string; query: Record<string, unknown> }) => Record<string, unknown>;

/** A session with a LiveVox that answers so. */
function sessionWith(answerTo: Answer, clientId = '1234', loginAs = 'user') {
	const asked: Array<{ path: string; query: Record<string, unknown> }> = [];
	const session = {
		loginAs,
		clientId: async () => clientId,
		lookUp: async ({ path, query = {}, read }: Call<unknown>) => {
			asked.push({ path, query });
			const body = answerTo({ path, query });
			return 'status' in body
				? { outcome: 'rejected', cause: 'request', error: { httpStatus: body.status } }
				: { outcome: 'accepted', value: read(body) };
		},
	};
	return { asked, session: session as unknown as LiveVoxSession };
}

const CENTERS = '/configuration/callCenters';
const SERVICES = '/configuration/services';

/** One call center, and these rows as its services. */
const withServices =
	(service: Row[]): Answer =>
	({ path }) =>
		path === CENTERS ? { callCenter: [{ callCenterId: '77', name: 'Oakland' }] } : { service };

test('names each service and its call center', async () => {
	const { asked, session } = sessionWith(({ path, query }) =>
		path === CENTERS
			? {
					callCenter: [
						{ callCenterId: '77', name: 'Oakland' },
						{ callCenterId: '78', name: 'Reno' },
					],
				}
			: { service: [{ serviceId: `${query.callCenter}1`, name: 'Reminders' }] },
	);
	expect(await fetchServices(session)).toEqual({
		outcome: 'accepted',
		value: [
			{ serviceId: '771', name: 'Reminders', callCenter: 'Oakland' },
			{ serviceId: '781', name: 'Reminders', callCenter: 'Reno' },
		],
	});
	expect(asked).toEqual([
		{ path: CENTERS, query: { client: '1234', count: 1000, offset: 0 } },
		{ path: SERVICES, query: { callCenter: '77', count: 1000, offset: 0 } },
		{ path: SERVICES, query: { callCenter: '78', count: 1000, offset: 0 } },
	]);
});

// LiveVox's page and its answers differ in what an id is called.
test('an id may be called just that, and a name may be missing', async () => {
	const { asked, session } = sessionWith(({ path }) =>
		path === CENTERS ? { callCenter: [{ id: 77 }] } : { service: [{ id: 100915 }] },
	);
	expect(await fetchServices(session)).toMatchObject({
		value: [{ serviceId: '100915', name: '', callCenter: '' }],
	});
	expect(asked[1]?.query).toMatchObject({ callCenter: 77 });
});

test('where LiveVox has told no client id, it is left to LiveVox', async () => {
	const { asked, session } = sessionWith(withServices([]), '');
	await fetchServices(session);
	expect(asked[0]).toEqual({ path: CENTERS, query: { count: 1000, offset: 0 } });
});

test('a call center without an id has no services that could be asked for', async () => {
	const { asked, session } = sessionWith(({ path }) =>
		path === CENTERS ? { callCenter: [{ name: 'Oakland' }] } : { service: [{ serviceId: '1' }] },
	);
	expect(await fetchServices(session)).toEqual({ outcome: 'accepted', value: [] });
	expect(asked.map(({ path }) => path)).toEqual([CENTERS]);
});

test('every page is asked for, from where the last one ended', async () => {
	const pages = [[{ id: 1 }, { id: 2 }], [{ id: 3 }], [{ id: 4 }]];
	const { asked, session } = sessionWith(({ path, query }) => {
		if (path === CENTERS) return { callCenter: [{ id: 77 }] };
		const page = [0, 2, 3].indexOf(Number(query.offset));
		return { service: pages[page], next: page < 2 ? 'more' : '' };
	});
	const result = await fetchServices(session);
	const ids = result.outcome === 'accepted' && result.value.map(({ serviceId }) => serviceId);
	expect(ids).toEqual(['1', '2', '3', '4']);
	expect(asked.map(({ query }) => query.offset)).toEqual([0, 0, 2, 3]);
});

test('a list without an end is left after 100 pages', async () => {
	const { asked, session } = sessionWith(({ path }) =>
		path === CENTERS ? { callCenter: [{ id: 77 }] } : { service: [{ id: 1 }], next: 'more' },
	);
	expect(await fetchServices(session)).toMatchObject({ value: { length: 100 } });
	expect(asked).toHaveLength(101);
});

test.each([CENTERS, SERVICES])('a rejection of %s is the result', async (rejected) => {
	const { asked, session } = sessionWith((request) =>
		request.path === rejected ? { status: 403 } : withServices([])(request),
	);
	expect(await fetchServices(session)).toMatchObject({
		outcome: 'rejected',
		error: { httpStatus: 403 },
	});
	expect(asked.at(-1)?.path).toBe(rejected);
});

describe('the templates', () => {
	test('are found by their IDs, with text and code', async () => {
		const templates = [
			{ id: 75870, message: 'Hello', smsCode: '53063' },
			{ id: '7', message: null, smsCode: 4155550123 },
			{ id: 8, smsCode: ' ' },
		];
		const { session } = sessionWith(() => ({ templates }));
		const result = await fetchTemplates(session);
		expect(result.outcome === 'accepted' && [...result.value]).toEqual([
			['75870', { text: 'Hello', code: '53063' }],
			['7', { text: undefined, code: '4155550123' }],
			['8', { text: undefined, code: undefined }],
		]);
	});

	test('are missing if LiveVox rejects the call', async () => {
		const { session } = sessionWith(() => ({ status: 403 }));
		expect(await fetchTemplates(session)).toMatchObject({ outcome: 'rejected', error: { httpStatus: 403 } });
	});
});

describe('the directory', () => {
	const CODES = {
		listSmsCodes: [{ code: '53063', description: 'Main' }, { code: 4155550123 }, { description: 'None' }],
	};
	const codes = new Map([
		['53063', 'Main'],
		['4155550123', '4155550123'],
	]);
	const answers: Answer = ({ path, query }) =>
		path === '/sms/codes' ? CODES : withServices([{ serviceId: 1, name: 'Reminders' }])({ path, query });

	test('has the codes, and the services with their call centers', async () => {
		const { session } = sessionWith(answers);
		expect(await fetchDirectory(session)).toEqual({
			outcome: 'accepted',
			value: { codes, services: new Map([['1', 'Reminders · Oakland']]) },
		});
	});

	test('asks for no services for an agent', async () => {
		const { asked, session } = sessionWith(answers, '1234', 'agent');
		expect(await fetchDirectory(session)).toEqual({ outcome: 'accepted', value: { codes } });
		expect(asked).toHaveLength(1);
	});

	test('says why there are no services', async () => {
		const { session } = sessionWith(({ path }) => (path === '/sms/codes' ? CODES : { status: 403 }));
		expect(await fetchDirectory(session)).toMatchObject({
			outcome: 'accepted',
			value: { codes, servicesFailure: { outcome: 'rejected', error: { httpStatus: 403 } } },
		});
	});

	test('is missing if LiveVox does not list the codes', async () => {
		const { session } = sessionWith(() => ({ status: 429 }));
		expect(await fetchDirectory(session)).toMatchObject({ outcome: 'rejected', error: { httpStatus: 429 } });
	});
});
