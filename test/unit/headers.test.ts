import { unsendableToken, withSendableSession } from '../../nodes/LiveVoxSms/transport/headers';
import { CREDENTIAL } from './credential-values';

test.each<[string, boolean]>([
	['8996d6b7-1f25-46a1-85d4-5dc42a850792', true],
	['abc ~!"ü\t', true],
	['', true],
	['a\nb', false],
	['a\r', false],
	['a\0', false],
	['a\x7f', false],
	['tokеn', false],
	['😀', false],
])('a header takes %j: %p', (value, isSendable) => {
	const credential = { ...CREDENTIAL, accessToken: value, sessionId: value };
	expect(unsendableToken(credential) === undefined).toBe(isSendable);
	expect(withSendableSession(credential).sessionId).toBe(isSendable ? value : '');
	const headers = () => new Headers({ 'LV-Session': value });
	if (isSendable) expect(headers).not.toThrow();
});

test('a credential that has never logged in has no session', () => {
	const credential = { ...CREDENTIAL, sessionId: undefined as unknown as string };
	expect(withSendableSession(credential)).toBe(credential);
});
