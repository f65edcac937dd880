const { dirname } = require('node:path');

/** @param {string} name */
const project = (name) => ({
	displayName: name,
	rootDir: __dirname,
	testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	transform: { '\\.ts$': '<rootDir>/test/transform.js' },
	testEnvironment: 'node',
});

/**
 * Tests on n8n's engine run once for each n8n line. Within a project every package, the built node included,
 * sees that line's own n8n-workflow: with two copies `instanceof` on n8n's errors would lie.
 *
 * @param {string} name
 * @param {string} line
 * @param {string} corePackage
 * @param {string} setupFile
 */
function engineProject(name, line, corePackage, setupFile) {
	const core = dirname(require.resolve(`${corePackage}/package.json`));
	const own = (/** @type {string} */ dependency) => require.resolve(dependency, { paths: [core] });
	return {
		...project(name),
		displayName: `${name} ${line}`,
		setupFiles: [`<rootDir>/test/${setupFile}`],
		moduleNameMapper: {
			'^n8n-core$': require.resolve(corePackage),
			'^n8n-core/(.*)$': `${core}/$1`,
			'^n8n-workflow$': own('n8n-workflow'),
			'^@n8n/di$': own('@n8n/di'),
		},
	};
}

/**
 * @param {string} name
 * @param {string} setupFile
 */
const engineProjects = (name, setupFile) => [
	engineProject(name, '2.8', 'n8n-core-2.8', setupFile),
	engineProject(name, '2.41', 'n8n-core', setupFile),
];

module.exports = { project, engineProject, engineProjects };
