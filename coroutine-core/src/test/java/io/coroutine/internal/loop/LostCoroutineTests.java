package io.coroutine.internal.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.flight.FlightRecords;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.PortableScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import io.coroutine.internal.stack.PrivateStacks;
import io.coroutine.internal.wait.WorkReason;
import io.coroutine.snapshot.WorkingFor;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever fails between what makes a coroutine runnable and its run: it runs all the
 * same.
 */
class LostCoroutineTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	@Test
	void whenItCanNotBeToldWhatACoroutineWorksForThenItRuns() throws Exception {
		EventLoopScheduler scheduler = new EventLoopScheduler(EventLoopGroup.start(1, 0, LONG), 0, 0);
		try (Recording recording = new Recording()) {
			recording.enable("io.coroutine.Switch").withoutThreshold();
			recording.start();
			Unspeakable work = new Unspeakable();
			assertThat(scheduler.start("unspeakable", Scheduler.SHARED_STACK, work).join(LONG)).isTrue();
			assertThat(work.asked).isPositive();
		}
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenASwitchCanNotBeRecordedThenTheCoroutineRuns() throws Exception {
		EventLoopScheduler scheduler = new EventLoopScheduler(EventLoopGroup.start(1, 0, LONG), 0, 0);
		Fiber fiber = scheduler.create("twice", Scheduler.SHARED_STACK, () -> {
		});
		// No switch to it has begun: what a second run of the same switch finds
		FlightRecords.running(fiber, fiber.id(), "twice", fiber::workingFor, 0);
		fiber.start();
		assertThat(fiber.join(LONG)).isTrue();
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	@Test
	void whenExhaustionCanNotBeLoggedThenWhoeverWaitsForAStackIsNotToldThatItHasFailed() throws Exception {
		PortableScheduler scheduler = new PortableScheduler(1, 1, true);
		Logger logger = Logger.getLogger(PrivateStacks.class.getName());
		Handler failing = new FailingHandler();
		CountDownLatch end = new CountDownLatch(1);
		AtomicInteger runs = new AtomicInteger();
		Fiber holder = scheduler.start("holder", 256 * 1024, () -> await(end));
		logger.addHandler(failing);
		try {
			Fiber queued = scheduler.start("queued", 256 * 1024, runs::incrementAndGet);
			end.countDown();
			assertThat(holder.join(LONG)).isTrue();
			assertThat(queued.join(LONG)).isTrue();
		}
		finally {
			end.countDown();
			logger.removeHandler(failing);
		}
		assertThat(runs).hasValue(1);
		assertThat(scheduler.shutdown(LONG)).isZero();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Fails when it is asked what it works for.
	 */
	private static final class Unspeakable implements Runnable, WorkReason {

		private volatile int asked;

		@Override
		public void run() {
		}

		@Override
		public WorkingFor describeWork() {
			this.asked = 1;
			throw new OutOfMemoryError("Thrown by a test");
		}

	}

	/**
	 * A log that is broken.
	 */
	private static final class FailingHandler extends Handler {

		@Override
		public void publish(LogRecord record) {
			throw new IllegalStateException("Thrown by a test");
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
