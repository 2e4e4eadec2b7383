package io.coroutine.actuate;

import java.util.function.ToDoubleFunction;

import io.coroutine.RuntimeSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Registers meters that read one number of a snapshot each.
 *
 * @param registry where to register them
 * @param snapshots where they get their snapshots from; the registry holds it weakly only
 */
record SnapshotMeters(MeterRegistry registry, SnapshotCache snapshots) {

	void gauge(String name, @Nullable String unit, String description, Tags tags,
			ToDoubleFunction<RuntimeSnapshot> value) {
		Gauge.builder(name, this.snapshots, (cache) -> value.applyAsDouble(cache.get()))
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.register(this.registry);
	}

	void counter(String name, String unit, String description, Tags tags, ToDoubleFunction<RuntimeSnapshot> value) {
		FunctionCounter.builder(name, this.snapshots, (cache) -> value.applyAsDouble(cache.get()))
			.description(description)
			.baseUnit(unit)
			.tags(tags)
			.register(this.registry);
	}

}
