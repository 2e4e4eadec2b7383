package io.coroutine.spring.context;

import java.util.List;

import io.coroutine.ContextInheritance;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * The values that accessors have read, for another thread that has none. Made once, used
 * by one thread.
 */
final class CapturedValues implements ContextInheritance.Captured {

	private final List<ThreadLocalAccessor<?>> accessors;

	private final @Nullable Object[] values;

	CapturedValues(List<ThreadLocalAccessor<?>> accessors, @Nullable Object[] values) {
		this.accessors = accessors;
		this.values = values;
	}

	@Override
	public Runnable install() {
		int installed = 0;
		try {
			while (installed < this.values.length) {
				set(this.accessors.get(installed), this.values[installed]);
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
	private static <V> void set(ThreadLocalAccessor<V> accessor, @Nullable Object value) {
		if (value != null) {
			// The accessor has read it itself
			accessor.setValue((V) value);
		}
	}

	private void restore(int count) {
		if (count > 0) {
			int last = count - 1;
			try {
				if (this.values[last] != null) {
					this.accessors.get(last).restore();
				}
			}
			finally {
				restore(last);
			}
		}
	}

}
