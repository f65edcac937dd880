const { createEmptyTestResult } = require('@jest/test-result');
const circus = require('jest-circus/runner').default;

/** The mutant under which a test has failed, as Stryker numbers them. */
let killed;

/** Jest takes a file without any test for a broken one. */
const LEFT_OUT = {
	status: 'skipped',
	ancestorTitles: [],
	fullName: '',
	title: '',
	failureMessages: [],
};

/**
 * Jest's own runner of a test file; but with the first failing test a mutant is dead, and all other tests and files
 * are left out. Jest's `bail` does not work for those who call it from code, as Stryker does.
 *
 * @type {typeof circus}
 */
module.exports = async function runUntilFailure(globalConfig, config, environment, ...rest) {
	const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
	if (mutant === undefined) return await circus(globalConfig, config, environment, ...rest);
	if (mutant === killed) return { ...createEmptyTestResult(), skipped: true, testResults: [LEFT_OUT] };
	const handle = environment.handleTestEvent?.bind(environment);
	environment.handleTestEvent = async (event, state) => {
		await handle?.(event, state);
		if (event.name === 'test_start' && mutant === killed) event.test.mode = 'skip';
		if (event.name === 'test_done' && event.test.errors.length > 0) killed = mutant;
	};
	return await circus(globalConfig, config, environment, ...rest);
};
