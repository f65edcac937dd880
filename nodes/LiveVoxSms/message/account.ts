import { refuseBroken } from './broken';
import { refuse, type Checked } from './checked';
import { removeInvisible } from './invisible';
import { textOf } from './values';

/** @returns the account number as it goes out; undefined where it is empty and may be */
export function checkAccount(
	value: unknown,
	loginAs: 'user' | 'agent',
): Checked<string | undefined> {
	const text = textOf(value);
	if (text === undefined) return refuse('is not an account number', 'Give it a text or a number');
	const account = tidyAccount(text);
	if (account === '' && loginAs === 'agent') {
		return refuse(
			'is empty',
			'Type the account number of the recipient: a credential that logs in as an agent has to name it',
		);
	}
	const broken = refuseBroken(account) ?? refuseInexact(value, account);
	return broken ?? { ok: true, value: account || undefined };
}

/** A number or code without the apostrophe of a spreadsheet and what nobody sees; any other text stays as it is. */
function tidyAccount(text: string): string {
	const visible = removeInvisible(text)
		.trim()
		.replace(/^['’](?=\d)/, '');
	return visible === '' || /^(?=.*\d)[\w./#-]+$/.test(visible) ? visible : text.trim();
}

/** A number that a spreadsheet or JavaScript has changed: its digits may be others than those of the account. */
function refuseInexact(
	value: unknown,
	account: string,
): Extract<Checked<never>, { ok: false }> | undefined {
	const isInexact = typeof value === 'number' && !Number.isSafeInteger(value);
	if (!isInexact && !/^\d+[.,]0+$/.test(account)) return undefined;
	return refuse(
		'is a number that was rounded or made a decimal',
		'Format the column of the spreadsheet as text, or have the expression return a text',
	);
}
