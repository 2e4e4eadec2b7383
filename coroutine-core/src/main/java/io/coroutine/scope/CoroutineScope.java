package io.coroutine.scope;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineBuilder;
import io.coroutine.CoroutineRuntime;
import io.coroutine.local.CoroutineLocal;
import org.jspecify.annotations.Nullable;

/**
 * Several things done at once, by coroutines that all end before the block does which has
 * opened the scope:
 *
 * <pre>{@code
 * try (CoroutineScope scope = CoroutineScope.open()) {
 *     Future<User> user = scope.fork(() -> users.find(id));
 *     Future<List<Order>> orders = scope.fork(() -> orders.of(id));
 *     scope.joinAll();
 *     return new Page(user.resultNow(), orders.resultNow());
 * }
 * }</pre>
 *
 * <b>Children.</b> {@link #fork} starts a child. It may be called by the owner, that is
 * the coroutine or thread that has opened the scope, and by children of this scope while
 * they run; not by children of a scope within. A child begins with the inherited
 * {@linkplain CoroutineLocal coroutine-locals} of the one who forks it.
 * <p>
 * <b>Joins.</b> The owner, and nobody else, calls {@link #joinAll()} or
 * {@link #joinFirst} once, which ends the scope, and {@link #close()}. All three return,
 * or throw, after all children have ended and not before: those that are not wanted any
 * more are cancelled, that is interrupted, and a child that goes on in spite of that
 * delays them. So does an interrupt of the owner: a join cancels the children, waits for
 * them, and then throws {@link InterruptedException}.
 * <p>
 * <b>Failures.</b> A child fails when it throws anything, exception or {@link Error}. One
 * whose future the application has cancelled has neither succeeded nor failed. A join
 * that fails reports all that children have thrown, up to a hundred of them; the
 * {@link InterruptedException} of a cancelled child is not reported.
 * <p>
 * <b>Deadline.</b> When it passes, the children are cancelled, whatever the owner does at
 * that time, and the join throws {@link TimeoutException}. It is the {@link Deadline} of
 * the children, unless that of the owner is earlier.
 * <p>
 * Scopes can be nested: a child may open another. From open, where children are started,
 * a scope goes to cancelled by the deadline or by a join that does not want the rest,
 * where {@link #fork} returns futures that are cancelled already, and from both to ended
 * by the end of a join or of {@link #close()}. The fields are the owner's; what is shared
 * with children is in {@link ForkGroup}, and {@code ended}, which is volatile only for
 * clear messages to those who must not call.
 */
public final class CoroutineScope implements AutoCloseable {

	private final Thread owner = Thread.currentThread();

	private final ForkGroup forks = new ForkGroup();

	private final ScopeFailures failures = new ScopeFailures();

	private final AtomicInteger forked = new AtomicInteger();

	private final CoroutineRuntime runtime;

	private final @Nullable String name;

	private final @Nullable ScopeDeadline deadline;

	private volatile boolean ended;

	CoroutineScope(CoroutineRuntime runtime, @Nullable String name, @Nullable Duration deadline) {
		this.runtime = runtime;
		this.name = name;
		this.deadline = (deadline != null) ? new ScopeDeadline(runtime, childName("deadline"), deadline, this.forks)
				: null;
	}

	/**
	 * Open a scope whose children run in the runtime of the coroutine that calls.
	 * @return the scope, to be closed by the caller
	 * @throws IllegalStateException if the caller is no coroutine, or its runtime is shut
	 * down
	 */
	public static CoroutineScope open() {
		return builder().open();
	}

	/**
	 * Open a scope.
	 * @param runtime runs the children
	 * @return the scope, to be closed by the caller
	 */
	public static CoroutineScope open(CoroutineRuntime runtime) {
		return builder().runtime(runtime).open();
	}

	/**
	 * Begin to open a scope with a name, a deadline and so on.
	 * @return a builder
	 */
	public static CoroutineScopeBuilder builder() {
		return new CoroutineScopeBuilder();
	}

	/**
	 * Start a child.
	 * @param <T> the type of the result
	 * @param task what it runs
	 * @return its result to come, to be asked for after a join, or waited for before;
	 * {@link Future#cancel} with {@code true} cancels the child. It is cancelled already
	 * if the scope is
	 * @throws IllegalStateException if the scope has ended, or the caller is neither its
	 * owner nor one of its children
	 * @throws java.util.concurrent.RejectedExecutionException as for
	 * {@link CoroutineBuilder#start}
	 */
	public <T extends @Nullable Object> Future<T> fork(Callable<T> task) {
		Objects.requireNonNull(task, "The task must not be null");
		checkNotEnded();
		if (Thread.currentThread() == this.owner) {
			// One that is joined late, or never, must not collect all who have ended
			this.forks.takeEnded(this.failures::add);
		}
		else if (!this.forks.contains(Coroutine.current())) {
			throw new IllegalStateException(
					"Only the owner of " + this + " and its children may fork, and this is " + Thread.currentThread());
		}
		Fork<T> fork = new Fork<>(this.forks, task);
		if (this.deadline == null) {
			start(fork);
			return fork;
		}
		Deadline previous = this.deadline.begin();
		try {
			start(fork);
		}
		finally {
			Deadline.replace(previous);
		}
		return fork;
	}

	private void start(Fork<?> fork) {
		this.forks.start(fork, this.runtime.coroutine().name(childName(this.forked.incrementAndGet())));
	}

	private @Nullable String childName(Object suffix) {
		return (this.name != null) ? this.name + "-" + suffix : null;
	}

