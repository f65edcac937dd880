import type { Account, LiveVoxState } from './state';

/**
 * A small portal to try things on: client code `DEMO`, a user, an agent, two accounts whose roles lack
 * a right, and every id of the examples on the vendor page.
 *
 * @returns a fresh copy at each call
 */
export function demoState(): LiveVoxState {
	return {
		clients: [{ clientId: 1234, clientCode: 'DEMO', accessTokens: ['demo-access-token'] }],
		accounts: demoAccounts(),
		callCenters: [
			{ callCenterId: 501, name: 'Oakland', clientId: 1234 },
			{ callCenterId: 502, name: 'Denver', clientId: 1234 },
		],
		services: [
			{ serviceId: 100915, name: 'Appointment reminders', callCenterId: 501 },
			{ serviceId: 100916, name: 'Payment reminders', callCenterId: 501 },
			{ serviceId: 100917, name: 'Surveys', callCenterId: 501 },
			{ serviceId: 100920, name: 'Collections', callCenterId: 502 },
			{ serviceId: 100921, name: 'Customer care', callCenterId: 502 },
		],
		codes: [
			{ code: '53063', description: 'Short_Code' },
			{ code: '53064', description: 'Short_Code_Surveys' },
			{ code: '14155550100', description: 'Long_Code' },
			{ code: '14155550101', description: 'Long_Code_Collections' },
		],
		templates: [
			{
				id: 75870,
				message: 'Hello reply yes for SMS Opt-In',
				smsCode: '53063',
				optInFlag: false,
			},
			template(75959, 'sms_blast', 'APItest', '53063'),
			template(74257, 'appointment_reminder', 'You have an appointment tomorrow.', '53063'),
			template(76001, 'payment_due', 'Your payment is due. Call us on 415-555-0100.', '14155550100'),
			template(76002, 'thank_you', 'We’ll see you soon ☺', '14155550101'),
		],
		suppressedNumbers: ['4155550199'],
		// Runs over to 13 digits soon: the page's example has 11, and 12 have been seen.
		nextTransactionId: 999_999_999_990,
	};
}

function demoAccounts(): Account[] {
	return [
		{ ...account('demo.user', 'user', 'Manager', 56789), daysUntilPasswordExpires: 42 },
		{ ...account('demo.agent', 'agent', 'Agent', 56790), service: 100915 },
		account('demo.viewer', 'user', 'Viewer', 56791),
		account('demo.it', 'user', 'IT User', 56792),
	];
}

function account(userName: string, kind: Account['kind'], role: Account['role'], userId: number): Account {
	return { clientCode: 'DEMO', userName, password: 'demo-password', kind, role, userId };
}

function template(id: number, description: string, message: string, smsCode: string) {
	return { id, description, message, smsCode, optInFlag: false };
}
