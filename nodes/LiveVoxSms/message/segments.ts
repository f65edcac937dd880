import { characterName } from './characterName';
import { septetsOf } from './gsm7';

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

/** How much fits into a text of one part, and into each part of a longer one beside its header. */
interface Room {
	alone: number;
	inPart: number;
}

// 140 octets, of which the header of a concatenated text takes 6 (3GPP TS 23.040, 9.2.3.24.1).
const GSM_7: Room = { alone: 160, inPart: 153 };
const UCS_2: Room = { alone: 70, inPart: 67 };

/**
 * Counts a text as a phone network does: GSM-7 where its table has every character, else UCS-2 for the whole
 * text.
 *
 * An escape pair and a surrogate pair stay together (3GPP TS 23.040), so a part may stay one short. Emoji of
 * several code points may be split between these. Half of a surrogate pair counts one unit. An empty text is
 * one segment without septets, because a message without a text is still one message.
 */
export function measure(text: string): TextFigures {
	const unicodeCause = firstUnicodeCharacter(text);
	if (unicodeCause) {
		const { size, segments, remaining } = pack(text, UCS_2, (character) => character.length);
		return { encoding: 'UCS-2', segments, units: size, remaining, unicodeCause };
	}
	const { size, segments, remaining } = pack(text, GSM_7, (character) => septetsOf(character) ?? 0);
	return { encoding: 'GSM-7', segments, septets: size, remaining };
}

/** The distinct characters of the text that GSM-7 lacks, in order of appearance. */
export function unicodeCharacters(text: string): string[] {
	return Array.from(new Set(text)).filter((character) => septetsOf(character) === undefined);
}

function firstUnicodeCharacter(text: string): TextFigures['unicodeCause'] {
	let position = 0;
	for (const character of text) {
		position++;
		if (septetsOf(character) === undefined) {
			return { character, position, name: characterName(character) };
		}
	}
	return undefined;
}

/** Fills part after part, with each character whole. */
function pack(
	text: string,
	room: Room,
	sizeOf: (character: string) => number,
): { size: number; segments: number; remaining: number } {
	let size = 0;
	let parts = 1;
	let used = 0;
	for (const character of text) {
		const more = sizeOf(character);
		size += more;
		if (used + more > room.inPart) {
			parts++;
			used = 0;
		}
		used += more;
	}
	return size <= room.alone
		? { size, segments: 1, remaining: room.alone - size }
		: { size, segments: parts, remaining: room.inPart - used };
}
