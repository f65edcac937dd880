import { characterName } from './characterNames';

/** What a text costs on the air. */
export interface TextFigures {
	encoding: 'GSM-7' | 'UCS-2';
	segments: number;
	/** GSM-7: with 2 for a character of the extension table. */
	septets?: number;
	/** UCS-2: 16-bit units, 2 for a surrogate pair. */
	units?: number;
	/** How many more septets or units fit without another segment. */
	remaining: number;
	/** UCS-2: the first character that GSM-7 lacks; its position counts characters (code points) from 1. */
	unicodeCause?: { character: string; position: number; name: string };
}

/** 3GPP TS 23.038, 6.2.1: the default alphabet in the order of its table. The escape isn't a character. */
const BASIC =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

/** 6.2.1.1: the extension table. Each takes an escape and a septet of its own. */
const EXTENSION = '\f^{}\\[~]|€';

/** Without the national tables: a sender has to ask for these, and nothing says that LiveVox does. */
const SEPTETS = new Map([...BASIC, ...EXTENSION].map((one) => [one, EXTENSION.includes(one) ? 2 : 1]));

// 140 octets, of which the header of a concatenated text takes 6 (3GPP TS 23.040, 9.2.3.24.1).
const GSM_7 = { single: 160, part: 153, sizeOf: (character: string) => SEPTETS.get(character) ?? 0 };
const UCS_2 = { single: 70, part: 67, sizeOf: (character: string) => character.length };

/**
 * Counts a text as a phone network does: GSM-7 if its table has every character, otherwise UCS-2 for all. An escape pair
 * and a surrogate pair stay together (3GPP TS 23.040); emoji of several code points don't. An empty text is one segment.
 */
export function measureText(text: string): TextFigures {
	const characters = Array.from(text);
	const index = characters.findIndex((character) => !SEPTETS.has(character));
	const character = characters[index];
	const { size, segments, remaining } = fill(characters, character === undefined ? GSM_7 : UCS_2);
	if (character === undefined) return { encoding: 'GSM-7', segments, septets: size, remaining };
	const unicodeCause = { character, position: index + 1, name: characterName(character) };
	return { encoding: 'UCS-2', segments, units: size, remaining, unicodeCause };
}

/** The distinct characters of the text that GSM-7 lacks, in order of appearance. */
export const nonGsmCharacters = (text: string): string[] =>
	Array.from(new Set(text)).filter((character) => !SEPTETS.has(character));

/** Fills part after part, with each character whole. */
function fill(characters: string[], { single, part, sizeOf }: typeof GSM_7) {
	let [size, segments, used] = [0, 1, 0];
	for (const more of characters.map(sizeOf)) {
		size += more;
		if (used + more > part) [segments, used] = [segments + 1, 0];
		used += more;
	}
	return size <= single ? { size, segments: 1, remaining: single - size } : { size, segments, remaining: part - used };
}
