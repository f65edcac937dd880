// Runs a program that is no Node.js program, such as Postgres, as the child of one: so child.ts and guard.js hold
// it as they hold n8n. What ends this process politely ends the program the quick way, with its files in order.
const { spawn } = require('node:child_process');

const [command, ...args] = process.argv.slice(2);
const program = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

process.on('SIGTERM', () => program.kill('SIGINT'));
program.on('exit', (code) => process.exit(code ?? 1));
program.on('error', ({ message }) => {
	console.error(message);
	process.exit(1);
});
