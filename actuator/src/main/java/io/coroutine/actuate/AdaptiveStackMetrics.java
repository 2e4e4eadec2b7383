package io.coroutine.actuate;

import io.coroutine.spring.stack.AdaptiveStacks;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for the number of handlers that have moved to private stacks.
 */
public final class AdaptiveStackMetrics implements MeterBinder {

	private final AdaptiveStacks stacks;

	private AdaptiveStackMetrics(AdaptiveStacks stacks) {
		this.stacks = stacks;
	}

	/**
	 * Create the binder.
	 * @param stacks what moves the handlers
	 * @return the binder
	 */
	public static AdaptiveStackMetrics of(AdaptiveStacks stacks) {
		return new AdaptiveStackMetrics(stacks);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("coroutines.stack.adapted", this.stacks, (state) -> state.adaptedHandlers().size())
			.description("Handlers that were moved to private stacks as they have stalled their event loop")
			.baseUnit("handlers")
			.strongReference(true)
			.register(registry);
	}

}
