package io.coroutine.internal.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberRegistries;
import io.coroutine.internal.inspect.HarmlessInterrupt;
import io.coroutine.internal.wait.UninterruptedWait;

/**
 * Ends the coroutines of a scheduler that starts no more. An interrupt of the caller does
 * not end the wait for them, as it may come from what is shut down: a pool of which the
 * caller is a thread interrupts it.
 */
final class Shutdown {

	private static final Duration PATIENCE = Duration.ofMillis(50);

	private static final int FEW = 1000;

	private static final Duration MOMENT = Duration.ofNanos(100_000);

	private Shutdown() {
	}

	/**
	 * Interrupt what lives, again and again, as code may swallow an interrupt; but for
	 * those who wait for the shutdown themselves. In the first half of the grace a few
	 * fibers are interrupted only where that {@linkplain HarmlessInterrupt harms} nobody:
	 * with many the look would take too long.
	 * @param frames where a thread waits for the shutdown, see
	 * {@link ShutdownActions#waitsIn}
	 * @return how many live still after the grace, without those who wait for the
	 * shutdown
	 */
	static int endAll(FiberRegistries fibers, Duration grace, Set<String> frames) {
		long deadline = System.nanoTime() + grace.toNanos();
		long careful = deadline - grace.toNanos() / 2;
		ShutdownWaiters waiters = new ShutdownWaiters(frames);
		try (UninterruptedWait wait = new UninterruptedWait()) {
			List<Fiber> live = waiters.removeFrom(fibers.liveUnsorted());
			while (!live.isEmpty() && System.nanoTime() - deadline < 0) {
				interrupt(live, live.size() <= FEW && System.nanoTime() - careful < 0);
				Duration left = Duration.ofNanos(deadline - System.nanoTime());
				if (wait.await((left.compareTo(PATIENCE) < 0) ? left : PATIENCE, live.getFirst()::join)) {
					// Its loop takes it off the list a moment after its thread has ended
					wait.await(MOMENT, Shutdown::sleep);
				}
				live = waiters.removeFrom(fibers.liveUnsorted());
				waiters.lookForFrames(live, deadline);
			}
			return (live.isEmpty()) ? 0 : waiters.removeFrom(fibers.live()).size();
		}
	}

	private static void interrupt(List<Fiber> live, boolean carefully) {
		for (Fiber fiber : live) {
			if (!carefully) {
				fiber.thread().interrupt();
			}
			else {
				// If not now, in the next round
				boolean _ = HarmlessInterrupt.of(fiber.thread());
			}
		}
	}

	private static boolean sleep(Duration duration) throws InterruptedException {
		Thread.sleep(duration);
		return true;
	}

}
