package io.coroutine.internal.readiness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * Those who observe a descriptor; most never are. Any thread may call it. Who is added
 * before an event is passed on is told of it, as the list is volatile.
 */
final class ReadinessObservers {

	private static final VarHandle LIST;

	static {
		try {
			LIST = MethodHandles.lookup().findVarHandle(ReadinessObservers.class, "list", List.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** Goes from {@code null} to a list once, by the first who observes. */
	private volatile @Nullable List<ReadinessObserver> list;

	void add(ReadinessObserver observer) {
		if (this.list == null) {
			LIST.compareAndSet(this, null, new CopyOnWriteArrayList<>());
		}
		List<ReadinessObserver> present = this.list;
		if (present != null) {
			present.add(observer);
		}
	}

	void remove(ReadinessObserver observer) {
		List<ReadinessObserver> present = this.list;
		if (present != null) {
			present.remove(observer);
		}
	}

	void tell(boolean forRead, boolean forWrite) {
		List<ReadinessObserver> present = this.list;
		if (present != null) {
			for (ReadinessObserver observer : present) {
				observer.onEvent(forRead, forWrite);
			}
		}
	}

}
