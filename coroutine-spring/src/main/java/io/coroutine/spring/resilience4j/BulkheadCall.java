package io.coroutine.spring.resilience4j;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A call of a bulkhead: a coroutine, created when the call is submitted so that it
 * inherits the context of the submitter, and started when it is its turn; and the promise
 * that the submitter has.
 * <p>
 * It ends once, by the end of the coroutine, or if the context cannot be put in force
 * there. Only then is the promise kept, after the end was told, so that whoever sees the
 * result finds the place free. The promise may be kept by others before: a call whose
 * turn comes after that does not begin.
 *
 * @param <T> the type of the result
 */
final class BulkheadCall<T extends @Nullable Object> extends FutureTask<T> {

	private final CompletableFuture<T> promise = new CompletableFuture<>();

	private final CoroutineThreadPoolBulkhead bulkhead;

	private final Coroutine coroutine;

	/** Who starts the coroutine, while it does; never the coroutine itself. */
	private volatile @Nullable Thread starter;

	/**
	 * Create a call of the caller.
	 * @param bulkhead is told the end
	 * @param builder makes the coroutine
	 * @param task what is called
	 */
	BulkheadCall(CoroutineThreadPoolBulkhead bulkhead, CoroutineBuilder builder, Callable<T> task) {
		super(task);
		this.bulkhead = bulkhead;
		this.coroutine = builder.create(this);
	}

	CompletableFuture<T> promise() {
		return this.promise;
	}

	/**
	 * Begin, unless nobody waits for the result any more.
	 * @return whether it has begun; if not, that is its end
	 */
	boolean begin() {
		if (!this.promise.isDone() && start()) {
			return true;
		}
		this.bulkhead.dropped(this);
		return false;
	}

	/**
	 * Start the coroutine. If that fails, the coroutine may or may not cancel this future
	 * meanwhile, in the thread of the caller.
	 */
	private boolean start() {
		this.starter = Thread.currentThread();
		try {
			this.coroutine.start();
			return true;
		}
		catch (RejectedExecutionException | OutOfMemoryError ex) {
			this.promise.completeExceptionally(ex);
			return false;
		}
		finally {
			this.starter = null;
		}
	}

	/**
	 * End the call early: it does not begin, or is interrupted.
	 */
	void interrupt() {
		this.promise
			.completeExceptionally(new CancellationException("The bulkhead was closed before the call had ended"));
		this.coroutine.cancel();
	}

	@Override
	protected void done() {
		if (Thread.currentThread() == this.starter) {
			return;
		}
		try {
			this.bulkhead.ended();
		}
		finally {
			complete();
			this.bulkhead.dropped(this);
		}
	}

	private void complete() {
		switch (state()) {
			case SUCCESS -> this.promise.complete(resultNow());
			case FAILED -> this.promise.completeExceptionally(wrap(exceptionNow()));
			default -> this.promise.cancel(false);
		}
	}

	/**
	 * As the futures of the JDK do, on which Resilience4j's own bulkhead relies.
	 */
	private static CompletionException wrap(Throwable failure) {
		return (failure instanceof CompletionException completion) ? completion : new CompletionException(failure);
	}

}
