// child.ts has n8n load this where a test sets its clock: the file that CLOCK_FILE names has milliseconds since 1970,
// and says what time it is from then on. Timers aren't touched.
const { readFileSync, statSync } = require('node:fs');

const { CLOCK_FILE } = process.env;
const RealDate = Date;
// n8n replaces Date.now by a function that calls it.
const realNow = RealDate.now;
let offset = 0;
let changedAt;

function now() {
	const { mtimeMs } = statSync(CLOCK_FILE);
	if (mtimeMs !== changedAt) {
		changedAt = mtimeMs;
		offset = Number(readFileSync(CLOCK_FILE, 'utf8')) - realNow();
	}
	return realNow() + offset;
}

globalThis.Date = new Proxy(RealDate, {
	apply: () => new RealDate(now()).toString(),
	construct: (target, given, created) => Reflect.construct(target, given.length === 0 ? [now()] : given, created),
	get: (target, name) => (name === 'now' ? now : target[name]),
});
