import { listedCode } from '../../message/sender';
import type { CheckedItem, Checks } from './check';

/** Sends from the codes as LiveVox lists them, wherever its templates or codes were read anyway. */
export function withListedCodes(checks: Checks): Checks {
	const listed = new Set(checks.directory?.codes.keys());
	if (checks.templates?.outcome === 'accepted') {
		for (const { code } of checks.templates.value.values()) if (code) listed.add(code);
	}
	return { ...checks, items: checks.items.map((check) => withListedCode(check, listed)) };
}

function withListedCode(check: CheckedItem, listed: Set<string>): CheckedItem {
	if (!('request' in check)) return check;
	const typedFrom = check.request.from;
	const from = listedCode(typedFrom, listed);
	if (from === typedFrom) return check;
	return { ...check, typedFrom, request: { ...check.request, from } };
}
