const Sequencer = require('@jest/test-sequencer').default;

/** Jest begins with the slowest test file. A mutant dies sooner by what killed the last one, or by a quick file. */
module.exports = class QuickestFirst extends Sequencer {
	sort(tests) {
		const hasFailed = (test) => Number(this.hasFailed(test));
		const time = (test) => this.time(test) ?? 0;
		return [...tests].sort((a, b) => hasFailed(b) - hasFailed(a) || time(a) - time(b));
	}
};
