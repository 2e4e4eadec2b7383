package io.coroutine.local;

import java.util.IdentityHashMap;

import io.coroutine.internal.local.LocalKey;
import io.coroutine.internal.local.LocalValues;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry all inherited {@linkplain CoroutineLocal
 * coroutine-locals} together, under one key. Micrometer finds it as a service. The only
 * class that needs {@code io.micrometer:context-propagation}, and nothing refers to it.
 */
public final class CoroutineLocalAccessor implements ThreadLocalAccessor<CoroutineLocalAccessor.Captured> {

	/** The key of the coroutine-locals in snapshots of Micrometer. */
	public static final String KEY = "io.coroutine.locals";

	/**
	 * Create the accessor; to be called by the service loader.
	 */
	public CoroutineLocalAccessor() {
	}

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public @Nullable Captured getValue() {
		LocalValues values = LocalValues.ofCaller();
		if (values == null) {
			return null;
		}
		IdentityHashMap<LocalKey, @Nullable Object> originals = values.inheritable();
		return (originals.isEmpty()) ? null : new Captured(originals, CoroutineLocalSnapshot.of(originals));
	}

	@Override
	public void setValue(Captured captured) {
		captured.snapshot().install();
	}

	@Override
	public void setValue() {
		LocalValues values = LocalValues.ofCaller();
		if (values != null) {
			values.replaceInheritable(new IdentityHashMap<>());
		}
	}

	@Override
	public void restore(Captured previous) {
		LocalValues.ofCallerOrNew().replaceInheritable(previous.originals());
	}

	/**
	 * The values at one moment. Micrometer reads them before it sets others, too, to
	 * restore them at the end: then the very same are wanted, not copies.
	 *
	 * @param originals the values themselves
	 * @param snapshot copies, for other coroutines and threads
	 */
	record Captured(IdentityHashMap<LocalKey, @Nullable Object> originals, CoroutineLocalSnapshot snapshot) {

		@Override
		public String toString() {
			return "coroutine-locals";
		}

	}

}
