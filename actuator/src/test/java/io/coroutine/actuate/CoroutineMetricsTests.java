package io.coroutine.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CoroutineMetrics}.
 */
class CoroutineMetricsTests {

	private final MockClock clock = new MockClock();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final CoroutineRuntime runtime = CoroutineRuntime.builder()
		.engine(EngineChoice.EVENT_LOOP)
		.loops(2)
		.start();

	private final CoroutineMetrics metrics = new CoroutineMetrics(this.runtime,
			List.of(new FixedHook("socket", true, "it works"), new FixedHook("tomcat", false, "TLS")), this.clock);

	@AfterEach
	void close() {
		this.runtime.close();
	}

	@Test
	void whenBoundThenEachMeterHasItsTagsAndUnit() {
		this.metrics.bindTo(this.registry);
		Set<String> meters = new TreeSet<>();
		for (Meter meter : this.registry.getMeters()) {
			Set<String> keys = new TreeSet<>();
			meter.getId().getTags().forEach((tag) -> keys.add(tag.getKey()));
			meters.add(meter.getId().getName() + " " + meter.getId().getType() + " " + keys + " "
					+ meter.getId().getBaseUnit());
		}
		assertThat(meters).containsExactly("coroutines.carriers.spare GAUGE [] threads",
				"coroutines.engine GAUGE [engine] null", "coroutines.failed COUNTER [stack.mode] coroutines",
				"coroutines.finished COUNTER [stack.mode] coroutines",
				"coroutines.handovers COUNTER [outcome] handovers", "coroutines.hook.active GAUGE [hook] null",
				"coroutines.live GAUGE [stack.mode, state] coroutines",
				"coroutines.loop.iterations COUNTER [loop] iterations", "coroutines.loop.queued GAUGE [loop] tasks",
				"coroutines.loop.running GAUGE [loop] null", "coroutines.loop.wakeups COUNTER [loop] wakeups",
				"coroutines.started COUNTER [stack.mode] coroutines",
				"coroutines.switch.latency.max GAUGE [loop, stack.mode] seconds",
				"coroutines.switch.latency.percentile GAUGE [loop, phi, stack.mode] seconds",
				"coroutines.switches COUNTER [loop, stack.mode] switches",
				"coroutines.switches.adopted COUNTER [loop, stack.mode] switches");
	}

	@Test
	void whenBoundThenEachMeterIsDescribed() {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).as(meter.getId().getName()).isNotBlank());
	}

	@Test
	void whenCoroutinesRunThenMetersCountThem() throws InterruptedException {
		this.metrics.bindTo(this.registry);
		this.runtime.start(() -> {
		}).join();
		this.runtime.start(() -> {
			throw new IllegalStateException("On purpose");
		}).join();
		this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
		}).join();
		awaitNoneLive();
		this.clock.add(Duration.ofSeconds(10));
		assertThat(counter("coroutines.started", "stack.mode", "shared")).isEqualTo(2);
		assertThat(counter("coroutines.finished", "stack.mode", "shared")).isEqualTo(2);
		assertThat(counter("coroutines.failed", "stack.mode", "shared")).isEqualTo(1);
		assertThat(counter("coroutines.started", "stack.mode", "private")).isEqualTo(1);
		assertThat(this.registry.find("coroutines.live").gauges()).hasSize(6)
			.allSatisfy((gauge) -> assertThat(gauge.value()).isZero());
		assertThat(this.registry.find("coroutines.switches")
			.functionCounters()
			.stream()
			.mapToDouble(FunctionCounter::count)
			.sum()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void whenSwitchesWereMeasuredThenLatencyIsInSeconds() throws InterruptedException {
		this.metrics.bindTo(this.registry);
		for (int i = 0; i < 10_000; i++) {
			this.runtime.start(() -> {
			}).join();
		}
		this.clock.add(Duration.ofSeconds(10));
		long max = this.runtime.snapshot().switchLatency().max();
		assertThat(max).isPositive();
		assertThat(
				this.registry.find("coroutines.switch.latency.max").gauges().stream().mapToDouble(Gauge::value).max())
			.hasValue(max / 1e9);
		assertThat(this.registry.find("coroutines.switch.latency.percentile").tag("phi", "0.99").gauges()).hasSize(2)
			.allSatisfy((gauge) -> assertThat(gauge.value()).isBetween(0.0, max / 1e9));
	}

	@Test
	void whenHooksAreGivenThenMetersTellWhichAreInForce() {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.get("coroutines.hook.active").tag("hook", "socket").gauge().value()).isOne();
		assertThat(this.registry.get("coroutines.hook.active").tag("hook", "tomcat").gauge().value()).isZero();
		assertThat(this.registry.get("coroutines.engine").tag("engine", "event-loop").gauge().value()).isOne();
	}

	@Test
	void whenMetersAreReadTogetherThenTheyShareOneSnapshot() throws InterruptedException {
		this.metrics.bindTo(this.registry);
		this.clock.add(Duration.ofSeconds(10));
		assertThat(counter("coroutines.started", "stack.mode", "shared")).isZero();
		this.runtime.start(() -> {
		}).join();
		assertThat(counter("coroutines.started", "stack.mode", "shared")).isZero();
		this.clock.add(Duration.ofNanos(SnapshotCache.MAX_AGE_NANOSECONDS));
		assertThat(counter("coroutines.started", "stack.mode", "shared")).isOne();
	}

	@Test
	void whenRuntimeIsClosedThenMetersStillAnswer() {
		this.metrics.bindTo(this.registry);
		this.runtime.close();
		this.clock.add(Duration.ofSeconds(10));
		assertThat(this.registry.getMeters()).allSatisfy((meter) -> assertThat(meter.measure())
			.allSatisfy((measurement) -> assertThat(measurement.getValue()).isNotNaN()));
	}

	@Test
	void whenEngineIsPortableThenThereAreNoMetersOfLoops() {
		try (CoroutineRuntime portable = CoroutineRuntime.builder().engine(EngineChoice.PORTABLE).start()) {
			CoroutineMetrics.of(portable, List.of()).bindTo(this.registry);
			assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("coroutines.live", "coroutines.started")
				.noneMatch((name) -> name.startsWith("coroutines.loop") || name.startsWith("coroutines.switch"));
		}
	}

	private double counter(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionCounter().count();
	}

	/**
	 * The loop counts a coroutine out a moment after its thread has ended.
	 */
	private void awaitNoneLive() {
		while (this.runtime.snapshot().live() > 0) {
			Thread.onSpinWait();
		}
	}

}
