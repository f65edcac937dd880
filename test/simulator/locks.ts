import type { Account } from './state';

/** Wrong passwords in a row, and the accounts that they have locked. */
export class Locks {
	private readonly failures = new Map<string, number>();
	private readonly locked = new Set<string>();

	isLocked(account: Account): boolean {
		return this.locked.has(keyOf(account));
	}

	/** Counts a wrong password; the one that makes `lockAfter` locks the account. */
	fail(account: Account, lockAfter: number): void {
		const key = keyOf(account);
		const failures = (this.failures.get(key) ?? 0) + 1;
		this.failures.set(key, failures);
		if (failures >= lockAfter) this.locked.add(key);
	}

	/** Forgets the failures before a right password. */
	succeed(account: Account): void {
		this.failures.delete(keyOf(account));
	}

	/** Unlocks accounts: those of one user name, or all. */
	unlock(accounts: Account[], userName?: string): void {
		const chosen = accounts.filter((account) => userName === undefined || account.userName === userName);
		for (const key of chosen.map(keyOf)) {
			this.failures.delete(key);
			this.locked.delete(key);
		}
	}

	clear(): void {
		this.failures.clear();
		this.locked.clear();
	}
}

function keyOf({ clientCode, kind, userName }: Account): string {
	return JSON.stringify([clientCode, kind, userName]);
}
