const Sequencer = require('@jest/test-sequencer').default;

/** Jest begins with what took longest or, in a fresh clone, with the largest files: those of the engine parts are small. */
module.exports = class EngineFirst extends Sequencer {
	sort(tests) {
		const isEngine = ({ path }) => Number(/[\\/]engine[\\/]/.test(path));
		return super.sort(tests).sort((a, b) => isEngine(b) - isEngine(a));
	}
};
