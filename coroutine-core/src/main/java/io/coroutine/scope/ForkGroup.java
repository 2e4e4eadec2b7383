package io.coroutine.scope;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

import io.coroutine.Coroutine;
import io.coroutine.CoroutineBuilder;
import io.coroutine.internal.wait.UninterruptedWait;
import org.jspecify.annotations.Nullable;

/**
 * The children of a {@link CoroutineScope} whose end its owner has not seen yet.
 * <p>
 * The owner and the children add children, each child tells its end, the owner takes
 * those; the owner and the deadline cancel. Who adds a child puts it into {@code living}
 * and then looks at {@code cancelled}; who cancels sets that and then goes through
 * {@code living}. Both are volatile, so that one of the two at least sees the other, and
 * no child goes on that was added meanwhile. A child is in {@code living} until its owner
 * has waited for it, and what it has added is in there before that; so the group is empty
 * only when nobody is left who could add more.
 */
final class ForkGroup {

	private final Map<Coroutine, Fork<?>> living = new ConcurrentHashMap<>();

	private final BlockingQueue<Coroutine> ended = new LinkedBlockingQueue<>();

	private volatile boolean cancelled;

	private volatile boolean cut;

	boolean contains(@Nullable Coroutine coroutine) {
		return coroutine != null && this.living.containsKey(coroutine);
	}

	boolean isEmpty() {
		return this.living.isEmpty();
	}

	/**
	 * Start a child; once the group is cancelled, cancel it instead.
	 * @throws java.util.concurrent.RejectedExecutionException if the runtime starts no
	 * more coroutines
	 */
	void start(Fork<?> fork, CoroutineBuilder builder) {
		if (this.cancelled) {
			cut(fork);
			return;
		}
		Coroutine coroutine = builder.create(() -> {
			try {
				fork.run();
			}
			finally {
				this.ended.add(Objects.requireNonNull(Coroutine.current()));
			}
		});
		this.living.put(coroutine, fork);
		if (this.cancelled) {
			cut(fork);
		}
		boolean started = false;
		try {
			// Even if it is cancelled: the owner may wait for its end already
			coroutine.start();
			started = true;
		}
		finally {
			if (!started) {
				this.living.remove(coroutine);
			}
		}
	}

	/**
	 * Cancel all children, those too that are added from now on.
	 */
	void cancel() {
		this.cancelled = true;
		this.living.values().stream().filter((fork) -> !fork.isDone()).forEach(this::cut);
	}

	private void cut(Fork<?> fork) {
		this.cut = true;
		fork.cancel(true);
	}

	/**
	 * Tell whether a child has been cancelled by {@link #cancel()} before its end.
	 */
	boolean isCut() {
		return this.cut;
	}

	/**
	 * Wait for the end of a child that has not been taken yet. Called by the owner.
	 */
	Fork<?> take() throws InterruptedException {
		// Nobody else takes children
		return Objects.requireNonNull(leave(this.ended.take()));
	}

	/**
	 * Take the children that have ended so far, in that order. Called by the owner.
	 */
	void takeEnded(Consumer<Fork<?>> taker) {
		for (Coroutine coroutine = this.ended.poll(); coroutine != null; coroutine = this.ended.poll()) {
			leave(coroutine, taker);
		}
	}

	/**
	 * Wait for the end of all children and take them, once the group is cancelled. Called
	 * by the owner.
	 */
	void takeAll(Consumer<Fork<?>> taker) {
		takeEnded(taker);
		while (!isEmpty()) {
			this.living.keySet().forEach((coroutine) -> leave(coroutine, taker));
		}
		this.ended.clear();
	}

	private void leave(Coroutine coroutine, Consumer<Fork<?>> taker) {
		Fork<?> fork = leave(coroutine);
		if (fork != null) {
			taker.accept(fork);
		}
	}

	private @Nullable Fork<?> leave(Coroutine coroutine) {
		awaitEnd(coroutine);
		return this.living.remove(coroutine);
	}

	/**
	 * Wait for the end of a coroutine; an interrupt is kept for later.
	 */
	static void awaitEnd(Coroutine coroutine) {
		try (UninterruptedWait wait = new UninterruptedWait()) {
			wait.await(coroutine::join, () -> {
			});
		}
	}

}
