import { isInvisible } from '../shared/text';

/**
 * Each group: a character of GSM-7, then those that word processors, phones and web pages put instead of it. At least
 * what Twilio, Sinch and others replace; \u0091 to \u0097 are those of Windows-1252 that was decoded wrongly.
 */
const EQUALS = String.raw`
	'\x60\xb4\u02b9\u02bb-\u02bf\u02c8\u02ca\u02cb\u2018-\u201b\u2032\u2035‹›❛❜\ua78c\ufe10\ufe11\u0091\u0092
	"«»\u02ba\u02dd\u02ee\u201c-\u201f\u2033\u2036❝❞\u301d-\u301f\u0093\u0094
	-\u2010-\u2015\u2212\u2043\u23bc\u23bd\u0096\u0097•‣∙⋅■□▪▫○●◦\u0095
	*⁎∗⊛✢-✥✱-✳✺-✽❃❉-❋⧆ /÷⁄∕⧸ \⧵⧹ |∣⎜⎟⎸⎹⏐ :ː˸⦂꞉ ;⁏ .。 ,、 !ǃ _‗ (❨❪⟮⦅ )❩❫⟯⦆ {❴ }❵ +˖ =꞊ ^ˆ ~˜˷∼`
	.trim()
	.split(/\s+/)
	.map((group) => ({ equal: group.charAt(0), pattern: new RegExp(`[${group.slice(1)}]`) }));

/** Full-width, small and fixed-width forms, ligatures of dots, fractions, and duplicates: Unicode knows their equal. */
const VARIANT =
	/[\u00a0¼½¾\u037e\u2000-\u200a\u2024-\u2026\u202f\u203c\u205f\u2126\u212a\u212b\u3000\ufe13-\ufe16\ufe50-\ufe52\ufe54\ufe56-\ufe5c\ufe5f-\ufe66\ufe68-\ufe6b\uff01-\uff5e\uff61\uff64]/;

/** For A to Z; Unicode has none for Q and X. */
const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘQʀꜱᴛᴜᴠᴡXʏᴢ';

/** Emoji of several code points, which their joiners and selectors hold together. */
const EMOJI = String.raw`[0-9#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\ufe0e|\ufe0f|\p{Emoji_Modifier}|[\u{e0020}-\u{e007f}]|\u200d\p{Extended_Pictographic})+`;

/** Joiners, selectors and fillers that belong to the spelling of a script other than Latin. */
const SPELLING = String.raw`(?<=[\p{L}\p{M}])(?<!(?:\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic})\p{M}{0,3})(?:\u200c|\u200d|[\ufe00-\ufe0d]|[\u{e0100}-\u{e01ef}])`;
const KEPT_OR_CHARACTER = new RegExp(`(${EMOJI}|${SPELLING})|[^\\n\\r\\f -_a-~]`, 'gu');

/** Replaces what looks like a character of GSM-7, composes letters, and removes what is invisible; emoji stay. */
export function replaceSmartCharacters(text: string): string {
	const visible = replaceEach(text, (character) => (isInvisible(character) ? (findEqual(character) ?? '') : character))
		.replace(/\p{L}\p{M}+/gu, compose)
		.replace(/(\d)(?=[¼½¾])/g, '$1 ') // 2½ isn't 21/2
		.replace(/(?<!l)·|·(?!l)/gi, '-'); // a bullet, unless Catalan spells l·l with it
	return replaceEach(visible, (character) => findEqual(character) ?? character);
}

const replaceEach = (text: string, replace: (character: string) => string): string =>
	text.replace(KEPT_OR_CHARACTER, (character, kept?: string) => kept ?? replace(character));

/** If it makes the letter shorter: this form takes letters of some scripts apart. */
const compose = (letter: string): string =>
	letter.normalize('NFC').length < letter.length ? letter.normalize('NFC') : letter;

function findEqual(character: string): string | undefined {
	if (/[\t\u1680\u2800\u3164\uffa0]/.test(character)) return ' '; // blanks that are letters or Braille too
	if (/[\v\u0085\u2028\u2029]/.test(character)) return '\n';
	if (VARIANT.test(character)) return Array.from(character.normalize('NFKC'), (one) => findEqual(one) ?? one).join('');
	const capital = SMALL_CAPITALS.indexOf(character);
	if (capital >= 0) return String.fromCharCode('A'.charCodeAt(0) + capital);
	return EQUALS.find(({ pattern }) => pattern.test(character))?.equal;
}
