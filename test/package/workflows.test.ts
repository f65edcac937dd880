/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { filesIn, root } from './package-files';

const FOLDER = join(root, '.github/workflows');

interface Step {
	uses?: string;
	run?: string;
}
interface Job {
	needs?: string | string[];
	uses?: string;
	permissions?: Record<string, string>;
	steps?: Step[];
}
interface Workflow {
	on?: { schedule?: object[] };
	permissions: Record<string, string>;
	jobs: Record<string, Job>;
}

const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const workflow = (file: string) => parse(textOf(file)) as Workflow;

describe.each(filesIn(FOLDER))('%s', (file) => {
	it('names each action by its commit, with the version beside it', () => {
		const used = [...textOf(file).matchAll(/uses: (.+)/g)].map(([, action]) => action!);
		const floating = used.filter(
			(action) =>
				!/^(\.\/\.github\/workflows\/(ci|lines)\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(action),
		);

		expect(used).not.toEqual([]);
		expect(floating).toEqual([]);
	});

	it('may do nothing but read, unless a job says so', () => {
		expect(Object.values(workflow(file).permissions).filter((may) => may !== 'read')).toEqual([]);
	});

	it('runs no script of a package that it installs', () => {
		const installs = [...textOf(file).matchAll(/npm (ci|i|install)\b.*/g)].map(([line]) => line);

		expect(installs.filter((line) => line !== 'npm ci --ignore-scripts')).toEqual([]);
	});
});

describe('CI', () => {
	it('runs the script that decides whether a change lands', () => {
		const steps = workflow('ci.yml').jobs.check?.steps ?? [];

		expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['bash .ci/run']);
	});

	it('tries ten lines of n8n weekly', () => {
		const { on, jobs } = workflow('lines.yml');

		expect(on?.schedule).toHaveLength(1);
		expect(jobs.lines?.steps?.map(({ run }) => run)).toContain('npm run lines');
	});
});

describe('a release', () => {
	const { jobs } = workflow('publish.yml');

	it('is built after CI, then published on npm, then on GitHub', () => {
		expect(jobs.ci?.uses).toBe('./.github/workflows/ci.yml');
		expect(jobs.lines?.uses).toBe('./.github/workflows/lines.yml');
		expect(jobs).toMatchObject({
			build: { needs: ['ci', 'lines'] },
			npm: { needs: 'build' },
			github: { needs: 'npm' },
		});
	});

	it('gives each job only what it needs', () => {
		const permissions = Object.entries(jobs).map(([name, job]) => [name, job.permissions]);

		expect(Object.fromEntries(permissions)).toEqual({
			ci: { contents: 'read' },
			lines: { contents: 'read' },
			build: { contents: 'read' },
			npm: { 'id-token': 'write' },
			github: { contents: 'write' },
		});
	});

	it.each(['npm', 'github'])('runs nothing of the repository where it may publish: %s', (name) => {
		const steps = jobs[name]?.steps ?? [];
		const text = JSON.stringify(steps);

		expect(steps).not.toEqual([]);
		expect(text).not.toMatch(/actions\/checkout|npm (ci|install|run|test|exec)|npx/);
	});
});
