package io.coroutine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.coroutine.snapshot.StallSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Runs coroutines. It has event loops and threads of its own and must be closed. Methods
 * may be called from any thread.
 * <p>
 * It is no {@link java.util.concurrent.Executor}, as a bean of that type would take the
 * place of a framework's own; where one is asked for, {@code runtime::start} will do.
 */
public interface CoroutineRuntime extends AutoCloseable {

	/**
	 * Start a coroutine with a name made from its number: on the event loop of the caller
	 * if the caller is on one, else on the loops in turn.
	 * @param task what it runs; an exception ends the coroutine and goes to the handler
	 * of uncaught exceptions
	 * @return the coroutine
	 * @throws java.util.concurrent.RejectedExecutionException if the runtime is closed,
	 * or too many coroutines wait for a private stack
	 */
	default Coroutine start(Runnable task) {
		return coroutine().start(task);
	}

	/**
	 * Start a coroutine that has a result, see {@link CoroutineBuilder#submit}.
	 * @param <T> the type of the result
	 * @param task what it runs
	 * @return the result to come
	 */
	default <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
		return coroutine().submit(task);
	}

	/**
	 * Begin to make coroutines with a name, a stack mode and so on.
	 * @return a builder with the settings of the runtime
	 */
	CoroutineBuilder coroutine();

	/**
	 * Return what runs the coroutines.
	 * @return the engine
	 */
	Engine engine();

	/**
	 * Tell why this engine was chosen.
	 * @return the reason, a sentence without full stop
	 */
	String engineReason();

	/**
	 * Return the stack mode of coroutines that do not ask for one.
	 * @return the stack mode
	 */
	StackMode stackMode();

	/**
	 * Return what has been measured since the start.
	 * @return a snapshot
	 */
	RuntimeSnapshot snapshot();

	/**
	 * Return the last stalls with their culprits: coroutines that have occupied their
	 * event loop while others waited for it.
	 * @return up to 50 stalls, the latest first; none in the portable engine
	 */
	List<StallSnapshot> recentStalls();

	/**
	 * Tell what the coroutines wait for, without a look at their stacks. It takes some
	 * microseconds for each of the sample, however many there are.
	 * @param sampleSize how many coroutines to look at, at least 1; if no more live, all
	 * are looked at
	 * @return the waits, grouped
	 * @throws IllegalArgumentException if the size is less than 1
	 */
	WaitSummary waits(int sampleSize);

	/**
	 * Tell how much of the coroutines can be looked at.
	 * @return the introspection
	 */
	Introspection introspection();

	/**
	 * Look at all live coroutines, one after the other as the stream is consumed, while
	 * they go on: some microseconds each. Those that live all the time are in it once,
	 * those that start or end meanwhile may be.
	 * @return what the coroutines do, in the order of their numbers
	 * @throws IllegalStateException with {@link Introspection#COUNTING}
	 */
	Stream<CoroutineInfo> coroutines();

	/**
	 * Find a live coroutine.
	 * @param id its {@linkplain Coroutine#id() number}
	 * @return the coroutine, or nothing if none of this number lives
	 * @throws IllegalStateException with {@link Introspection#COUNTING}
	 */
	Optional<Coroutine> find(long id);

	/**
	 * Look at the stacks of all live coroutines, while they go on: tens of microseconds
	 * each, and much less where very many look alike. Nothing is stopped but each
	 * coroutine while its own stack is read. It works in the thread of the caller, which
	 * should not be a coroutine that others share their event loop with, as they would
	 * wait.
	 * @param filter which of them to look at
	 * @param limit how many groups of coroutines to return at most
	 * @return the coroutines, those with the same stack together
	 * @throws IllegalStateException with {@link Introspection#COUNTING}
	 * @throws java.util.concurrent.CancellationException if the caller is interrupted,
	 * which it stays
	 */
	CoroutineDump dump(CoroutineFilter filter, int limit);

	/**
	 * Start nothing more, cancel the coroutines that live, wait for them, and end the
	 * threads. A further call does nothing. An interrupt of the caller does not end the
	 * wait, and is kept for later.
	 * <p>
	 * A coroutine of this runtime may call, and is neither cancelled nor waited for; it
	 * goes on after the call, as any code that closes what it runs on. Nor are those
	 * waited for who cannot end before the shutdown has: who waits for the end of the
	 * coroutine that calls, and who is inside {@link Runtime#exit}. When the JVM ends,
	 * its hooks being under way, the event loops stay for what is left.
	 * @param grace how long to wait for the coroutines
	 * @return how many had not ended by then; they go on without event loops, as slowly
	 * as other virtual threads
	 * @throws IllegalStateException if code calls that an event loop runs beside its
	 * coroutines, such as a logger called by the loop itself
	 */
	int shutdown(Duration grace);

	/**
	 * The same as {@link #shutdown} with the
	 * {@linkplain CoroutineRuntimeBuilder#shutdownGrace grace} of the runtime.
	 */
	@Override
	void close();

	/**
	 * Return the runtime of the coroutine that calls.
	 * @return the runtime
	 * @throws IllegalStateException if the caller is no coroutine, or its runtime is shut
	 * down
	 */
	static CoroutineRuntime current() {
		return DefaultCoroutineRuntime.ofCaller();
	}

	/**
	 * Begin to make a runtime.
	 * @return a builder with the default settings
	 */
	static CoroutineRuntimeBuilder builder() {
		return new CoroutineRuntimeBuilder();
	}

}
