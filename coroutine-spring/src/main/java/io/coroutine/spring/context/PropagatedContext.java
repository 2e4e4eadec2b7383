package io.coroutine.spring.context;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.coroutine.ContextInheritance;
import io.coroutine.local.CoroutineLocalAccessor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets coroutines take over what Micrometer's context propagation carries: the values of
 * all accessors in {@link ContextRegistry#getInstance()}, whoever has registered them and
 * whenever, and of others that stand in for those of the same key.
 * <p>
 * Values are read in the creator and put in force in the new coroutine, by the accessors
 * in their order; at the end of the coroutine they are taken back in reverse order.
 * Coroutine-locals are left to the coroutine itself. May be used by any thread.
 */
public final class PropagatedContext implements ContextInheritance {

	private final ContextRegistry registry;

	private final List<ThreadLocalAccessor<?>> own;

	private final Predicate<Object> wanted;

	private volatile Accessors accessors = new Accessors(-1, List.of());

	/**
	 * Create it.
	 * @param registry where others have registered accessors
	 * @param own accessors that stand in for those of the same key, or come after them
	 * @param wanted tells by the key of an accessor whether its value is taken over
	 */
	public PropagatedContext(ContextRegistry registry, List<? extends ThreadLocalAccessor<?>> own,
			Predicate<Object> wanted) {
		this.registry = registry;
		this.own = List.copyOf(own);
		this.wanted = wanted.and((key) -> !CoroutineLocalAccessor.KEY.equals(key));
	}

	@Override
	public @Nullable Captured capture() {
		List<ThreadLocalAccessor<?>> current = accessors();
		@Nullable Object @Nullable [] values = null;
		for (int i = 0; i < current.size(); i++) {
			Object value = current.get(i).getValue();
			if (value != null) {
				if (values == null) {
					values = new Object[current.size()];
				}
				values[i] = value;
			}
		}
		return (values != null) ? new CapturedValues(current, values) : null;
	}

	/**
	 * Return the accessors in force. There may be more at any time: the number tells, as
	 * whoever removes one puts another of the same key in its place.
	 */
	private List<ThreadLocalAccessor<?>> accessors() {
		Accessors current = this.accessors;
		int registered = this.registry.getThreadLocalAccessors().size();
		if (current.registered() != registered) {
			current = new Accessors(registered, collect());
			this.accessors = current;
		}
		return current.all();
	}

	private List<ThreadLocalAccessor<?>> collect() {
		Map<Object, ThreadLocalAccessor<?>> byKey = new LinkedHashMap<>();
		this.registry.getThreadLocalAccessors().forEach((accessor) -> byKey.put(accessor.key(), accessor));
		this.own.forEach((accessor) -> byKey.put(accessor.key(), accessor));
		byKey.keySet().removeIf(this.wanted.negate());
		return new ArrayList<>(byKey.values());
	}

	private record Accessors(int registered, List<ThreadLocalAccessor<?>> all) {
	}

}
