package io.coroutine;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a {@link CoroutineLocal} where values are kept, and does not keep it alive:
 * there is one for each, so that a value costs no weak reference of its own. What is to
 * be done with a value at the end of its coroutine is kept, as that must be done even if
 * the coroutine-local is dropped before. May be used by any thread.
 */
final class LocalKey extends WeakReference<CoroutineLocal<?>> {

	private static final ReferenceQueue<CoroutineLocal<?>> queue = new ReferenceQueue<>();

	private static final AtomicLong dropped = new AtomicLong();

	private final @Nullable Consumer<Object> onEnd;

	LocalKey(CoroutineLocal<?> local, @Nullable Consumer<Object> onEnd) {
		super(local, queue);
		this.onEnd = onEnd;
	}

	/**
	 * Return how many coroutine-locals with values somewhere have been dropped by the
	 * application so far.
	 */
	static long droppedSoFar() {
		while (queue.poll() != null) {
			dropped.incrementAndGet();
		}
		return dropped.get();
	}

	boolean isDropped() {
		return refersTo(null);
	}

	/**
	 * Tell whether something is to be done with a value at the end of its coroutine.
	 */
	boolean isEnded() {
		return this.onEnd != null;
	}

	void end(Object value) {
		if (this.onEnd != null) {
			this.onEnd.accept(value);
		}
	}

	boolean isInherited() {
		CoroutineLocal<?> local = get();
		return local != null && local.isInherited();
	}

	@Nullable Object copy(@Nullable Object value) {
		CoroutineLocal<?> local = get();
		return (local != null && value != null) ? local.copy(value) : value;
	}

}
