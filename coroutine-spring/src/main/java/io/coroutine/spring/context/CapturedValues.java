package io.coroutine.spring.context;

import java.util.List;

import io.coroutine.ContextInheritance;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * The values that accessors have read, for another thread, most often one that has none.
 * Made once, used by one thread.
 */
final class CapturedValues implements ContextInheritance.Captured {

	private final List<ThreadLocalAccessor<?>> accessors;

	private final @Nullable Object[] values;

	/** What the thread had before. */
	private final @Nullable Object[] previous;

	CapturedValues(List<ThreadLocalAccessor<?>> accessors, @Nullable Object[] values) {
		this.accessors = accessors;
		this.values = values;
		this.previous = new Object[values.length];
	}

	@Override
	public Runnable install() {
		int installed = 0;
		try {
			while (installed < this.values.length) {
				install(installed, this.accessors.get(installed));
				installed++;
			}
		}
		finally {
			if (installed < this.values.length) {
				restore(installed);
			}
		}
		return () -> restore(this.values.length);
	}

	@SuppressWarnings("unchecked")
	private <V> void install(int index, ThreadLocalAccessor<V> accessor) {
		Object value = this.values[index];
		if (value != null) {
			this.previous[index] = accessor.getValue();
			// The accessor has read it itself
			accessor.setValue((V) value);
		}
	}

	/**
	 * Put back what was there, in reverse order, and each even if another fails.
	 */
	private void restore(int count) {
		if (count > 0) {
			int last = count - 1;
			try {
				if (this.values[last] != null) {
					restore(this.accessors.get(last), this.previous[last]);
				}
			}
			finally {
				restore(last);
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static <V> void restore(ThreadLocalAccessor<V> accessor, @Nullable Object previous) {
		if (previous != null) {
			// The accessor has read it itself
			accessor.restore((V) previous);
		}
		else {
			accessor.restore();
		}
	}

}
