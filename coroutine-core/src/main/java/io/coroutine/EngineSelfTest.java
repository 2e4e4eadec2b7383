package io.coroutine;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.jdk.JdkAccess;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.EventLoopScheduler;
import io.coroutine.internal.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the event-loop engine can run in this JVM.
 */
final class EngineSelfTest {

	private static final System.Logger logger = System.getLogger(CoroutineRuntime.class.getName());

	private static final int SECONDS = 10;

	private static @Nullable Outcome outcome;

	private EngineSelfTest() {
	}

	/**
	 * Why the engine cannot run, and what to do about it.
	 */
	record Failure(String reason, String remedy) {
	}

	/**
	 * What is known of this JVM.
	 *
	 * @param failure why the engine cannot run, or {@code null} if it can
	 * @param isOpenedNatively whether {@code java.lang} was opened by native means
	 * @param nativeMeans whether these were allowed
	 */
	record Outcome(@Nullable Failure failure, boolean isOpenedNatively, boolean nativeMeans) {
	}

	/**
	 * Return the outcome of the one self-test of this JVM. There is a second one only if
	 * the first has failed without native means, and they are allowed now. Not made by
	 * the initializer of this class: the probe's code belongs to it and would wait for
	 * that.
	 * @param nativeMeans whether the JDK may be opened by native means
	 */
	static synchronized Outcome outcome(boolean nativeMeans) {
		if (outcome == null || (outcome.failure() != null && nativeMeans && !outcome.nativeMeans())) {
			outcome = run(nativeMeans);
		}
		return outcome;
	}

	private static Outcome run(boolean nativeMeans) {
		Failure failure = unsupportedSystem();
		if (failure != null) {
			return new Outcome(failure, false, true);
		}
		JdkAccess access = JdkAccess.request(nativeMeans);
		if (access.obstacle() != null) {
			return new Outcome(new Failure(access.obstacle(), optionsRemedy()), access.isNative(), nativeMeans);
		}
		if (access.isNative() || access.isWarned()) {
			logger.log(System.Logger.Level.INFO, hint(access));
		}
		return new Outcome(probe(), access.isNative(), nativeMeans);
	}

	private static @Nullable Failure unsupportedSystem() {
		String system = System.getProperty("os.name");
		String architecture = System.getProperty("os.arch");
		if (!"Linux".equals(system) || !("amd64".equals(architecture) || "aarch64".equals(architecture))) {
			return new Failure("it needs Linux on x86-64 or aarch64, and this is " + system + " on " + architecture,
					"Nothing needs to be done: the portable engine behaves the same and is meant for other systems.");
		}
		return null;
	}

	private static String hint(JdkAccess access) {
		String done = (access.isNative()) ? "has opened java.lang by native means, as no option opens it" : "runs";
		return "The event-loop engine " + done + ". The JDK may have warned of native access, which no option enables. "
				+ "For a start without that: " + optionsRemedy();
	}

	private static String optionsRemedy() {
		return "Add '" + JdkAccess.OPEN_OPTION + " " + JdkAccess.NATIVE_OPTION
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
