package io.coroutine.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future.State;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What children of a {@link CoroutineScope} have thrown. Belongs to the owner of the
 * scope.
 */
final class ScopeFailures {

	/** A scope that lives for long and is never joined must not collect them for ever. */
	private static final int LIMIT = 100;

	private @Nullable Throwable first;

	private final List<Throwable> others = new ArrayList<>();

	private @Nullable Error error;

	private boolean reported;

	/**
	 * Add what a child that has ended has thrown. One that was cancelled is expected to
	 * end with {@link InterruptedException}, and does not count as the first to fail.
	 */
	void add(Fork<?> fork) {
		Throwable failure = fork.failure();
		boolean cancelled = fork.state() == State.CANCELLED;
		if (failure == null || (cancelled && failure instanceof InterruptedException)) {
			return;
		}
		if (this.error == null && failure instanceof Error failed) {
			this.error = failed;
		}
		if (!cancelled && this.first == null) {
			this.first = failure;
		}
		else if (this.others.size() < LIMIT) {
			this.others.add(failure);
		}
	}

	/**
	 * Return what the first child has thrown that has failed by itself.
	 */
	@Nullable Throwable first() {
		return this.first;
	}

	/**
	 * Put all failures into an exception, those that are not its cause as suppressed.
	 */
	<X extends Exception> X reportIn(X exception) {
		this.reported = true;
		Stream.concat(Stream.ofNullable(this.first), this.others.stream())
			.filter((failure) -> failure != exception.getCause())
			.forEach(exception::addSuppressed);
		return exception;
	}

	/**
	 * Return the first error, unless an exception has reported it; only once.
	 */
	@Nullable Error takeUnreportedError() {
		Error unreported = (this.reported) ? null : this.error;
		this.reported = true;
		return unreported;
	}

}
