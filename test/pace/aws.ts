import { DefaultRateLimiter } from '@smithy/util-retry';

import { accepted } from '../unit/attempts';
import { VirtualTime } from '../unit/virtual-time';
import { MAX_CONCURRENCY, messagesFor, Observed, type Case, type Figures } from './simulate';

/** The limiter of AWS's clients in their mode "adaptive", by a clock of ours. */
function createLimiter(time: VirtualTime): DefaultRateLimiter {
	const seconds = (): number => time.passed / 1000;
	Object.assign(DefaultRateLimiter, {
		setTimeoutFn: (resolve: () => void, ms: number) => void time.sleep(ms).then(resolve),
	});
	return Object.assign(new DefaultRateLimiter(), {
		getCurrentTimeInSeconds: seconds,
		lastThrottleTime: seconds(),
		lastTxRateBucket: Math.floor(seconds()),
	});
}

/** Sends as many at the same time as this node may, each as soon as AWS's limiter has a token for it. */
export async function simulateAws(setting: Case): Promise<Figures> {
	const { shape, latencyMs } = setting;
	const time = new VirtualTime();
	const limiter = createLimiter(time);
	const limit = shape.create();
	const observed = new Observed(limit, latencyMs);
	let left = messagesFor(setting);
	const send = async (): Promise<boolean> => {
		await limiter.getSendToken();
		const refusal = observed.take(time.now());
		await time.sleep(latencyMs);
		limiter.updateClientSendingRate(refusal ? { errorType: 'THROTTLING' } : accepted(1));
		if (refusal?.afterMs) await time.sleep(refusal.afterMs);
		if (!refusal) limit.release();
		return !refusal;
	};
	const worker = async (): Promise<void> => {
		while (left > 0) {
			left--;
			if (!(await send())) left++;
		}
	};
	await time.until(Promise.all(Array.from({ length: MAX_CONCURRENCY }, worker)));
	return observed.figures();
}
