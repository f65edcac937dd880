/** 3GPP TS 23.038, 6.2.1: the default alphabet in the order of its table. The escape is no character. */
const BASIC =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ' +
	' !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
	'¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** 3GPP TS 23.038, 6.2.1.1: the extension table. Each takes an escape and a septet of its own. */
const EXTENSION = '\f^{}\\[~]|€';

const SEPTETS = new Map([
	...Array.from(BASIC, (character) => [character, 1] as const),
	...Array.from(EXTENSION, (character) => [character, 2] as const),
]);

/**
 * What one character costs in GSM-7, without its national tables: a sender has to ask for these, and nothing
 * says that LiveVox does.
 *
 * @param character one code point
 * @returns 1 or 2 septets; undefined where GSM-7 lacks the character
 */
export const septetsOf = (character: string): 1 | 2 | undefined => SEPTETS.get(character);
