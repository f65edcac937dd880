import { RegularN8n } from '../../n8n/queue/regular';
import { version } from './version';
import { recipients, retry, told, Harness } from './harness';
import { SEND_ONCE } from './workflow';

const MESSAGES = 200;
const BEFORE = 60;

let harness: Harness<RegularN8n>;
beforeAll(async () => (harness = await Harness.around(RegularN8n.start(version))));
afterAll(async () => await harness?.close());
beforeEach(() => harness.forget());

describe.each([
	['progress saved', { settings: { saveExecutionProgress: true } }],
	['a Send Once Key', { options: SEND_ONCE }],
])('an n8n in regular mode is killed, with %s', (_, sending) => {
	it('while it sends: Retry repeats none and sends the rest', async () => {
		const to = recipients(MESSAGES);
		const published = await harness.publish(sending);
		const id = await published.call(to);
		await harness.askedFor(BEFORE, to);
		await restart();
		const before = harness.reached;
		const again = told(await retry(harness.n8n, id), to);
		expect(harness.twice).toBe(0);
		expect([...again.unknown, ...again.sentBefore]).toEqual(expect.arrayContaining(before));
		expect(harness.reached.slice(before.length).sort()).toEqual(again.accepted.sort());
		expect(again.unknown.length + again.sentBefore.length + again.accepted.length).toBe(MESSAGES);
	});

	it('in a later node: Retry repeats none', async () => {
		harness.livevox.faults.add({ route: 'codes', kind: 'neverAnswers', carriedOut: false, on: 1 });
		const to = recipients(MESSAGES);
		const published = await harness.publish({ ...sending, hasLaterNode: true });
		const id = await published.call(to);
		await harness.livevox.record.waitFor('codes', 1);
		await restart();
		expect((await retry(harness.n8n, id)).status).toBe('success');
		expect(harness.reached).toHaveLength(MESSAGES);
		expect(harness.livevox.record.count('codes')).toBe(2);
	});
});

async function restart() {
	await harness.n8n.main.kill();
	await harness.n8n.main.start();
}
