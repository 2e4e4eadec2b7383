package io.coroutine.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.internal.loop.EventLoopGroup;
import io.coroutine.internal.scheduler.Scheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that is out of service while an event loop is stalled and no
 * spare carrier is left to take it over, or a gate turns callers away again and again,
 * each for longer than a set time. It is up again by itself when that is over.
 * <p>
 * Nothing runs between two looks. The gates themselves know since when they turn callers
 * away, so that is found however far apart the looks are; of the loops the state of the
 * moment counts.
 */
public final class CoroutinesHealthIndicator extends AbstractHealthIndicator {

	private final CoroutineRuntime runtime;

	private final ObjectProvider<AdmissionGates> gates;

	private final Duration maxStall;

	private final Duration maxShedding;

	private CoroutinesHealthIndicator(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates, Duration maxStall,
			Duration maxShedding) {
		super("The health of the coroutines could not be found out");
		this.runtime = runtime;
		this.gates = gates;
		this.maxStall = maxStall;
		this.maxShedding = maxShedding;
	}

	/**
	 * Create the indicator.
	 * @param runtime the runtime to look at
	 * @param gates the gates of the application
	 * @param maxStall how long a loop may be stalled without a spare carrier
	 * @param maxShedding how long a gate may turn callers away, see
	 * {@link AdmissionGate#shedding()}
	 * @return the indicator
	 */
	public static CoroutinesHealthIndicator of(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates,
			Duration maxStall, Duration maxShedding) {
		return new CoroutinesHealthIndicator(runtime, gates, maxStall, maxShedding);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<Integer> stalled = stalledLoops();
		List<String> shedding = sheddingGates();
		if (stalled.isEmpty() && shedding.isEmpty()) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
		builder.withDetail("engine", Names.of(this.runtime.engine()))
			.withDetail("stalledLoops", stalled)
			.withDetail("sheddingGates", shedding);
	}

	private List<Integer> stalledLoops() {
		EventLoopGroup loops = Scheduler.behind(this.runtime).loops();
		return (loops == null) ? List.of()
				: loops.stuckLoops()
					.entrySet()
					.stream()
					.filter((loop) -> loop.getValue().compareTo(this.maxStall) > 0)
					.map(Map.Entry::getKey)
					.toList();
	}

	private List<String> sheddingGates() {
		try (Stream<AdmissionGates> all = this.gates.stream()) {
			return all.flatMap((some) -> some.list().stream())
				.filter((gate) -> gate.shedding().compareTo(this.maxShedding) > 0)
				.map(AdmissionGate::name)
				.sorted()
				.toList();
		}
	}

}