	/**
	 * Wait until all children have succeeded, or one fails: then cancel the rest.
	 * @throws ExecutionException if a child failed, with what the first one has thrown as
	 * its cause and what others have thrown as suppressed
	 * @throws TimeoutException if the deadline passed before, with what children have
	 * thrown as suppressed
	 * @throws InterruptedException if the caller is interrupted or cancelled
	 * @throws IllegalStateException if the scope has ended, or the caller is not its
	 * owner
	 */
	public void joinAll() throws InterruptedException, ExecutionException, TimeoutException {
		checkOwner();
		checkNotEnded();
		boolean late;
		try {
			while (!this.forks.isEmpty() && this.failures.first() == null) {
				this.failures.add(this.forks.take());
			}
			late = isLate();
		}
		finally {
			end();
		}
		if (late) {
			throw timeout();
		}
		if (this.failures.first() != null) {
			throw failure("A child of " + this + " failed", this.failures.first());
		}
	}

	/**
	 * Wait until the first of some children has succeeded, then cancel the rest: all
	 * others of the scope.
	 * @param <T> the type of the result
	 * @param candidates what {@link #fork} of this scope has returned for these children
	 * @return the result of the one that was first; if several have succeeded before the
	 * call, of the first in the order of the collection
	 * @throws ExecutionException if none of them succeeded, with what the first one of
	 * the scope has thrown as its cause and what others have thrown as suppressed; with a
	 * {@link CancellationException} as its cause if all were cancelled
	 * @throws TimeoutException if the deadline passed before, with what children have
	 * thrown as suppressed
	 * @throws InterruptedException if the caller is interrupted or cancelled
	 * @throws IllegalArgumentException if there are no candidates, or one that is not
	 * from this scope
	 * @throws IllegalStateException if the scope has ended, or the caller is not its
	 * owner
	 */
	@SuppressWarnings("unchecked") // The winner is one of the candidates, which have a T
	public <T extends @Nullable Object> T joinFirst(Collection<? extends Future<? extends T>> candidates)
			throws InterruptedException, ExecutionException, TimeoutException {
		checkOwner();
		checkNotEnded();
		Set<Fork<?>> running = forksOf(candidates);
		Fork<?> winner;
		boolean late;
		try {
			winner = awaitFirst(running);
			late = isLate();
		}
		finally {
			end();
		}
		if (winner != null) {
			return (T) winner.resultNow();
		}
		if (late) {
			throw timeout();
		}
		Throwable first = this.failures.first();
		throw failure("None of " + candidates.size() + " children of " + this + " succeeded",
				(first != null) ? first : new CancellationException("All of them were cancelled"));
	}

	private Set<Fork<?>> forksOf(Collection<? extends Future<?>> candidates) {
		Set<Fork<?>> found = new LinkedHashSet<>();
		for (Future<?> candidate : candidates) {
			if (!(candidate instanceof Fork<?> fork && fork.isOf(this.forks))) {
				throw new IllegalArgumentException(
						"Only what was forked in " + this + " can be joined here, not " + candidate);
			}
			found.add(fork);
		}
		if (found.isEmpty()) {
			throw new IllegalArgumentException("There must be a child to wait for");
		}
		return found;
	}

	private @Nullable Fork<?> awaitFirst(Set<Fork<?>> candidates) throws InterruptedException {
		candidates.removeIf((fork) -> fork.state() == State.FAILED || fork.state() == State.CANCELLED);
		for (Fork<?> fork : candidates) {
			if (fork.state() == State.SUCCESS) {
				return fork;
			}
		}
		while (!candidates.isEmpty()) {
			Fork<?> fork = this.forks.take();
			this.failures.add(fork);
			if (candidates.remove(fork) && fork.state() == State.SUCCESS) {
				return fork;
			}
		}
		return null;
	}

	/**
	 * End the scope: cancel the children that still run, and wait for them. An interrupt
	 * of the caller does not end the wait and is kept for later. A further call does
	 * nothing.
	 * @throws IllegalStateException if the caller is not the owner
	 * @throws Error the first one that a child has thrown, if there was any that no join
	 * has reported
	 */
	@Override
	public void close() {
		checkOwner();
		end();
		Error error = this.failures.takeUnreportedError();
		if (error != null) {
			throw error;
		}
	}

	private void end() {
		if (!this.ended) {
			this.forks.cancel();
			this.forks.takeAll(this.failures::add);
			if (this.deadline != null) {
				this.deadline.stop();
			}
			this.ended = true;
		}
	}

	private boolean isLate() {
		return this.deadline != null && this.deadline.hasCut();
	}

	private TimeoutException timeout() {
		return this.failures.reportIn(new TimeoutException("The children of " + this + " had not ended " + this.deadline
				+ " after it was opened, and were cancelled"));
	}

	private ExecutionException failure(String what, Throwable cause) {
		return this.failures.reportIn(new ExecutionException(what + ": " + cause, cause));
	}

	private void checkOwner() {
		if (Thread.currentThread() != this.owner) {
			throw new IllegalStateException("Only the owner of " + this + ", " + this.owner
					+ ", may join and close it, and this is " + Thread.currentThread());
		}
	}

	private void checkNotEnded() {
		if (this.ended) {
			throw new IllegalStateException(this + " has ended, as it was joined or closed: open another");
		}
	}

	@Override
	public String toString() {
		return "CoroutineScope[" + ((this.name != null) ? this.name : "no name") + "]";
	}

}
