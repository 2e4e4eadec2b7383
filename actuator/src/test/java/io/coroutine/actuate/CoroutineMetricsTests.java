package io.coroutine.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.coroutine.CoroutineRuntime;
import io.coroutine.EngineChoice;
import io.coroutine.StackMode;
import io.coroutine.net.NameServiceHook;
import io.coroutine.test.Eventually;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

	private final NameServiceHook names = NameServiceHook.install(this.runtime);

	private final CoroutineMetrics metrics = new CoroutineMetrics(this.runtime,
			List.of(new FixedHook("socket", true, "it works"), new FixedHook("tomcat", false, "TLS"), this.names),
			this.clock);

	/**
	 * The thread of an earlier test may need a moment to end.
	 */
	@BeforeEach
	void awaitNoThread() throws InterruptedException {
		Eventually.until(() -> meterThreads() == 0);
	}

	@AfterEach
	void close() {
		this.metrics.close();
		this.runtime.close();
	}

	@Test
	void whenBoundThenEachMeterHasItsTagsAndUnit() {
		this.metrics.bindTo(this.registry);
		Set<String> meters = new TreeSet<>();
		for (Meter meter : registered()) {
			Set<String> keys = new TreeSet<>();
			meter.getId().getTags().forEach((tag) -> keys.add(tag.getKey()));
			meters.add(meter.getId().getName() + " " + meter.getId().getType() + " " + keys + " "
					+ meter.getId().getBaseUnit());
		}
		assertThat(meters).containsExactly("coroutines.carriers.extra GAUGE [] threads",
				"coroutines.carriers.limit GAUGE [] threads", "coroutines.carriers.spare GAUGE [] threads",
				"coroutines.engine GAUGE [engine] null", "coroutines.failed COUNTER [stack.mode] coroutines",
				"coroutines.finished COUNTER [stack.mode] coroutines",
				"coroutines.handovers COUNTER [outcome] handovers", "coroutines.hook.active GAUGE [hook] null",
				"coroutines.live GAUGE [stack.mode, state] coroutines",
				"coroutines.loop.iterations COUNTER [loop] iterations", "coroutines.loop.queued GAUGE [loop] tasks",
				"coroutines.loop.running GAUGE [loop] null", "coroutines.loop.stalled GAUGE [loop] null",
				"coroutines.loop.time COUNTER [activity, loop] seconds", "coroutines.loop.timers GAUGE [loop] timers",
				"coroutines.loop.utilization GAUGE [loop] null", "coroutines.loop.wakeups COUNTER [loop] wakeups",
				"coroutines.name.lookups COUNTER [outcome] lookups", "coroutines.name.lookups.active GAUGE [] lookups",
				"coroutines.run.slice TIMER [loop] seconds", "coroutines.sockets.waiting GAUGE [kind] sockets",
				"coroutines.stack.private.in.use GAUGE [] stacks", "coroutines.stack.private.limit GAUGE [] stacks",
				"coroutines.stack.private.queued GAUGE [] coroutines",
				"coroutines.stack.private.rejected COUNTER [] coroutines", "coroutines.stalls COUNTER [loop] stalls",
				"coroutines.started COUNTER [stack.mode] coroutines",
				"coroutines.switch.latency TIMER [loop, stack.mode] seconds",
				"coroutines.switches COUNTER [loop, stack.mode] switches",
				"coroutines.switches.adopted COUNTER [loop, stack.mode] switches");
	}

	@Test
	void whenBoundThenEachMeterIsDescribed() {
		this.metrics.bindTo(this.registry);
		assertThat(registered())
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
	void whenLatenciesWereMeasuredThenTheTimersHaveThem() throws InterruptedException {
		this.metrics.bindTo(this.registry);
		for (int i = 0; i < 1_000; i++) {
			this.runtime.start(() -> {
			}).join();
		}
		this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
		}).join();
		awaitNoneLive();
		this.metrics.feedTimers();
		assertThat(count("coroutines.switch.latency", "stack.mode", "shared"))
			.isEqualTo(this.runtime.snapshot().switchLatency().samples());
		assertThat(count("coroutines.run.slice")).isEqualTo(this.runtime.snapshot().runSlice().samples());
		Timer starts = this.registry.get("coroutines.switch.latency").tag("loop", "none").timer();
		assertThat(starts.count()).isOne();
		double longest = this.runtime.snapshot().stackStart().max();
		assertThat(starts.max(TimeUnit.NANOSECONDS)).isBetween(longest * 0.98, longest);
	}

	@Test
	void whenBoundThenTimersHaveBucketsAndPercentiles() {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.get("coroutines.run.slice.histogram").tags("loop", "0").gauges()).hasSize(16);
		assertThat(this.registry.get("coroutines.run.slice.percentile").tags("loop", "0").gauges())
			.extracting((gauge) -> gauge.getId().getTag("phi"))
			.containsExactlyInAnyOrder("0.5", "0.95", "0.99");
	}

	@Test
	void whenScrapedByPrometheusThenThereAreBucketsAndTheMaximum() throws InterruptedException {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		this.metrics.bindTo(prometheus);
		this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
		}).join();
		this.metrics.feedTimers();
		assertThat(prometheus.scrape().lines())
			.contains("coroutines_switch_latency_seconds_bucket{loop=\"none\",stack_mode=\"private\",le=\"+Inf\"} 1")
			.anyMatch((line) -> line.startsWith("coroutines_switch_latency_seconds_max{loop=\"none\""))
			.noneMatch((line) -> line.contains("quantile="));
		prometheus.close();
		assertThat(prometheus.isClosed()).isTrue();
		this.metrics.feedTimers();
	}

	@Test
	void whenMetersAreDeniedThenThereIsNoThread() {
		this.registry.config().meterFilter(MeterFilter.deny());
		this.metrics.bindTo(this.registry);
		assertThat(meterThreads()).isZero();
	}

	@Test
	void whenClosedThenTheThreadEnds() throws InterruptedException {
		this.metrics.bindTo(this.registry);
		assertThat(meterThreads()).isOne();
		this.metrics.close();
		awaitNoThread();
	}

	private static long meterThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("coroutine-meters"))
			.count();
	}

	@Test
	void whenTimePassesThenTheThreadFeedsTheTimers() throws InterruptedException {
		this.metrics.bindTo(this.registry);
		this.runtime.coroutine().stackMode(StackMode.PRIVATE).start(() -> {
		}).join();
		Eventually.until(() -> count("coroutines.switch.latency", "loop", "none") == 1);
	}

	@Test
	void whenLoopsRunThenTheirTimesAreMetered() {
		this.metrics.bindTo(this.registry);
		this.clock.add(Duration.ofSeconds(10));
		assertThat(this.registry.get("coroutines.loop.time").tag("activity", "sleeping").functionCounters()).hasSize(2);
		assertThat(this.registry.get("coroutines.loop.time").functionCounters())
			.allSatisfy((counter) -> assertThat(counter.count()).isNotNegative());
		assertThat(this.registry.get("coroutines.loop.utilization").gauges())
			.allSatisfy((gauge) -> assertThat(gauge.value()).isBetween(0.0, 1.0));
		assertThat(this.registry.get("coroutines.carriers.limit").gauge().value())
			.isEqualTo(this.runtime.snapshot().spareCarrierLimit());
		assertThat(this.registry.get("coroutines.carriers.extra").gauge().value()).isZero();
	}

	@Test
	void whenNamesAreLookedUpThenOutcomesAreCounted() {
		this.metrics.bindTo(this.registry);
		assertThat(this.registry.get("coroutines.name.lookups").functionCounters())
			.extracting((counter) -> counter.getId().getTag("outcome"))
			.containsExactlyInAnyOrder("found", "failed", "timed-out");
		assertThat(this.registry.get("coroutines.name.lookups.active").gauge().value()).isZero();
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
			CoroutineMetrics metrics = CoroutineMetrics.of(portable, List.of());
			metrics.bindTo(this.registry);
			assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("coroutines.live", "coroutines.started")
				.noneMatch((name) -> name.startsWith("coroutines.loop") || name.startsWith("coroutines.switches")
						|| name.startsWith("coroutines.sockets"));
			assertThat(this.registry.get("coroutines.switch.latency").timers()).singleElement()
				.satisfies((timer) -> assertThat(timer.getId().getTag("stack.mode")).isEqualTo("private"));
			metrics.close();
		}
	}

	/**
	 * Return the meters without those that the registry makes of the distribution of
	 * timers.
	 */
	private List<Meter> registered() {
		return this.registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().syntheticAssociation() == null)
			.toList();
	}

	private long count(String name, String... tags) {
		return this.registry.get(name).tags(tags).timers().stream().mapToLong(Timer::count).sum();
	}

	private double counter(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionCounter().count();
	}

	/**
	 * The loop counts a coroutine out a moment after its thread has ended.
	 */
	private void awaitNoneLive() throws InterruptedException {
		Eventually.until(() -> this.runtime.snapshot().live() == 0);
	}

}
