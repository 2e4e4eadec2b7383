package io.coroutine.local;

import java.lang.ScopedValue.CallableOp;
import java.util.IdentityHashMap;

import io.coroutine.internal.local.LocalKey;
import io.coroutine.internal.local.LocalValues;
import org.jspecify.annotations.Nullable;

/**
 * The inherited {@linkplain CoroutineLocal coroutine-locals} of a coroutine or thread, as
 * they were at one moment, to be put in force elsewhere for a while. Never changes: who
 * restores it gets copies of its own, made by the copy functions. May be used by any
 * thread, any number of times, also by several at once.
 *
 * @see CoroutineLocal#snapshot()
 */
public final class CoroutineLocalSnapshot {

	/** Not changed after the constructor. */
	private final IdentityHashMap<LocalKey, @Nullable Object> values;

	private CoroutineLocalSnapshot(IdentityHashMap<LocalKey, @Nullable Object> values) {
		this.values = values;
	}

	static CoroutineLocalSnapshot ofCaller() {
		LocalValues values = LocalValues.ofCaller();
		return of((values != null) ? values.inheritable() : new IdentityHashMap<>());
	}

	static CoroutineLocalSnapshot of(IdentityHashMap<LocalKey, @Nullable Object> values) {
		return new CoroutineLocalSnapshot(LocalValues.copy(values));
	}

	/**
	 * Tell whether there are no values in it.
	 * @return whether it is empty
	 */
	public boolean isEmpty() {
		return this.values.isEmpty();
	}

	/**
	 * Give the caller the values of the snapshot until the result is closed. Inherited
	 * variables that are not in the snapshot have no value in that time; those that are
	 * not inherited stay as they are.
	 * @return what puts back the values that the caller has now; to be closed by the
	 * caller, several in reverse order
	 */
	public Scope restore() {
		IdentityHashMap<LocalKey, @Nullable Object> previous = install();
		return new Restored(LocalValues.ofCallerOrNew(), previous);
	}

	/**
	 * Run code with the values of the snapshot, as by {@link #restore()}.
	 * @param <R> the type of the result
	 * @param <X> what the code throws
	 * @param code the code
	 * @return its result
	 * @throws X if the code throws it
	 */
	public <R extends @Nullable Object, X extends Throwable> R call(CallableOp<? extends R, X> code) throws X {
		try (Scope scope = restore()) {
			return code.call();
		}
	}

	/**
	 * Give the caller the values of the snapshot for good.
	 * @return what was there
	 */
	IdentityHashMap<LocalKey, @Nullable Object> install() {
		IdentityHashMap<LocalKey, @Nullable Object> copies = LocalValues.copy(this.values);
		return LocalValues.ofCallerOrNew().replaceInheritable(copies);
	}

	/**
	 * The time for which a snapshot is in force.
	 */
	public interface Scope extends AutoCloseable {

		/**
		 * Put back what was there. A second call does nothing.
		 * @throws IllegalStateException if the caller is not the coroutine or thread that
		 * has restored the snapshot
		 */
		@Override
		void close();

	}

	private static final class Restored implements Scope {

		private final LocalValues target;

		private @Nullable IdentityHashMap<LocalKey, @Nullable Object> previous;

		Restored(LocalValues target, IdentityHashMap<LocalKey, @Nullable Object> previous) {
			this.target = target;
			this.previous = previous;
		}

		@Override
		public void close() {
			if (LocalValues.ofCaller() != this.target) {
				throw new IllegalStateException("The snapshot was restored in another coroutine or thread: "
						+ "close it where it was restored, best by try-with-resources");
			}
			if (this.previous != null) {
				this.target.replaceInheritable(this.previous);
				this.previous = null;
			}
		}

	}

}
