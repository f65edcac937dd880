/** What a LiveVox portal holds, as plain data that a test may change at any moment. */

export type Role = 'Sysadmin' | 'Superuser' | 'Manager' | 'Agent' | 'IT User' | 'Viewer';

export interface Client {
	clientId: number;
	/** The code that a login sends as `clientName`. */
	clientCode: string;
	accessTokens: string[];
}

/** Who can log in: a LiveVox user or a call center agent. */
export interface Account {
	clientCode: string;
	userName: string;
	password: string;
	kind: 'user' | 'agent';
	role: Role;
	userId: number;
	daysUntilPasswordExpires?: number;
	passwordExpired?: boolean;
	/** For an agent: the id of the service logged into, from which the SMS goes out. */
	service?: number;
}

export interface CallCenter {
	callCenterId: number;
	name: string;
	clientId: number;
}

export interface Service {
	serviceId: number;
	name: string;
	callCenterId: number;
}

export interface SmsCode {
	code: string;
	description: string;
}

export interface SmsTemplate {
	id: number;
	description?: string;
	message: string;
	smsCode: string;
	optInFlag: boolean;
}

export interface LiveVoxState {
	clients: Client[];
	accounts: Account[];
	callCenters: CallCenter[];
	services: Service[];
	codes: SmsCode[];
	templates: SmsTemplate[];
	/** Ten-digit numbers on a "do not contact" list. */
	suppressedNumbers: string[];
	/** The id that the next accepted message gets. */
	nextTransactionId: number;
}

/**
 * @returns the call centers of one client, in the order of the state
 */
export function callCentersOf(state: LiveVoxState, clientCode: string): CallCenter[] {
	const client = state.clients.find((candidate) => candidate.clientCode === clientCode);
	return state.callCenters.filter((callCenter) => callCenter.clientId === client?.clientId);
}

/**
 * @returns the services in all call centers of one client, in the order of the state
 */
export function servicesOf(state: LiveVoxState, clientCode: string): Service[] {
	const own = new Set(callCentersOf(state, clientCode).map(({ callCenterId }) => callCenterId));
	return state.services.filter(({ callCenterId }) => own.has(callCenterId));
}
