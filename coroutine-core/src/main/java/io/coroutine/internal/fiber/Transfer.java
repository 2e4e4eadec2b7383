package io.coroutine.internal.fiber;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Control that goes from one coroutine to another and comes back.
 * <p>
 * States of {@code Fiber.link}:
 * <ul>
 * <li>{@code null}: not started, ended, or it runs and nobody waits for it;</li>
 * <li>{@link #SUSPENDED}: it has suspended itself;</li>
 * <li>a {@link Thread}: it runs, and that thread waits in {@link #resume} for its next
 * suspend or its end.</li>
 * </ul>
 * {@code null} → thread: the resumer that has claimed the start. {@code SUSPENDED} →
 * thread: a resumer, by compare-and-set, so that one wins. Thread or {@code null} →
 * {@code SUSPENDED}: the fiber, by {@link #suspend}. {@code SUSPENDED} → {@code null}:
 * the fiber, by compare-and-set, when it is interrupted. Thread → {@code null}: the
 * fiber, at its end.
 * <p>
 * Nobody is left waiting: whoever takes a thread out of the link unparks it after, and it
 * looks at the link again; a resumer unparks the fiber after its compare-and-set, and the
 * fiber looks again too. A permit given before the park is enough for both.
 */
public final class Transfer {

	private static final Object SUSPENDED = new Object();

	private static final VarHandle LINK;

	static {
		try {
			LINK = MethodHandles.lookup().findVarHandle(Fiber.class, "link", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private Transfer() {
	}

	/**
	 * Run a fiber, on the loop of the caller if the caller is on one, until it suspends
	 * itself or ends. The caller waits for that, through interrupts too, as its control
	 * is what the fiber has.
	 */
	static void resume(Fiber fiber) {
		Thread caller = Thread.currentThread();
		if (fiber.thread() == caller) {
			throw new IllegalStateException("Coroutine #" + fiber.id() + " runs: it cannot resume itself");
		}
		if (fiber.claimStart()) {
			fiber.link = caller;
			launch(fiber);
		}
		else if (claim(fiber, caller)) {
			wake(fiber);
		}
		else {
			throw new IllegalStateException("Coroutine #" + fiber.id() + ((fiber.isDone()) ? " has ended"
					: " is not suspended: it runs, or waits for something else than a resume"));
		}
		boolean interrupted = false;
		while (fiber.link == caller) {
			LockSupport.park(fiber);
			interrupted |= Thread.interrupted();
		}
		if (interrupted) {
			caller.interrupt();
		}
	}

	/**
	 * End the suspend of a fiber.
	 * @param resumer who waits for it from now on, or {@code null} for nobody: the fiber
	 * itself has been interrupted
	 * @return whether it was suspended, and nobody else was first
	 */
	static boolean claim(Fiber fiber, @Nullable Thread resumer) {
		return LINK.compareAndSet(fiber, SUSPENDED, resumer);
	}

	/**
	 * Let others resume the fiber from now on. Called by itself.
	 * @return who has waited for it
	 */
	static @Nullable Object markSuspended(Fiber fiber) {
		return LINK.getAndSet(fiber, SUSPENDED);
	}

	private static void launch(Fiber fiber) {
		boolean launched = false;
		try {
			fiber.runNext();
			fiber.launch();
			launched = true;
		}
		finally {
			fiber.endRunNext();
			if (!launched) {
				fiber.link = null;
			}
		}
	}

	/**
	 * Suspend the fiber that calls, until it is resumed.
	 */
	static void suspend() throws InterruptedException {
		Fiber fiber = Fiber.current();
		if (fiber == null || fiber.thread() != Thread.currentThread()) {
			throw new IllegalStateException("Only a coroutine can suspend itself, and the caller is none");
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		giveBack(markSuspended(fiber));
		while (fiber.link == SUSPENDED) {
			LockSupport.park(SUSPENDED);
			if (Thread.interrupted()) {
				if (claim(fiber, null)) {
					fiber.goOn();
					throw new InterruptedException();
				}
				Thread.currentThread().interrupt();
			}
		}
		// It may never have parked, as it was resumed or interrupted before. Its former
		// resumer must not wait until it does.
		fiber.goOn();
	}

	public static boolean isSuspended(Fiber fiber) {
		return fiber.link == SUSPENDED;
	}

	/**
	 * Called by a fiber when its task has ended.
	 */
	static void ended(Fiber fiber) {
		if (fiber.link != null) {
			giveBack(LINK.getAndSet(fiber, null));
		}
	}

	private static void giveBack(@Nullable Object resumer) {
		if (resumer instanceof Thread thread) {
			Fiber fiber = Fiber.of(thread);
			if (fiber != null) {
				wake(fiber);
			}
			else {
				LockSupport.unpark(thread);
			}
		}
	}

	private static void wake(Fiber fiber) {
		fiber.runNext();
		LockSupport.unpark(fiber.thread());
		fiber.endRunNext();
	}

}
