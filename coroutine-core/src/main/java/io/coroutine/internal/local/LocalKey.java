package io.coroutine.internal.local;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a coroutine-local where values are kept, and does not keep it alive: there
 * is one for each, so that a value costs no weak reference of its own. What is to be done
 * with a value at the end of its coroutine is kept, as that must be done even if the
 * coroutine-local is dropped before. May be used by any thread.
 */
public final class LocalKey extends WeakReference<LocalKey.Inheritance> {

	private static final ReferenceQueue<Inheritance> queue = new ReferenceQueue<>();

	private static final AtomicLong dropped = new AtomicLong();

	private final @Nullable Consumer<Object> onEnd;

	/**
	 * Create the key of a coroutine-local.
	 * @param inheritance how its values are inherited; kept by the coroutine-local and by
	 * nobody else, so that both are dropped together
	 * @param onEnd what is done with a value at the end of its coroutine, if anything
	 */
	public LocalKey(Inheritance inheritance, @Nullable Consumer<Object> onEnd) {
		super(inheritance, queue);
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
		Inheritance inheritance = get();
		return inheritance != null && inheritance.copier() != null;
	}

	@Nullable Object copy(@Nullable Object value) {
		Inheritance inheritance = get();
		UnaryOperator<Object> copier = (inheritance != null) ? inheritance.copier() : null;
		return (copier != null && value != null) ? copier.apply(value) : value;
	}

	/**
	 * How the values of a coroutine-local are inherited.
	 *
	 * @param copier makes the value of a child from that of its creator; {@code null} if
	 * children inherit nothing
	 */
	public record Inheritance(@Nullable UnaryOperator<Object> copier) {
	}

}
