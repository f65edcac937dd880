declare module 'split-sms' {
	/** `bytes` are septets for GSM and octets for Unicode, `remainingInPart` septets or 16-bit units. */
	export function split(text: string): {
		characterSet: 'GSM' | 'Unicode';
		parts: unknown[];
		bytes: number;
		remainingInPart: number;
	};
}
