package io.coroutine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.jdk.VirtualThreads;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the event-loop engine can run in this JVM.
 */
final class EngineSelfTest {

	private static final String NATIVE_OPTION = "--enable-native-access=ALL-UNNAMED";

	private static final int SECONDS = 10;

	private static @Nullable Outcome outcome;

	private EngineSelfTest() {
	}

	/**
	 * Why the engine cannot run, and what to do about it.
	 */
	record Failure(String reason, String remedy) {
	}

	private record Outcome(@Nullable Failure failure) {
	}

	/**
	 * Return the outcome of the one self-test of this JVM. Not made by the initializer of
	 * this class: the probe's code belongs to it and would wait for that.
	 */
	static synchronized @Nullable Failure failure() {
		if (outcome == null) {
			outcome = new Outcome(run());
		}
		return outcome.failure();
	}

	private static @Nullable Failure run() {
		String system = System.getProperty("os.name");
		String architecture = System.getProperty("os.arch");
		if (!"Linux".equals(system) || !("amd64".equals(architecture) || "aarch64".equals(architecture))) {
			return new Failure("it needs Linux on x86-64 or aarch64, and this is " + system + " on " + architecture,
					"Nothing needs to be done: the portable engine behaves the same and is meant for other systems.");
		}
		String reason = VirtualThreads.unavailableReason();
		if (reason != null) {
			return new Failure(reason, optionsRemedy());
		}
		if (!EngineSelfTest.class.getModule().isNativeAccessEnabled()) {
			return new Failure("native access is not enabled: the JVM option " + NATIVE_OPTION + " is missing",
					optionsRemedy());
		}
		return probe();
	}

	private static String optionsRemedy() {
		return "Add '--add-opens=java.base/java.lang=ALL-UNNAMED " + NATIVE_OPTION
				+ "' to the options of the JVM, or to the manifest of the executable jar the entries "
				+ "'Add-Opens: java.base/java.lang' and 'Enable-Native-Access: ALL-UNNAMED'.";
	}

	/**
	 * A coroutine runs, parks and is woken on a loop of its own.
	 */
	private static @Nullable Failure probe() {
		try {
			EventLoopScheduler scheduler = new EventLoopScheduler(EventLoopGroup.start(1, 1, Duration.ofSeconds(1)), 0,
					0);
			try {
				return (parksAndWakes(scheduler)) ? null : unusable("a probe coroutine did not run, park and wake");
			}
			finally {
				scheduler.shutdown(Duration.ofSeconds(1));
			}
		}
		catch (IOException | RuntimeException | LinkageError ex) {
			return unusable("its self-test failed: " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return unusable("its self-test was interrupted");
		}
	}

	private static boolean parksAndWakes(EventLoopScheduler scheduler) throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch woken = new CountDownLatch(1);
		Fiber probe = scheduler.start("self-test", Scheduler.SHARED_STACK, () -> {
			running.countDown();
			try {
				if (woken.await(SECONDS, TimeUnit.SECONDS)) {
					LockSupport.parkNanos(1);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		if (!running.await(SECONDS, TimeUnit.SECONDS)) {
			return false;
		}
		woken.countDown();
		return probe.join(Duration.ofSeconds(SECONDS));
	}

	private static Failure unusable(String reason) {
		return new Failure(reason, "The portable engine can be used instead; please report this, with the version of "
				+ "the JDK (" + Runtime.version() + ").");
	}

}
