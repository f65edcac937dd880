/** A value that passed its check; or what is wrong with it and how to mend that, each without a final stop. */
export type Checked<T> = { ok: true; value: T } | { ok: false; what: string; mend: string };

/** Says of a value what is wrong with it, after the name of its field, and how to mend it. */
export const refuse = (what: string, mend: string): Extract<Checked<never>, { ok: false }> => ({
	ok: false,
	what,
	mend,
});
