package io.coroutine.autoconfigure.net;

import java.util.function.Consumer;

import io.coroutine.CoroutineRuntime;
import io.coroutine.Hook;
import io.coroutine.net.NameServiceHook;
import io.coroutine.net.NameServiceHookBuilder;
import io.coroutine.snapshot.NameLookupCounts;
import io.coroutine.snapshot.NameLookupSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Keeps look-ups of host names off the event loops of a runtime, from the creation of
 * this bean to its end. A value out of range stops the start with a report that names its
 * property.
 */
final class NameServiceHookRegistration implements Hook, NameLookupSource, DisposableBean {

	private static final String PREFIX = "coroutine.hooks.name-service.";

	private final @Nullable NameServiceHook hook;

	NameServiceHookRegistration(CoroutineRuntime runtime, NameServiceHookProperties properties) {
		NameServiceHookBuilder builder = NameServiceHook.builder();
		apply("timeout", properties.getTimeout(), builder::timeout);
		apply("max-concurrent", properties.getMaxConcurrent(), builder::maxConcurrent);
		this.hook = (properties.isEnabled()) ? builder.install(runtime) : null;
	}

	private static <T> void apply(String property, T value, Consumer<T> setter) {
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + property, value, ex.getMessage() + ".", ex);
		}
	}

	@Override
	public String name() {
		return "name-service";
	}

	@Override
	public Status status() {
		return (this.hook != null) ? this.hook.status()
				: new Status(false, "it is switched off with " + PREFIX + "enabled=false");
	}

	@Override
	public NameLookupCounts lookups() {
		return (this.hook != null) ? this.hook.lookups() : NameLookupCounts.NONE;
	}

	/**
	 * The runtime is closed after this, as this bean depends on it. Its coroutines can
	 * look names up until then, on their event loops.
	 */
	@Override
	public void destroy() {
		if (this.hook != null) {
			this.hook.close();
		}
	}

}
