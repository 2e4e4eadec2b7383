package io.coroutine;

import java.time.Duration;
import java.util.Optional;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.scheduler.Cancellation;
import io.coroutine.internal.wait.UninterruptedWait;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine: code in blocking style that gives its event loop back while it waits.
 * <p>
 * Two instances that stand for the same coroutine are equal. Methods may be called from
 * any thread.
 */
public final class Coroutine {

	private final Fiber fiber;

	Coroutine(Fiber fiber) {
		this.fiber = fiber;
	}

	/**
	 * Return the coroutine that calls.
	 * @return the coroutine, or {@code null} if the caller is none
	 */
	public static @Nullable Coroutine current() {
		Fiber fiber = Fiber.current();
		return (fiber != null) ? new Coroutine(fiber) : null;
	}

	/**
	 * Let the other ready coroutines of the loop run first. Outside of coroutines the
	 * same as {@link Thread#yield()}; on the portable engine too, where coroutines that
	 * do nothing but yield can keep those from running that other threads have woken.
	 */
	@SuppressWarnings("NamedLikeContextualKeyword")
	public static void yield() {
		Thread.yield();
	}

	/**
	 * Give control back to whoever has {@linkplain #resume() resumed} the calling
	 * coroutine, until it is resumed again. If nobody waits for it, it just waits.
	 * @throws InterruptedException if the coroutine is cancelled
	 * @throws IllegalStateException if the caller is no coroutine
	 */
	public static void suspend() throws InterruptedException {
		Fiber.suspend();
	}

	/**
	 * Start the coroutine; it runs when its turn comes.
	 * @throws IllegalStateException if it has been started before
	 * @throws java.util.concurrent.RejectedExecutionException if the runtime is closed,
	 * or too many coroutines wait for a private stack
	 */
	public void start() {
		this.fiber.start();
	}

	/**
	 * Transfer control to the coroutine: it runs next, on the event loop of the caller,
	 * and the caller goes on when the coroutine {@linkplain #suspend() suspends} itself
	 * or ends. It may wait for other things between, during which the caller waits too.
	 * The wait is not ended by an interrupt of the caller, which is kept for later.
	 * Coroutines may resume one another to any depth. An exception of the coroutine goes
	 * to the handler of uncaught exceptions, not to the caller.
	 * @throws IllegalStateException if the coroutine is the caller, runs, waits for
	 * something else, or has ended
	 * @throws java.util.concurrent.RejectedExecutionException as for {@link #start()}
	 */
	public void resume() {
		this.fiber.resume();
	}

	/**
	 * Return the number of the coroutine, which is that of its thread: the one after the
	 * {@code #} in the thread dumps of the JDK.
	 * @return the number, unique in the JVM
	 */
	public long id() {
		return this.fiber.id();
	}

	/**
	 * Return the name of the coroutine, which is that of its thread too, but for one
	 * without a name where {@link Introspection#COUNTING} is set.
	 * @return the name
	 */
	public String name() {
		return this.fiber.name();
	}

	/**
	 * Return where the frames of the coroutine are.
	 * @return the stack mode
	 */
	public StackMode stackMode() {
		return StackMode.of(this.fiber);
	}

	/**
	 * Tell whether the coroutine has ended.
	 * @return whether it has ended
	 */
	public boolean isDone() {
		return this.fiber.isDone();
	}

	/**
	 * Wait for the end of the coroutine. One that is not started yet is waited for too.
	 * @throws InterruptedException if the caller is interrupted or cancelled
	 */
	public void join() throws InterruptedException {
		this.fiber.join();
	}

	/**
	 * Wait for the end of the coroutine.
	 * @param timeout how long to wait; zero or less does not wait
	 * @return whether the coroutine has ended
	 * @throws InterruptedException if the caller is interrupted or cancelled
	 */
	public boolean join(Duration timeout) throws InterruptedException {
		return this.fiber.join(timeout);
	}

	/**
	 * Wait for the end of the coroutine in any case. If the caller is interrupted or
	 * cancelled it does not go on before: the coroutine is {@linkplain #cancel()
	 * cancelled}, each time, and the caller is interrupted again after its end.
	 */
	public void joinOrCancel() {
		try (UninterruptedWait wait = new UninterruptedWait()) {
			wait.await(this::join, this::cancel);
		}
	}

	/**
	 * Ask the coroutine to end, by interrupting it: a wait ends with
	 * {@link InterruptedException}, a socket operation closes its socket, and code that
	 * computes sees {@link Thread#isInterrupted()}. That happens at once, but for a
	 * coroutine that is about to load or initialize a class, or to read or write a file
	 * that others use as well: an interrupt would close the file or spoil the class, and
	 * comes when the coroutine is done with that, or after a second. Does nothing once it
	 * has ended.
	 */
	public void cancel() {
		Cancellation.of(this.fiber);
	}

	/**
	 * Look at the coroutine, closer than {@link CoroutineRuntime#coroutines()} does: if
	 * it is not clear from the outside what it waits for, its stack tells, which takes
	 * tens of microseconds.
	 * @return what it does, or nothing if it is not started or has ended
	 */
	public Optional<CoroutineInfo> info() {
		return CoroutineInfo.of(this.fiber, true);
	}

	/**
	 * Look at the coroutine and its stack at the same moment.
	 * @return what it does and where, or nothing if it is not started or has ended
	 */
	public Optional<CoroutineStack> stack() {
		return CoroutineStack.of(this.fiber);
	}

	/**
	 * Return the frames of the coroutine at this moment.
	 * @return the frames, the innermost first; none if it is not started or has ended
	 */
	public StackTraceElement[] stackTrace() {
		return this.fiber.thread().getStackTrace();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Coroutine coroutine && coroutine.fiber == this.fiber;
	}

	@Override
	public int hashCode() {
		return System.identityHashCode(this.fiber);
	}

	@Override
	public String toString() {
		return "Coroutine[#" + id() + ", " + name() + ", " + stackMode() + "]";
	}

}
