import type { Row } from '../../nodes/LiveVoxSms/transport/calls';
import { listAllServices } from '../../nodes/LiveVoxSms/transport/services';
import type { Call, LiveVoxSession } from '../../nodes/LiveVoxSms/transport/session';
import { answer } from './replies';

type Answer = (asked: { path: string; query: Record<string, unknown> }) => Record<string, unknown>;

/** A session with a LiveVox that answers so. */
function sessionWith(answerTo: Answer, clientId = '1234') {
	const asked: Array<{ path: string; query: Record<string, unknown> }> = [];
	const session = {
		clientId: async () => clientId,
		lookUp: async ({ path, query = {}, read }: Call<unknown>) => {
			asked.push({ path, query });
			const body = answerTo({ path, query });
			return 'status' in body
				? { ...answer(Number(body.status)), value: undefined }
				: { ...answer(200), value: read(body) };
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
	expect(await listAllServices(session)).toEqual({
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
	expect(await listAllServices(session)).toMatchObject({
		value: [{ serviceId: '100915', name: '', callCenter: '' }],
	});
	expect(asked[1]?.query).toMatchObject({ callCenter: '77' });
});

test('where LiveVox has told no client id, it is left to LiveVox', async () => {
	const { asked, session } = sessionWith(withServices([]), '');
	await listAllServices(session);
	expect(asked[0]).toEqual({ path: CENTERS, query: { count: 1000, offset: 0 } });
});

test('a call center without an id has no services that could be asked for', async () => {
	const { asked, session } = sessionWith(({ path }) =>
		path === CENTERS ? { callCenter: [{ name: 'Oakland' }] } : { service: [{ serviceId: '1' }] },
	);
	expect(await listAllServices(session)).toEqual({ outcome: 'accepted', value: [] });
	expect(asked.map(({ path }) => path)).toEqual([CENTERS]);
});

test('every page is asked for, from where the last one ended', async () => {
	const pages = [[{ id: 1 }, { id: 2 }], [{ id: 3 }], [{ id: 4 }]];
	const { asked, session } = sessionWith(({ path, query }) => {
		if (path === CENTERS) return { callCenter: [{ id: 77 }] };
		const page = [0, 2, 3].indexOf(Number(query.offset));
		return { service: pages[page], next: page < 2 ? 'more' : '' };
	});
	const result = await listAllServices(session);
	const ids = result.outcome === 'accepted' && result.value.map(({ serviceId }) => serviceId);
	expect(ids).toEqual(['1', '2', '3', '4']);
	expect(asked.map(({ query }) => query.offset)).toEqual([0, 0, 2, 3]);
});

test('a list without an end is left after 100 pages', async () => {
	const { asked, session } = sessionWith(({ path }) =>
		path === CENTERS ? { callCenter: [{ id: 77 }] } : { service: [{ id: 1 }], next: 'more' },
	);
	expect(await listAllServices(session)).toMatchObject({ value: { length: 100 } });
	expect(asked).toHaveLength(101);
});

test.each([CENTERS, SERVICES])('a refusal of %s is the result', async (refused) => {
	const { asked, session } = sessionWith((request) =>
		request.path === refused ? { status: 403 } : withServices([])(request),
	);
	expect(await listAllServices(session)).toMatchObject({
		outcome: 'rejected',
		reply: { status: 403 },
	});
	expect(asked.at(-1)?.path).toBe(refused);
});
