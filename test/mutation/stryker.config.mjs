const FOLDER = '.cache/mutation';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: [
		'nodes/LiveVoxSms/{shared,message,delivery,transport}/**/*.ts',
		// Sentences are proofread: a test that repeats one proves nothing. For the same reason no credentials/: its fields are
		// reviewed (test/package/description.test.ts), and what it does is in transport/.
		'!nodes/LiveVoxSms/shared/errorMessages.ts',
	],
	ignorePatterns: [
		'*',
		'!credentials/**',
		'!nodes/**',
		'!test/*.{js,ts}',
		'!test/{mutation,pasted,simulator,unit}/**',
		'!tsconfig*.json',
	],
	testRunner: 'jest',
	jest: { projectType: 'custom', configFile: 'test/mutation/jest.config.js' },
	coverageAnalysis: 'perTest',
	// A mutant of what runs as a module loads would run every test, four fifths of the time for a fifth of the mutants.
	ignoreStatic: true,
	concurrency: 2,
	incremental: true,
	incrementalFile: `${FOLDER}/incremental.json`,
	cleanTempDir: 'always',
	tempDirName: `${FOLDER}/sandboxes`,
	reporters: ['progress', 'clear-text', 'html'],
	clearTextReporter: { reportTests: false, logTests: false },
	htmlReporter: { fileName: `${FOLDER}/report.html` },
	// On a busy machine a slow test is no endless loop.
	timeoutFactor: 2,
	timeoutMS: 6_000,
	// Jest leaves something of each run in memory.
	maxTestRunnerReuse: 200,
	thresholds: { high: 95, low: 95, break: 95 },
};
