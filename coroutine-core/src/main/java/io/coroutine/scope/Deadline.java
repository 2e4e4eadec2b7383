package io.coroutine.scope;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineRuntime;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

/**
 * The point in time by which a coroutine has to be done with something. It is known to
 * all it calls, and to the coroutines it creates meanwhile, so that none of them waits
 * longer for anything:
 *
 * <pre>{@code
 * Report report = Deadline.within(Duration.ofSeconds(2), () -> reports.make());
 * }</pre>
 *
 * When it passes, the coroutine is {@linkplain Coroutine#cancel() cancelled}, after what
 * was asked for by {@link #onPassed} has been done. A child of a {@link CoroutineScope}
 * is cancelled with the owner of the scope; any other coroutine only knows the deadline.
 * Methods may be called from any thread if not said otherwise.
 */
public final class Deadline {

	private static final CoroutineLocal<@Nullable Deadline> CURRENT = CoroutineLocal.<@Nullable Deadline>builder()
		.name("deadline")
		.inherited()
		.build();

	private static final Duration LONGEST = Duration.ofDays(365);

	private final long at;

	private final Duration length;

	private final DeadlineActions actions = new DeadlineActions();

	Deadline(Duration length) {
		this.length = (length.compareTo(LONGEST) < 0) ? length : LONGEST;
		this.at = System.nanoTime() + this.length.toNanos();
	}

	/**
	 * Return the deadline of the caller.
	 * @return the deadline, or {@code null} if the caller has none
	 */
	public static @Nullable Deadline current() {
		return CURRENT.get();
	}

	/**
	 * Return how long the caller may wait for something.
	 * @param longest how long it would wait without a deadline
	 * @return that, or what is left until the deadline of the caller if that is less;
	 * zero if it has passed
	 */
	public static Duration limit(Duration longest) {
		Deadline current = current();
		if (current == null) {
			return longest;
		}
		Duration remaining = current.remaining();
		return (remaining.compareTo(longest) < 0) ? remaining : longest;
	}

	/**
	 * Run code that has to be done within some time, or by the deadline of the caller if
	 * that is earlier.
	 * @param <T> the type of the result
	 * @param limit the time, more than zero
	 * @param code the code
	 * @return its result
	 * @throws DeadlineExceededException if the code throws anything after the deadline
	 * has passed
	 * @throws Exception if the code throws it before
	 * @throws IllegalArgumentException if the time is zero or negative
	 * @throws IllegalStateException if the caller is no coroutine
	 */
	public static <T extends @Nullable Object> T within(Duration limit, Callable<? extends T> code) throws Exception {
		DeadlineScope scope = DeadlineScope.open(limit);
		try {
			return code.call();
		}
		catch (Exception ex) {
			if (scope.hasPassed()) {
				throw new DeadlineExceededException("Not done within " + limit, ex);
			}
			throw ex;
		}
		finally {
			scope.close();
		}
	}

	/**
	 * Return how long it is until the deadline.
	 * @return the time; zero if it has passed
	 */
	public Duration remaining() {
		return Duration.ofNanos(Math.max(this.at - System.nanoTime(), 0));
	}

	/**
	 * Tell whether the deadline has passed.
	 * @return whether it has
	 */
	public boolean hasPassed() {
		return this.at - System.nanoTime() <= 0;
	}

	/**
	 * Have something done when the deadline passes and before the coroutine is cancelled:
	 * something that ends what the coroutine waits for in a gentler way, such as to
	 * cancel a statement in its database. It runs in a coroutine of its own, for which
	 * the cancellation waits for up to a second.
	 * @param action what to do, once; an exception goes to the handler of uncaught ones
	 * @return what takes it back; from the end of {@link Registration#close()} on the
	 * action has not begun or is done
	 */
	public Registration onPassed(Runnable action) {
		return this.actions.add(action);
	}

	/**
	 * Do what was asked for, and wait for it for a bounded time.
	 * @return whether there was anything
	 */
	boolean runActions(CoroutineRuntime runtime) {
		return this.actions.run(runtime);
	}

	/**
	 * Make a deadline that of the caller.
	 * @param deadline the deadline, or {@code null} for none
	 * @return what it was before
	 */
	static @Nullable Deadline replace(@Nullable Deadline deadline) {
		Deadline previous = CURRENT.get();
		if (deadline != null) {
			CURRENT.set(deadline);
		}
		else {
			CURRENT.remove();
		}
		return previous;
	}

	/**
	 * Return the earlier of two.
	 * @param other the other one, or {@code null} for none
	 */
	Deadline orEarlier(@Nullable Deadline other) {
		return (other != null && other.at - this.at <= 0) ? other : this;
	}

	long nanosLeft() {
		return this.at - System.nanoTime();
	}

	@Override
	public String toString() {
		return "Deadline[" + TimeUnit.NANOSECONDS.toMillis(Math.max(nanosLeft(), 0)) + " ms left of " + this.length
				+ "]";
	}

	/**
	 * What takes an action back.
	 */
	@FunctionalInterface
	public interface Registration extends AutoCloseable {

		/**
		 * Take it back. If the action runs just then, wait for its end; an interrupt does
		 * not end the wait and is kept for later.
		 */
		@Override
		void close();

	}

}
