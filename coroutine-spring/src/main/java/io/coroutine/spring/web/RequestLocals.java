package io.coroutine.spring.web;

import java.util.AbstractMap;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The values of all {@linkplain RequestLocal coroutine-locals that are bound to
 * requests}, by name, as the caller has them at the moment: for expressions, as
 * {@code @coroutineLocals['tenant']}. Can not be changed. May be used by any thread.
 */
public final class RequestLocals extends AbstractMap<String, @Nullable Object> {

	private final Map<String, RequestLocal<?>> locals = new LinkedHashMap<>();

	/**
	 * Create the map.
	 * @param locals the bindings
	 * @throws IllegalStateException if two have the same name
	 */
	public RequestLocals(Collection<? extends RequestLocal<?>> locals) {
		for (RequestLocal<?> local : locals) {
			if (this.locals.put(local.name(), local) != null) {
				throw new IllegalStateException("Two coroutine-locals that are bound to requests are named '"
						+ local.name() + "': give one of them another name");
			}
		}
	}

	@Override
	public @Nullable Object get(@Nullable Object name) {
		RequestLocal<?> local = this.locals.get(name);
		return (local != null) ? local.get() : null;
	}

	@Override
	public boolean containsKey(@Nullable Object name) {
		return this.locals.containsKey(name);
	}

	@Override
	public Set<Map.Entry<String, @Nullable Object>> entrySet() {
		Set<Map.Entry<String, @Nullable Object>> entries = new LinkedHashSet<>();
		this.locals.forEach((name, local) -> entries.add(new SimpleImmutableEntry<>(name, local.get())));
		return Collections.<Map.Entry<String, @Nullable Object>>unmodifiableSet(entries);
	}

}
