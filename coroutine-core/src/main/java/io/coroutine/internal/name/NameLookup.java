package io.coroutine.internal.name;

import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One look-up, for all who ask the same while it is under way. It is queued, then runs on
 * a thread of its own, then is answered; or it is failed before. The future is completed
 * once and publishes the answer to whoever waits; {@code begun} is for messages.
 *
 * @param <T> the type of the answer
 */
final class NameLookup<T> implements Runnable {

	private final NameQuestion<T> question;

	private final InetAddressResolver resolver;

	private final Consumer<NameLookup<T>> beforeAnswer;

	private final CompletableFuture<T> answer = new CompletableFuture<>();

	private volatile boolean begun;

	/** How many have not given up; belongs to {@link NameLookups} and its lock. */
	int callers;

	/**
	 * Create a look-up.
	 * @param beforeAnswer called when the answer is there and nobody has it yet
	 */
	NameLookup(NameQuestion<T> question, InetAddressResolver resolver, Consumer<NameLookup<T>> beforeAnswer) {
		this.question = question;
		this.resolver = resolver;
		this.beforeAnswer = beforeAnswer;
	}

	NameQuestion<T> question() {
		return this.question;
	}

	boolean isBegun() {
		return this.begun;
	}

	@Override
	public void run() {
		this.begun = true;
		try {
			T found = this.question.ask(this.resolver);
			this.beforeAnswer.accept(this);
			this.answer.complete(found);
		}
		catch (UnknownHostException ex) {
			this.beforeAnswer.accept(this);
			this.answer.completeExceptionally(ex);
		}
		catch (Throwable ex) {
			this.beforeAnswer.accept(this);
			fail("failed", ex);
		}
	}

	/**
	 * Let all who wait go, unless they have the answer.
	 * @param what what has become of the look-up
	 */
	void fail(String what, @Nullable Throwable cause) {
		this.answer.completeExceptionally(unknownHost(this.question.about("the look-up " + what), cause));
	}

	/**
	 * Wait for the answer. An interrupt is kept for later.
	 * @throws UnknownHostException if there is none; a new one for each caller, as others
	 * may add to theirs
	 * @throws TimeoutException if it takes longer than the caller waits
	 */
	T await(long nanos) throws UnknownHostException, TimeoutException {
		long deadline = System.nanoTime() + nanos;
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return this.answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			Throwable failure = this.answer.exceptionNow();
			throw unknownHost(failure.getMessage(), failure);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static UnknownHostException unknownHost(@Nullable String message, @Nullable Throwable cause) {
		UnknownHostException exception = new UnknownHostException(message);
		if (cause != null) {
			exception.initCause(cause);
		}
		return exception;
	}

}
