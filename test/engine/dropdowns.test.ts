import { Harness } from './harness';

let harness: Harness;
beforeAll(async () => (harness = await Harness.start()));
afterEach(() => harness.reset());
afterAll(async () => await harness.close());

const search = async (method: string, filter?: string) => {
	const { results } = await harness.engine.listSearch(method, filter);
	return results.map(({ name, value }) => ({ name, value }));
};

describe('From', () => {
	test('lists the codes with their description', async () => {
		expect(await search('searchCodes')).toContainEqual({
			name: 'Short_Code · 53063',
			value: '53063',
		});
	});

	test('finds by code and description', async () => {
		expect(await search('searchCodes', '0101')).toHaveLength(1);
		expect(await search('searchCodes', 'COLLECTIONS')).toHaveLength(1);
		expect(await search('searchCodes', 'nothing like it')).toEqual([]);
	});
});

describe('Template', () => {
	test('shows description or text, the code and the id', async () => {
		const found = await search('searchTemplates');
		expect(found).toHaveLength(harness.livevox.state.templates.length);
		expect(found).toContainEqual({ name: 'sms_blast · from 53063 · 75959', value: '75959' });
		expect(found).toContainEqual({
			name: 'Hello reply yes for SMS Opt-In · from 53063 · 75870',
			value: '75870',
		});
	});

	test('cuts a long text short', async () => {
		harness.livevox.state.templates = [{ id: 1, message: 'long '.repeat(100), smsCode: '53063', optInFlag: false }];
		const [found] = await search('searchTemplates');
		expect(found?.name.length).toBeLessThan(100);
		expect(found?.name).toContain('… · from 53063 · 1');
	});
});

describe('Service', () => {
	test('lists the services of all call centers', async () => {
		const found = await search('searchServices');
		expect(found).toContainEqual({
			name: 'Appointment reminders · Oakland · 100915',
			value: '100915',
		});
		expect(found).toHaveLength(harness.livevox.state.services.length);
	});

	test.each([
		['number', 'specific'],
		['string', 'id'],
	] as const)('reads ids as %s under %s keys', async (ids, idKeys) => {
		Object.assign(harness.livevox.switches, { ids, idKeys });
		expect(await search('searchServices', '100915')).toHaveLength(1);
	});

	test('reads every page', async () => {
		const { state, record } = harness.livevox;
		const { callCenterId } = state.callCenters[0]!;
		state.services = Array.from({ length: 2500 }, (_, i) => ({
			serviceId: 200_000 + i,
			name: `Service ${i}`,
			callCenterId,
		}));
		expect(await search('searchServices')).toHaveLength(2500);
		expect(record.count('services')).toBe(3 + state.callCenters.length - 1);
	});

	test('of an agent says in LiveVox’s words that it may not, and what to do', async () => {
		harness.logInAsAgent();
		const failure = await harness.engine.listSearch('searchServices').catch((error) => error);
		const answer = harness.livevox.record.requests.find(({ route }) => route === 'callCenters');
		expect(answer?.answer).toBe(403);
		expect(failure.message).toMatch(/\(LiveVox, status 403\)/);
		expect(failure.message).toMatch(/Select 'By ID' instead of 'From List'/);
	});
});

describe('any dropdown', () => {
	test.each(['searchCodes', 'searchTemplates', 'searchServices'])(
		'%s says why a login was rejected',
		async (method) => {
			harness.changeCredential({ password: 'not-the-password' });
			const failure = await harness.engine.listSearch(method).catch((error) => error);
			expect(failure.message).toMatch(/^LiveVox rejected the login: /);
			expect(failure.description).toContain('client code');
			expect(harness.livevox.record.logins).toHaveLength(1);
		},
	);

	test('shows no entry for a row without an id', async () => {
		harness.livevox.faults.add({
			route: 'codes',
			kind: 'answer',
			status: 200,
			body: { listSmsCodes: [{ description: 'No code' }, { code: '53063' }] },
			carriedOut: true,
		});
		expect(await search('searchCodes')).toEqual([{ name: '53063', value: '53063' }]);
	});
});
