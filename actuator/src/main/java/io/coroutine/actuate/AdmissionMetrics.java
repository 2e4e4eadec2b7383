package io.coroutine.actuate;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionRejectedException.Reason;
import io.coroutine.admission.AdmissionSnapshot;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * {@link MeterBinder} for the numbers of all {@link AdmissionGate}s of the application,
 * also of those that are added later. How many meters there are depends on the number of
 * gates only.
 */
public final class AdmissionMetrics implements MeterBinder {

	private static final String CALLERS = "callers";

	private final AdmissionGates gates;

	private AdmissionMetrics(AdmissionGates gates) {
		this.gates = gates;
	}

	/**
	 * Create the binder.
	 * @param gates the gates to measure
	 * @return the binder
	 */
	public static AdmissionMetrics of(AdmissionGates gates) {
		return new AdmissionMetrics(gates);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.gates.whenAdded((gate) -> bind(registry, gate));
	}

	private static void bind(MeterRegistry registry, AdmissionGate gate) {
		Tags tags = Tags.of("gate", gate.name());
		gauge(registry, gate, "limit", "How many may be in at once", tags, AdmissionSnapshot::limit);
		gauge(registry, gate, "in.use", "How many are in", tags, AdmissionSnapshot::inUse);
		gauge(registry, gate, "queued", "How many wait to be let in", tags, AdmissionSnapshot::queued);
		counter(registry, gate, "admitted", "How many were let in", tags, AdmissionSnapshot::admitted);
		for (Reason reason : Reason.values()) {
			counter(registry, gate, "rejected", "How many were turned away", tags.and("reason", Names.of(reason)),
					(snapshot) -> snapshot.rejected().getOrDefault(reason, 0L));
		}
		counter(registry, gate, "cancelled", "How many were interrupted while they waited to be let in", tags,
				AdmissionSnapshot::cancelled);
		FunctionTimer
			.builder("coroutines.admission.wait", gate, (shown) -> shown.snapshot().waited(),
					(shown) -> shown.snapshot().totalWait().toNanos(), TimeUnit.NANOSECONDS)
			.description("How long those waited that were let in and had to wait")
			.tags(tags)
			.register(registry);
		TimeGauge
			.builder("coroutines.admission.wait.max", gate, TimeUnit.NANOSECONDS,
					(shown) -> shown.snapshot().longestWait().toNanos())
			.description("How long one of these waited at most, since the start")
			.tags(tags)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, AdmissionGate gate, String name, String description, Tags tags,
			ToLongFunction<AdmissionSnapshot> value) {
		Gauge.builder("coroutines.admission." + name, gate, (shown) -> value.applyAsLong(shown.snapshot()))
			.description(description)
			.baseUnit(CALLERS)
			.tags(tags)
			.register(registry);
	}

	private static void counter(MeterRegistry registry, AdmissionGate gate, String name, String description, Tags tags,
			ToLongFunction<AdmissionSnapshot> value) {
		FunctionCounter.builder("coroutines.admission." + name, gate, (shown) -> value.applyAsLong(shown.snapshot()))
			.description(description)
			.baseUnit(CALLERS)
			.tags(tags)
			.register(registry);
	}

}
