package io.coroutine.spring.context;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * A thread-local with its accessor, which notes what is done to it.
 */
final class NamedValue implements ThreadLocalAccessor<String> {

	private final ThreadLocal<@Nullable String> value = new ThreadLocal<>();

	private final String key;

	final List<String> steps = new ArrayList<>();

	private boolean failing;

	NamedValue(String key) {
		this.key = key;
	}

	NamedValue failing() {
		this.failing = true;
		return this;
	}

	@Override
	public Object key() {
		return this.key;
	}

	@Override
	public @Nullable String getValue() {
		return this.value.get();
	}

	@Override
	public void setValue(String value) {
		if (this.failing && !Thread.currentThread().getName().equals("main")) {
			throw new IllegalStateException(this.key + " fails");
		}
		note("set " + value);
		this.value.set(value);
	}

	@Override
	public void setValue() {
		note("clear");
		this.value.remove();
	}

	@Override
	public void restore(String previous) {
		note("restore " + previous);
		this.value.set(previous);
	}

	private void note(String step) {
		synchronized (this.steps) {
			this.steps.add(step);
		}
	}

}
