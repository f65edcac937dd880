import type { AxiosInstance } from 'axios';

import { rejection, useBench } from './support';

const bench = useBench();

const LISTS = [
	{ path: '/configuration/callCenters', parent: 'client', id: 1234, key: 'callCenter' },
	{ path: '/configuration/services', parent: 'callCenter', id: 501, key: 'service' },
];

const page = { count: 1000, offset: 0 };

async function list(api: AxiosInstance, path: string, params: object) {
	return await api.get(path, { params });
}

it('call centers are those of the client', async () => {
	bench.simulator.state.callCenters.push({ callCenterId: 9, name: 'Other', clientId: 2 });
	const api = await bench.loggedIn();
	const { data } = await list(api, '/configuration/callCenters', { client: 1234, ...page });
	expect(data).toEqual({
		callCenter: [
			{ callCenterId: 501, name: 'Oakland' },
			{ callCenterId: 502, name: 'Denver' },
		],
	});
	const other = await list(api, '/configuration/callCenters', { client: 2, ...page });
	expect(other.data).toEqual({ callCenter: [] });
});

it('services are those of the call center, never of another client’s', async () => {
	bench.simulator.state.callCenters.push({ callCenterId: 9, name: 'Other', clientId: 2 });
	bench.simulator.state.services.push({ serviceId: 900, name: 'Other', callCenterId: 9 });
	const api = await bench.loggedIn();
	const { data } = await list(api, '/configuration/services', { callCenter: 502, ...page });
	expect(data).toEqual({
		service: [
			{ serviceId: 100920, name: 'Collections' },
			{ serviceId: 100921, name: 'Customer care' },
		],
	});
	const other = await list(api, '/configuration/services', { callCenter: 9, ...page });
	expect(other.data).toEqual({ service: [] });
});

it('ids are called plain id as switched', async () => {
	bench.simulator.switches.idKeys = 'id';
	const api = await bench.loggedIn();
	const { data } = await list(api, '/configuration/callCenters', { client: 1234, ...page });
	expect(data.callCenter[0]).toEqual({ id: 501, name: 'Oakland' });
	const services = await list(api, '/configuration/services', { callCenter: 501, ...page });
	expect(services.data.service[0]).toEqual({ id: 100915, name: 'Appointment reminders' });
});

describe.each(LISTS)('$path', ({ path, parent, id, key }) => {
	it.each([
		['count', { offset: 0 }],
		['count', { count: '', offset: 0 }],
		['count', { count: 0, offset: 0 }],
		['count', { count: 1001, offset: 0 }],
		['count', { count: 'all', offset: 0 }],
		['offset', { count: 1000 }],
		['offset', { count: 1000, offset: -1 }],
		['offset', { count: 1000, offset: '' }],
	])('400 for a bad %s (%#)', async (field, params) => {
		const api = await bench.loggedIn();
		const answer = rejection(await list(api, path, { [parent]: id, ...params }));
		expect(answer.status).toBe(400);
		expect(answer.message).toContain(field);
	});

	it(`400 without ${parent}`, async () => {
		const api = await bench.loggedIn();
		const answer = rejection(await list(api, path, page));
		expect(answer.status).toBe(400);
		expect(answer.message).toContain(parent);
	});

	it('has a next page only while there is more', async () => {
		const api = await bench.loggedIn();
		const whole = (await list(api, path, { [parent]: id, ...page })).data[key];
		const first = await list(api, path, { [parent]: id, count: 1, offset: 0 });
		expect(first.data[key]).toEqual([whole[0]]);
		expect(first.data.next).toContain('offset=1');

		const last = { [parent]: id, count: 1, offset: whole.length - 1 };
		expect((await list(api, path, last)).data).toEqual({ [key]: [whole.at(-1)] });
		const beyond = { [parent]: id, count: 1, offset: whole.length };
		expect((await list(api, path, beyond)).data).toEqual({ [key]: [] });
	});

	it('next leads through every row', async () => {
		const api = await bench.loggedIn();
		const whole = (await list(api, path, { [parent]: id, ...page })).data[key];
		const rows: unknown[] = [];
		let { data } = await list(api, path, { [parent]: id, count: 2, offset: 0 });
		rows.push(...data[key]);
		while (data.next) {
			({ data } = await api.get(data.next));
			rows.push(...data[key]);
		}
		expect(rows).toEqual(whole);
	});
});
