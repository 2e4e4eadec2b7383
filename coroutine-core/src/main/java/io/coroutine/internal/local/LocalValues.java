package io.coroutine.internal.local;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

import io.coroutine.internal.fiber.Fiber;
import io.coroutine.internal.fiber.FiberLocals;
import org.jspecify.annotations.Nullable;

/**
 * The values that one coroutine, or one thread that is none, has for its
 * coroutine-locals. Made when the first one is set; kept by the {@link Fiber} until it
 * ends, or by a thread-local.
 * <p>
 * Used by its coroutine or thread only, and before that, for what is inherited, by the
 * creator of the coroutine, whose constructor of {@code Coroutine} publishes it; so
 * nothing here is synchronized.
 */
public final class LocalValues implements FiberLocals {

	private static final ThreadLocal<@Nullable LocalValues> ofThread = new ThreadLocal<>();

	/** There is a handful most often, which fits into one small array. */
	private static final int EXPECTED = 4;

	/** How often values are ended that others have set at their end. */
	private static final int END_ROUNDS = 4;

	private final IdentityHashMap<LocalKey, @Nullable Object> values;

	/** How many coroutine-locals had been dropped when this was last cleared of them. */
	private long droppedSeen = LocalKey.droppedSoFar();

	/** Values in threads are never ended, so nothing keeps those that were dropped. */
	private final boolean ofCoroutine;

	private LocalValues(IdentityHashMap<LocalKey, @Nullable Object> values, boolean ofCoroutine) {
		this.values = values;
		this.ofCoroutine = ofCoroutine;
	}

	/**
	 * Return the values of the caller.
	 * @return the values, or {@code null} if there are none
	 */
	public static @Nullable LocalValues ofCaller() {
		Fiber fiber = caller();
		return (fiber != null) ? (LocalValues) fiber.locals() : ofThread.get();
	}

	public static LocalValues ofCallerOrNew() {
		LocalValues values = ofCaller();
		if (values == null) {
			Fiber fiber = caller();
			values = new LocalValues(new IdentityHashMap<>(EXPECTED), fiber != null);
			if (fiber != null) {
				fiber.locals(values);
			}
			else {
				ofThread.set(values);
			}
		}
		return values;
	}

	/**
	 * Return the coroutine that calls. One that has ended, and is in its handler of
	 * uncaught exceptions, counts as a plain thread: nobody would clear its values.
	 */
	private static @Nullable Fiber caller() {
		Fiber fiber = Fiber.current();
		return (fiber != null && !fiber.isDone()) ? fiber : null;
	}

	/**
	 * Return what a coroutine inherits that the caller creates.
	 * @return copies of the values, or {@code null} if there are none
	 */
	public static @Nullable LocalValues forChild() {
		LocalValues parent = ofCaller();
		if (parent == null) {
			return null;
		}
		IdentityHashMap<LocalKey, @Nullable Object> inheritable = parent.inheritable();
		return (inheritable.isEmpty()) ? null : new LocalValues(copy(inheritable), true);
	}

	/**
	 * Return a new map with what the copy functions make of the values.
	 */
	public static IdentityHashMap<LocalKey, @Nullable Object> copy(IdentityHashMap<LocalKey, @Nullable Object> values) {
		IdentityHashMap<LocalKey, @Nullable Object> copy = new IdentityHashMap<>(values);
		copy.replaceAll(LocalKey::copy);
		return copy;
	}

	/**
	 * Return a new map with the values that children inherit, not copied.
	 */
	public IdentityHashMap<LocalKey, @Nullable Object> inheritable() {
		IdentityHashMap<LocalKey, @Nullable Object> inheritable = new IdentityHashMap<>(EXPECTED);
		this.values.forEach((key, value) -> {
			if (key.isInherited()) {
				inheritable.put(key, value);
			}
		});
		return inheritable;
	}

	/**
	 * Put values in the place of all those that children inherit.
	 * @return what was there
	 */
	public IdentityHashMap<LocalKey, @Nullable Object> replaceInheritable(
			IdentityHashMap<LocalKey, @Nullable Object> replacement) {
		IdentityHashMap<LocalKey, @Nullable Object> previous = inheritable();
		this.values.keySet().removeIf(LocalKey::isInherited);
		this.values.putAll(replacement);
		return previous;
	}

	public @Nullable Object get(LocalKey key) {
		return this.values.get(key);
	}

	public boolean has(LocalKey key) {
		return this.values.containsKey(key);
	}

	public void put(LocalKey key, @Nullable Object value) {
		int size = this.values.size();
		this.values.put(key, value);
		if (this.values.size() > size) {
			removeDropped();
		}
	}

	private void removeDropped() {
		long dropped = LocalKey.droppedSoFar();
		if (dropped != this.droppedSeen) {
			this.droppedSeen = dropped;
			this.values.keySet().removeIf((key) -> key.isDropped() && !(this.ofCoroutine && key.isEnded()));
		}
	}

	public void remove(LocalKey key) {
		this.values.remove(key);
	}

	@Override
	public void end() {
		List<LocalKey> due = due();
		for (int i = 0; i < END_ROUNDS && !due.isEmpty(); i++) {
			due.forEach(this::end);
			due = due();
		}
	}

	private List<LocalKey> due() {
		List<LocalKey> due = List.of();
		for (LocalKey key : this.values.keySet()) {
			if (key.isEnded()) {
				due = (due.isEmpty()) ? new ArrayList<>() : due;
				due.add(key);
			}
		}
		return due;
	}

	private void end(LocalKey key) {
		Object value = this.values.get(key);
		try {
			if (value != null) {
				key.end(value);
			}
		}
		catch (Throwable ex) {
			report(ex);
		}
		finally {
			this.values.remove(key, value);
		}
	}

	private static void report(Throwable failure) {
		Thread thread = Thread.currentThread();
		try {
			thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
		}
		catch (Throwable ex) {
			// As the JDK does for those of a task
		}
	}

}
