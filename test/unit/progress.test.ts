import { showProgress } from '../../nodes/LiveVoxSms/actions/sms/send.operation';

test('a long run tells every ten seconds how far it has come, in the log and to the browser', () => {
	const logged: string[] = [];
	const shown: string[] = [];
	const context = {
		logger: { info: (text: string) => logged.push(text) },
		sendMessageToUI: (text: string) => shown.push(text),
	};
	let now = 0;
	const onEnd = showProgress(context as never, 100, () => now);
	for (let ended = 1; ended <= 100; ended++) {
		now += 250;
		onEnd();
	}
	expect(logged).toEqual(['LiveVox SMS: 40 of 100 messages processed', 'LiveVox SMS: 80 of 100 messages processed']);
	expect(shown).toEqual(logged);
});
