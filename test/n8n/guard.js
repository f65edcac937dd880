// child.ts has npm, n8n and others load this first. When the process that started them is gone, however it ended,
// they go too, with all that they started, and take their folder along. Their own children have no channel.
const { spawn } = require('node:child_process');

if (process.channel) {
	const starter = process.ppid;
	const end = () => {
		const { GUARDED_FOLDER: folder = '' } = process.env;
		spawn('rm', ['-rf', folder], { detached: true, stdio: 'ignore' }).unref();
		process.kill(-process.pid, 'SIGKILL');
	};
	process.once('disconnect', end);
	// Printing to a starter that is gone may end it before it learns of that.
	process.once('exit', () => {
		if (process.ppid !== starter) end();
	});
	process.channel.unref();
}
