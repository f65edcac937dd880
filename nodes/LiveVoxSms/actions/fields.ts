import type { Checked } from '../message/checked';
import type { FieldRefusal } from '../message/request';
import { shown } from '../message/shown';
import type { Refusal } from '../transport/explain';

const LONGEST_WORDS = 200;

/** Reads the fields of one item and gathers what has to be mended in them. */
export class Fields {
	readonly refusals: FieldRefusal[] = [];

	/** An expression that cannot be worked out makes its item a bad one, not the run. */
	read<T>(field: string, read: () => T): T | undefined {
		try {
			return read();
		} catch (error) {
			const words = shown((error as Error).message, LONGEST_WORDS);
			const what = `has an expression that cannot be worked out: ${words}`;
			this.refusals.push({ field, what, mend: 'Mend the expression of this field' });
			return undefined;
		}
	}

	/** The value that passed its check. */
	take<T>(field: string, checked: Checked<T>): T | undefined {
		if (checked.ok) return checked.value;
		this.refusals.push({ field, what: checked.what, mend: checked.mend });
		return undefined;
	}
}

/** Says of each field what is wrong with it, then how to mend them. */
export const explainFields = (refusals: FieldRefusal[]): Refusal => ({
	message: refusals.map(sentence).join('; '),
	description: [...new Set(refusals.map(({ mend }) => `${mend}.`))].join(' '),
	httpStatus: null,
	code: null,
});

export const sentence = ({ field, what }: FieldRefusal) => `${field} ${what}`;
