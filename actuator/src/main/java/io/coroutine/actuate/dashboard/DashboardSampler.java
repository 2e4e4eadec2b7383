package io.coroutine.actuate.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.coroutine.CoroutineRuntime;
import io.coroutine.admission.AdmissionGate;
import io.coroutine.admission.AdmissionGates;
import io.coroutine.admission.AdmissionSnapshot;
import io.coroutine.internal.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Looks at the runtime for all who watch, at most about once a second however many there
 * are, and not at all if nobody does. Any thread may call it. Who comes while another one
 * looks waits for that one's answer.
 */
final class DashboardSampler {

	/** A little less than the page waits between two looks, which is a second. */
	private static final long MIN_AGE_NANOS = Duration.ofMillis(900).toNanos();

	/** Enough for shares of a percent or so, whatever the number of coroutines. */
	private static final int WAIT_SAMPLE = 1_000;

	private final CoroutineRuntime runtime;

	private final ObjectProvider<AdmissionGates> gates;

	private final String application;

	/** Tells the page that the service was started anew, and all counts with it. */
	private final String instance = UUID.randomUUID().toString();

	private final LatencyBuckets latencies;

	private @Nullable DashboardData last;

	private long lastNanos;

	DashboardSampler(CoroutineRuntime runtime, ObjectProvider<AdmissionGates> gates, String application) {
		this.runtime = runtime;
		this.gates = gates;
		this.application = application;
		this.latencies = new LatencyBuckets(Scheduler.behind(runtime).loops());
	}

	synchronized DashboardData sample() {
		long now = System.nanoTime();
		DashboardData current = this.last;
		if (current == null || now - this.lastNanos >= MIN_AGE_NANOS) {
			current = look(now);
			this.last = current;
			this.lastNanos = now;
		}
		return current;
	}

	private DashboardData look(long now) {
		List<AdmissionSnapshot> gateSnapshots = this.gates.stream()
			.flatMap((some) -> some.list().stream())
			.map(AdmissionGate::snapshot)
			.toList();
		return DashboardData.of(new DashboardData.Origin(this.application, this.instance, Instant.now(), now),
				this.runtime, this.latencies.read(), this.runtime.waits(WAIT_SAMPLE), gateSnapshots);
	}

}
