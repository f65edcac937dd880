/** A value that passed its check; or what is wrong with it and how to mend that, each without a final stop. */
export type Checked<T> = { ok: true; value: T } | { ok: false; what: string; mend: string };
