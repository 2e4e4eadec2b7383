package io.coroutine.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

/**
 * Tells what the carrier of an event loop does, and with that, who may run the loop.
 * <ul>
 * <li>{@code null}: it executes code of the loop; nobody may take the loop away;</li>
 * <li>a carrier: that one is inside a coroutine.</li>
 * </ul>
 * {@code null} → carrier: the carrier, by {@link #enterCoroutine}. Carrier →
 * {@code null}: by compare-and-set, so that one wins: the same carrier after the
 * coroutine, a coroutine on it for the few instructions in which it touches data of the
 * loop, or the watchdog on behalf of the next carrier. Whoever has not won has lost the
 * loop.
 * <p>
 * Ordering: the data of the loop is written before the release of
 * {@link #enterCoroutine}, and read after the compare-and-set of {@link #take}.
 *
 * @param <C> the type of a carrier
 */
public final class RunnerLease<C> {

	private static final VarHandle RUNNER;

	static {
		try {
			RUNNER = MethodHandles.lookup().findVarHandle(RunnerLease.class, "runner", Object.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile @Nullable C runner;

	/**
	 * Called by the carrier that runs the loop, before a coroutine goes on.
	 */
	void enterCoroutine(C carrier) {
		RUNNER.setRelease(this, carrier);
	}

	/**
	 * Take the loop, which its carrier has left for a coroutine.
	 * @return whether the caller may execute code of the loop now; if not, the carrier
	 * has lost it or is not inside a coroutine
	 */
	boolean take(C carrier) {
		return RUNNER.compareAndSet(this, carrier, null);
	}

	/**
	 * Return the carrier that is inside a coroutine, if so.
	 */
	@Nullable C runner() {
		return this.runner;
	}

}
