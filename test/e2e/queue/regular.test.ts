import { RegularN8n } from '../../n8n/queue/regular';
import { version } from './version';
import { recipients, retry, told, World } from './world';
import { SEND_ONCE } from './workflow';

const MESSAGES = 200;
const BEFORE = 60;

let world: World<RegularN8n>;
beforeAll(async () => (world = await World.around(RegularN8n.start(version))));
afterAll(async () => await world?.close());
beforeEach(() => world.forget());

describe.each([
	['progress saved', { settings: { saveExecutionProgress: true } }],
	['a Send Once Key', { options: SEND_ONCE }],
])('an n8n in regular mode is killed, with %s', (_, sending) => {
	it('while it sends: Retry repeats none and sends the rest', async () => {
		const to = recipients(MESSAGES);
		const published = await world.publish(sending);
		const id = await published.call(to);
		await world.askedFor(BEFORE, to);
		await restart();
		const before = world.reached;
		const again = told(await retry(world.n8n, id), to);
		expect(world.twice).toBe(0);
		expect([...again.unknown, ...again.sentBefore]).toEqual(expect.arrayContaining(before));
		expect(world.reached.slice(before.length).sort()).toEqual(again.accepted.sort());
		expect(again.unknown.length + again.sentBefore.length + again.accepted.length).toBe(MESSAGES);
	});

	it('in a later node: Retry repeats none', async () => {
		world.livevox.faults.add({ route: 'codes', kind: 'neverAnswers', carriedOut: false, on: 1 });
		const to = recipients(MESSAGES);
		const published = await world.publish({ ...sending, hasLaterNode: true });
		const id = await published.call(to);
		await world.livevox.record.waitFor('codes', 1);
		await restart();
		expect((await retry(world.n8n, id)).status).toBe('success');
		expect(world.reached).toHaveLength(MESSAGES);
		expect(world.livevox.record.count('codes')).toBe(2);
	});
});

async function restart() {
	await world.n8n.main.kill();
	await world.n8n.main.start();
}
