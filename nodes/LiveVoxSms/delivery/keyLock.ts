/** The keys that an execution of this process is sending for, each with the scope in which it is unique. */
const locked = new Set<string>();

/**
 * Keeps executions of this process from sending for the same Send Once Key at the same time: n8n's store, which has no
 * lock, tells neither of them of the other in time. Never waits.
 */
export class KeyLock {
	private readonly held = new Set<string>();

	/** @param scope in which the keys are unique, such as the workflow's ID */
	constructor(private readonly scope: string) {}

	/** Locks all of the keys, or none. @returns false if another execution has locked one of them */
	tryLock(keys: string[]): boolean {
		const names = keys.map(this.toName);
		if (names.some((name) => locked.has(name) && !this.held.has(name))) return false;
		for (const name of names) {
			locked.add(name);
			this.held.add(name);
		}
		return true;
	}

	unlock(keys: string[]): void {
		for (const name of keys.map(this.toName)) {
			if (this.held.delete(name)) locked.delete(name);
		}
	}

	unlockAll(): void {
		for (const name of this.held) locked.delete(name);
		this.held.clear();
	}

	private toName = (key: string): string => `${this.scope} ${key}`;
}
