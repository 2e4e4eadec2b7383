package io.coroutine.spring.resilience4j;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

import io.coroutine.CoroutineRuntime;
import io.github.resilience4j.core.functions.CheckedSupplier;
import io.github.resilience4j.timelimiter.TimeLimiter;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time of blocking calls by Resilience4j's {@link TimeLimiter}, which by
 * itself can do that for futures only.
 * <p>
 * The call is made in the coroutine of the caller, so that it keeps its transaction and
 * all else that is bound to its thread. At the deadline that coroutine is
 * {@linkplain io.coroutine.Coroutine#cancel() cancelled} for as long as the call lasts:
 * waits end with {@link InterruptedException}, a socket operation closes its socket. What
 * the call makes of that, a result or an exception, is dropped, and the caller gets a
 * {@link TimeoutException}, the dropped exception being its cause; only an {@link Error}
 * comes out as it is. A call that goes on in spite of that delays the caller. It is a
 * {@link io.coroutine.scope.Deadline} that the call is given, so all know of it that the
 * call waits for; if the caller has an earlier one, that is in force, and no matter of
 * the limiter.
 * <p>
 * If the limiter does not cancel running futures, the call is made in a coroutine of its
 * own, which inherits the context of the caller but not what is bound to its thread, and
 * which goes on after the deadline while the caller does not wait any longer.
 * <p>
 * The limiter publishes its events as it does for futures. Methods may be called from any
 * thread; one that is no coroutine is interrupted as a coroutine is, but then goes on
 * waiting for a socket.
 */
public final class CoroutineTimeLimiter {

	private static final Duration LONGEST = Duration.ofDays(365);

	private final CoroutineRuntime runtime;

	private CoroutineTimeLimiter(CoroutineRuntime runtime) {
		this.runtime = runtime;
	}

	/**
	 * Create it.
	 * @param runtime has the timers, and runs the calls that may outlast their deadline
	 * @return what limits calls
	 */
	public static CoroutineTimeLimiter of(CoroutineRuntime runtime) {
		return new CoroutineTimeLimiter(runtime);
	}

	/**
	 * Let each call take as long only as the limiter says.
	 * @param <T> the type of the result
	 * @param timeLimiter says how long
	 * @param callable what is called
	 * @return what calls it, see {@link #executeCallable}
	 */
	public <T extends @Nullable Object> Callable<T> decorateCallable(TimeLimiter timeLimiter, Callable<T> callable) {
		return () -> executeCallable(timeLimiter, callable);
	}

	/**
	 * Make a call that takes as long only as the limiter says.
	 * @param <T> the type of the result
	 * @param timeLimiter says how long
	 * @param callable what is called
	 * @return its result
	 * @throws TimeoutException if the deadline has passed
	 * @throws Exception what the call throws, as it is
	 */
	public <T extends @Nullable Object> T executeCallable(TimeLimiter timeLimiter, Callable<T> callable)
			throws Exception {
		try {
			return executeCheckedSupplier(timeLimiter, callable::call);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("A Callable cannot throw this", ex);
		}
	}

	/**
	 * Make a call that takes as long only as the limiter says.
	 * @param <T> the type of the result
	 * @param timeLimiter says how long
	 * @param supplier what is called
	 * @return its result
	 * @throws TimeoutException if the deadline has passed
	 * @throws Throwable what the call throws, as it is
	 */
	public <T extends @Nullable Object> T executeCheckedSupplier(TimeLimiter timeLimiter, CheckedSupplier<T> supplier)
			throws Throwable {
		if (!timeLimiter.getTimeLimiterConfig().shouldCancelRunningFuture()) {
			Callable<T> call = supplier.unchecked()::get;
			return timeLimiter.executeFutureSupplier(() -> this.runtime.submit(call));
		}
		CallDeadline deadline = CallDeadline.begin(this.runtime, limit(timeLimiter));
		T result;
		try {
			result = supplier.get();
		}
		catch (Throwable ex) {
			Throwable failure = (deadline.end() && ex instanceof Exception) ? timeout(timeLimiter, ex) : ex;
			timeLimiter.onError(failure);
			throw failure;
		}
		if (deadline.end()) {
			TimeoutException timeout = timeout(timeLimiter, null);
			timeLimiter.onError(timeout);
			throw timeout;
		}
		timeLimiter.onSuccess();
		return result;
	}

	private static Duration limit(TimeLimiter timeLimiter) {
		Duration timeout = timeLimiter.getTimeLimiterConfig().getTimeoutDuration();
		return (timeout.compareTo(LONGEST) < 0) ? timeout : LONGEST;
	}

	private static TimeoutException timeout(TimeLimiter timeLimiter, @Nullable Throwable dropped) {
		TimeoutException timeout = TimeLimiter.createdTimeoutExceptionWithName(timeLimiter.getName(), null);
		if (dropped != null) {
			timeout.initCause(dropped);
		}
		return timeout;
	}

}
