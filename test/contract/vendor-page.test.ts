import type { LiveVoxState } from '../simulator';
import { demoState } from '../simulator';
import { useBench } from './support';

/** The answer of the example for List Templates, letter for letter. */
const EXAMPLE_TEMPLATES = JSON.parse(`{
  "templates": [
    {
      "id": 75870,
      "message": "Hello reply yes for SMS Opt-In",
      "smsCode": "53063",
      "optInFlag": false
    },
    {
      "id": 75959,
      "description": "sms_blast",
      "message": "APItest",
      "smsCode": "53063",
      "optInFlag": false
    }
  ]
}`);

/** The answer of the example for List SMS Codes, letter for letter. */
const EXAMPLE_CODES = JSON.parse(`{
  "listSmsCodes": [
    {
      "code": "14159174458",
      "description": "Long_Code"
    }
  ]
}`);

/** What the examples on the vendor page presuppose. */
function stateOfThePage(): LiveVoxState {
	return {
		...demoState(),
		codes: structuredClone(EXAMPLE_CODES.listSmsCodes),
		templates: structuredClone(EXAMPLE_TEMPLATES.templates),
	};
}

const JSON_HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json' };

/** The body of the example for Send SMS, letter for letter. */
const EXAMPLE_SEND = `{
  "from": "53063",
  "to": "4154164061",
  "serviceId": "100915",
  "body": {
    "templateId": "74257"
  },
  "account": "13213"
}`;

describe('the vendor page', () => {
	const bench = useBench({ state: stateOfThePage() });

	it('List Templates', async () => {
		const api = await bench.loggedIn();
		const answer = await api.get('/sms/templates', { headers: JSON_HEADERS });
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toBe('application/json');
		expect(answer.data).toEqual(EXAMPLE_TEMPLATES);
	});

	it('List SMS Codes', async () => {
		const api = await bench.loggedIn();
		const answer = await api.get('/sms/codes', { headers: JSON_HEADERS });
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toBe('application/json');
		expect(answer.data).toEqual(EXAMPLE_CODES);
	});

	it('Send SMS', async () => {
		bench.simulator.state.codes.push({ code: '53063', description: 'Short_Code' });
		bench.simulator.state.templates.push({
			id: 74257,
			message: 'Reminder',
			smsCode: '53063',
			optInFlag: false,
		});
		bench.simulator.state.nextTransactionId = 51644325690;
		const api = await bench.loggedIn();
		const answer = await api.post('/sms/', EXAMPLE_SEND, { headers: JSON_HEADERS });
		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toBe('application/json');
		expect(answer.data).toEqual({ transactionId: 51644325690 });
		expect(bench.simulator.record.sent).toEqual([
			{
				transactionId: 51644325690,
				from: '53063',
				to: '4154164061',
				serviceId: 100915,
				templateId: 74257,
				account: '13213',
				userName: 'demo.user',
				at: bench.now,
			},
		]);
	});
});

describe('the demo state', () => {
	const bench = useBench();

	it('makes the page’s example work as it stands', async () => {
		const api = await bench.loggedIn();
		const answer = await api.post('/sms/', EXAMPLE_SEND, { headers: JSON_HEADERS });
		expect(answer.data).toEqual({ transactionId: 999999999990 });
	});

	it('is a fresh copy each time', () => {
		demoState().codes.length = 0;
		expect(demoState().codes.length).toBeGreaterThanOrEqual(4);
	});

	it('has what a dropdown has to cope with', () => {
		const { templates, callCenters, services, suppressedNumbers } = demoState();
		expect(templates.some(({ description }) => description === undefined)).toBe(true);
		expect(templates.some(({ message }) => message.includes('’'))).toBe(true);
		for (const id of [75870, 75959, 74257]) {
			expect(templates.map((template) => template.id)).toContain(id);
		}
		for (const { callCenterId } of callCenters) {
			const own = services.filter((service) => service.callCenterId === callCenterId);
			expect(own.length).toBeGreaterThanOrEqual(2);
		}
		expect(suppressedNumbers).toHaveLength(1);
	});
});
