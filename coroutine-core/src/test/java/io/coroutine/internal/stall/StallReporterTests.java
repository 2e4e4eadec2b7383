package io.coroutine.internal.stall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.loop.FreshClass;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.test.Eventually;
import io.coroutine.test.Logged;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is logged of stalls.
 */
class StallReporterTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@Test
	void whenALoopWasTakenOverJustBeforeThenTheWarningThatNoCarrierIsLeftComesAllTheSame() throws Exception {
		EventLoopScheduler scheduler = scheduler();
		// Whoever spins may be held up by the machine, and must not be taken for one that
		// waits
		scheduler.loops().strict(true);
		AtomicBoolean free = new AtomicBoolean();
		List<Fiber> fibers = new ArrayList<>();
		try (Logged logged = new Logged(StallReporter.class)) {
			for (int i = 0; i < 3; i++) {
				fibers.add(scheduler.start(null, Scheduler.SHARED_STACK, () -> spin(free)));
			}
			Eventually.until(() -> logged.entries().size() == 2);
			assertThat(logged.entries().getFirst()).startsWith("INFO: A coroutine occupies event loop 0")
				.contains("a spare carrier has taken the loop over");
			assertThat(logged.entries().getLast()).startsWith("WARNING: A coroutine occupies event loop 0")
				.contains("no carrier is left")
				.contains("coroutine.stall.spare-carriers")
				.contains("StallReporterTests.spin");
			free.set(true);
			joinAll(fibers);
		}
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenMoreCarriersThanTheBoundAreNeededThenAWarningTellsForWhom() throws Exception {
		EventLoopScheduler scheduler = scheduler();
		CountDownLatch free = new CountDownLatch(1);
		List<Fiber> fibers = new ArrayList<>();
		try (Logged logged = new Logged(StallReporter.class)) {
			for (int i = 0; i < 3; i++) {
				fibers.add(scheduler.start(null, Scheduler.SHARED_STACK, () -> FreshClass.pinned(() -> await(free))));
			}
			Eventually.until(() -> logged.entries()
				.stream()
				.anyMatch((entry) -> entry.startsWith("WARNING")
						&& entry.contains("a carrier beyond coroutine.stall.spare-carriers")
						&& entry.contains("FreshClass.pinned")));
			assertThat(scheduler.snapshot().extraCarriers()).isPositive();
			free.countDown();
			joinAll(fibers);
		}
		Eventually.until(() -> scheduler.snapshot().extraCarriers() == 0);
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	private static EventLoopScheduler scheduler() throws Exception {
		return new EventLoopScheduler(EventLoopGroup.start(1, 1, Duration.ofMillis(5)), 0, 0);
	}

	private static void spin(AtomicBoolean until) {
		while (!until.get()) {
			Thread.onSpinWait();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void joinAll(List<Fiber> fibers) throws InterruptedException {
		for (Fiber fiber : fibers) {
			assertThat(fiber.join(LONG)).isTrue();
		}
	}

}
