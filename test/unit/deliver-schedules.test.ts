import { checkSchedules } from '../schedules/check';

/** What the schedules have to bring about, so that it is not by luck that all goes well. */
const EVERYTHING = [
	'accepted',
	'already sent',
	'forgotten',
	'rejected, earlierFailure',
	'rejected, keyUnverified',
	'rejected, request',
	'rejected, stopped',
	'rejected, storeLost',
	'resent',
	'skipped, repeated',
	'skipped, sent',
	'skipped, unknown',
	'unknown, duplicateExecution',
	'unknown, earlierAttempt',
	'unknown, earlierUnverified',
	'unknown, request',
];

it('sends no message twice and tells how each ended, whatever happens', async () => {
	const { counterexample, twice, lost, schedules, seen } = await checkSchedules(14, 2000);
	expect(counterexample).toBeUndefined();
	expect({ twice, lost, schedules }).toEqual({ twice: 0, lost: 0, schedules: 2000 });
	expect([...seen].sort()).toEqual(EVERYTHING);
}, 60_000);
