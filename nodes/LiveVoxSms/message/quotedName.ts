import { characterName } from './characterName';
import { isInvisible } from './invisible';
import { isShowable } from './shown';

/**
 * A character for a user who has to find it: itself and its name, as in `"’", right single quotation mark (U+2019)`, where it can be shown; of one
 * that nobody sees it says so.
 */
export function quotedName(character: string): string {
	const name = characterName(character);
	if (isInvisible(character)) return `an invisible character, ${name}`;
	return isShowable(character) ? `"${character}", ${name}` : name;
}
