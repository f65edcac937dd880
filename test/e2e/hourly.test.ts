/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';

import type { StoredWorkflow } from '../n8n/owner';
import { Harness, rowsOf } from './examples/harness';

/** A day in winter, from when it's night in New York and after nine in Honolulu. */
const DAY = DateTime.fromISO('2026-12-01T03:10', { zone: 'America/New_York' });
const HOURS = Array.from({ length: 24 }, (_, hour) => DAY.plus({ hours: hour }));

/** Who gets a reminder in the example: those who owe and agreed, and whose number can be. */
const RECIPIENTS: Record<string, string> = {
	'2125550151': 'America/New_York',
	'3125550152': 'America/Chicago',
	'8085550156': 'Pacific/Honolulu',
};

const harness = new Harness();
let folder: string;
let workflow: StoredWorkflow;

const setClock = async (time: DateTime) => await writeFile(join(folder, 'clock'), String(time.toMillis()));

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'clock-'));
	await setClock(HOURS[0]!);
	await harness.start({ CLOCK_FILE: join(folder, 'clock') });
	workflow = harness.workflow('payment-reminders');
});

afterAll(async () => {
	await harness.close();
	await rm(folder, { recursive: true, force: true });
});

test('payment reminders, executed every hour, reach each person once, in the first hour that is open there', async () => {
	const sentAt = new Map<string, DateTime[]>();
	const ends: unknown[][] = [];
	for (const hour of HOURS) {
		await setClock(hour);
		harness.livevox.record.clear();
		const execution = await harness.owner.run(workflow, 'Every hour');
		expect(execution.status).toBe('success');
		ends.push(rowsOf(execution, 'Send payment reminder').map(({ status }) => status));
		for (const to of harness.reached) sentAt.set(to, [...(sentAt.get(to) ?? []), hour]);
		expect(rowsOf(execution, 'For the back office')).toMatchObject([{ account: '20421', outcome: 'rejected' }]);
		expect(rowsOf(execution, 'Note in your system')).toHaveLength(harness.reached.length);
	}
	expect([...sentAt.keys()].sort()).toEqual(Object.keys(RECIPIENTS).sort());
	for (const [to, hours] of sentAt) {
		expect(hours.map((hour) => hour.setZone(RECIPIENTS[to]!).toFormat('HH:mm'))).toEqual(['08:10']);
	}
	expect(ends[0]).toEqual(['held', 'held', 'held']);
	expect(ends.at(-1)).not.toContain('accepted');
});
