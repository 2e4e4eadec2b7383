package io.coroutine.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends the coroutines of a scheduler that starts no more.
 */
final class Shutdown {

	private static final Duration PATIENCE = Duration.ofMillis(50);

	private Shutdown() {
	}

	/**
	 * Interrupt what lives, again and again, as code may swallow an interrupt.
	 * @return how many live still after the grace
	 */
	static int endAll(FiberRegistries fibers, Duration grace) throws InterruptedException {
		long deadline = System.nanoTime() + grace.toNanos();
		List<Fiber> live = fibers.liveUnsorted();
		while (!live.isEmpty() && System.nanoTime() - deadline < 0) {
			live.forEach((fiber) -> fiber.thread().interrupt());
			long patience = Math.min(deadline - System.nanoTime(), PATIENCE.toNanos());
			if (patience > 0 && live.getFirst().join(Duration.ofNanos(patience))) {
				// Its loop takes it off the list a moment after its thread has ended
				TimeUnit.MICROSECONDS.sleep(100);
			}
			live = fibers.liveUnsorted();
		}
		return (live.isEmpty()) ? 0 : fibers.live().size();
	}

}
